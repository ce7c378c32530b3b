import { model } from '@tessera/core'
import { CatalogModel } from '@tessera/plugin-catalog/model'
import { CustomersModel } from '@tessera/plugin-customers/model'
import { MailModel } from '@tessera/plugin-mail/model'
import { OrdersModel } from '@tessera/plugin-orders/model'
import { SfaModel } from '@tessera/plugin-sfa/model'
import { dealEntities } from './deals/entities.ts'
import { fundEntities } from './funds/entities.ts'
import { leadEntities } from './leads/entities.ts'
import { leadExtension } from './leads/lead-extension.ts'
import { libraryEntities } from './library/entities.ts'
import { newsEntities } from './news/entities.ts'
import { partnerEntities } from './partners/entities.ts'
import { partnerFields } from './partners/partner-extension.ts'
import { planEntities } from './plans/entities.ts'
import { programEntities } from './programs/entities.ts'
import { orderFields } from './rewards/engine/order-extension.ts'
import { rewardEntities } from './rewards/entities.ts'
import { stockEntities } from './stock/entities.ts'
import { tierEntities } from './tiers/entities.ts'
import { trainingEntities } from './training/entities.ts'

export * from './deals/entities.ts'
export * from './funds/entities.ts'
export * from './leads/entities.ts'
export * from './library/entities.ts'
export * from './news/entities.ts'
export * from './partners/entities.ts'
export * from './plans/entities.ts'
export * from './programs/entities.ts'
export * from './rewards/entities.ts'
export * from './stock/entities.ts'
export * from './tiers/entities.ts'
export * from './training/entities.ts'

/** Channel partners: who they are, what they register, earn, learn and report. */
export class PrmModel extends model('prm', {
  needs: [CustomersModel, CatalogModel, MailModel, OrdersModel, SfaModel],
  entities: [
    ...programEntities,
    ...partnerEntities,
    ...dealEntities,
    ...leadEntities,
    ...tierEntities,
    ...fundEntities,
    ...rewardEntities,
    ...trainingEntities,
    ...libraryEntities,
    ...newsEntities,
    ...stockEntities,
    ...planEntities,
  ],
  extend: [partnerFields, leadExtension, orderFields],
}) {}
