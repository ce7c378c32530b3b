import { definePlugin } from '@tessera/core'
import { TradeModel } from './model.ts'

/** An integrator’s own plugin: fields on somebody else’s entity, with a prefix of their own (`tradeProductLine`). */
export default definePlugin(TradeModel)({
  version: '0.1.0',
  migrations: new URL('./migrations/', import.meta.url),
})
