import type { Hook, On } from '@tessera/core'
import type { OrdersModel } from '../model.ts'
import { lineGuard } from './line-guard.ts'
import { linkGuard } from './link-guard.ts'
import { quoteDefaults } from './quote-defaults.ts'
import { quoteEffects } from './quote-effects.ts'
import { quoteLifecycle } from './quote-lifecycle.ts'
import { quoteRemoval } from './quote-removal.ts'
import { quotedOrderGuard } from './quoted-order-guard.ts'
import { followQuote } from './requests/follow-quote.ts'
import { responseGuard } from './response-guard.ts'
import { revisionGuard } from './revision-guard.ts'

/** All that holds quotes to their rules. */
export const quoteHooks = (on: On<typeof OrdersModel>): readonly Hook[] => [
  quoteDefaults(on),
  quoteLifecycle(on),
  quoteEffects(on),
  quoteRemoval(on),
  ...lineGuard(on),
  ...revisionGuard(on),
  ...responseGuard(on),
  ...linkGuard(on),
  quotedOrderGuard(on),
  followQuote(on),
]
