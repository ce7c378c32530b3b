import customers from '@tessera/plugin-customers'
import { conformance } from '@tessera/testing/conformance'
import trade from './index.ts'
import { TradeModel } from './model.ts'

conformance({ plugins: () => [customers(), trade()], of: [TradeModel] })
