import catalog from '@tessera/plugin-catalog'
import customers from '@tessera/plugin-customers'
import mail from '@tessera/plugin-mail'
import { conformance } from '@tessera/testing/conformance'
import orders from './index.ts'
import { OrdersModel } from './model.ts'
import { heldByRules, quoteSamples } from './test-support/quote-samples.ts'
import { orderSamples } from './test-support/samples.ts'

conformance({
  plugins: () => [customers(), catalog(), mail(), orders()],
  of: [OrdersModel],
  samples: { ...orderSamples, ...quoteSamples },
  except: heldByRules,
})
