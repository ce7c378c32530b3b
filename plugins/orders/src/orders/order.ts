import { entity, f, Team, Territory, User } from '@tessera/core'
import { Account, Address, Contact } from '@tessera/plugin-customers/model'
import { Quote } from '../quotes/quote.ts'
import { orderStatuses } from './status.ts'

/** An address as it was when the order was placed. Later changes of the address do not reach it. */
export interface AddressSnapshot {
  readonly addressee: string | null
  readonly line1: string | null
  readonly line2: string | null
  readonly district: string | null
  readonly city: string | null
  readonly region: string | null
  readonly postalCode: string | null
  readonly countryCode: string | null
}

/** What an account has ordered. Amounts follow from its lines, its state from what an ERP reports. */
export class Order extends entity(
  'order',
  {
    number: f.sequence('SO-{yyyy}-{00000}').searchable().label({ en: 'Order number', zh: '订单号' }),
    account: f.ref(Account, { inverse: 'orders' }).label({ en: 'Account', zh: '客户' }),
    contact: f.ref(Contact, { inverse: 'orders' }).nullable().label({ en: 'Contact', zh: '联系人' }),
    source: f.enum(['quote', 'api', 'portal', 'phone', 'erp']).default('api').label({ en: 'Source', zh: '来源' }).help({
      en: 'From an ERP come orders that have happened: with their prices, as they were',
      zh: 'ERP 来源为已发生的订单，价格按原样记录',
    }),
    quote: f.ref(Quote, { inverse: 'orders' }).nullable().unique().readonly().label({ en: 'Quote', zh: '报价单' }),
    status: f.enum(orderStatuses).default('draft').indexed().label({ en: 'Status', zh: '状态' }),
    historical: f.bool().default(false).label({ en: 'Settled elsewhere', zh: '历史订单' }).help({
      en: 'Delivered, invoiced and paid in another system, whose records are not kept here',
      zh: '已在其他系统交付、开票并付款，此处不再记录',
    }),
    currency: f.text({ max: 3 }).label({ en: 'Currency', zh: '币种' }),
    orderedOn: f
      .date()
      .default(() => new Date().toISOString().slice(0, 10))
      .indexed()
      .label({ en: 'Ordered on', zh: '下单日期' })
      .help({ en: 'The day whose prices count', zh: '按该日价格计算' }),
    placedAt: f.instant().nullable().readonly().label({ en: 'Placed at', zh: '下单时间' }),
    requestedOn: f.date().nullable().label({ en: 'Wanted on', zh: '要求交货日期' }),
    owner: f.ref(User, { inverse: 'ownedOrders' }).nullable().label({ en: 'Salesperson', zh: '销售员' }),
    team: f.ref(Team, { inverse: 'orders' }).nullable().label({ en: 'Team', zh: '团队' }),
    territory: f.ref(Territory, { inverse: 'orders' }).nullable().label({ en: 'Territory', zh: '区域' }),
    purchaseOrderNumber: f
      .text({ max: 100 })
      .nullable()
      .searchable()
      .label({ en: 'Purchase order of the customer', zh: '客户采购单号' }),
    idempotencyKey: f.text({ max: 200 }).nullable().readonly().label({ en: 'Idempotency key', zh: '幂等键' }),
    requestHash: f.text({ max: 64 }).nullable().readonly().label({ en: 'Hash of the request', zh: '请求哈希' }),
    billTo: f
      .ref(Address, { inverse: 'billedOrders', onDelete: 'setNull' })
      .nullable()
      .label({ en: 'Bill to', zh: '账单地址' }),
    shipTo: f
      .ref(Address, { inverse: 'shippedOrders', onDelete: 'setNull' })
      .nullable()
      .label({ en: 'Ship to', zh: '收货地址' }),
    billToAddress: f
      .json<AddressSnapshot>()
      .nullable()
      .readonly()
      .label({ en: 'Bill-to address as ordered', zh: '下单时账单地址' }),
    shipToAddress: f
      .json<AddressSnapshot>()
      .nullable()
      .readonly()
      .label({ en: 'Ship-to address as ordered', zh: '下单时收货地址' }),
    paymentTermDays: f.int({ min: 0, max: 3650 }).nullable().label({ en: 'Payment term', zh: '付款期限' }).unit('days'),
    freight: f.money().nullable().label({ en: 'Freight', zh: '运费' }),
    net: f.money().readonly().label({ en: 'Net', zh: '净额' }),
    tax: f.money().readonly().label({ en: 'Tax', zh: '税额' }),
    total: f.money().readonly().label({ en: 'Total', zh: '总额' }),
    cost: f.money().nullable().readonly().label({ en: 'Cost', zh: '成本' }),
    margin: f.money().nullable().readonly().label({ en: 'Margin', zh: '毛利' }),
    uninvoiced: f.money().readonly().label({ en: 'Not yet invoiced', zh: '未开票金额' }),
    discrepancy: f.bool().default(false).readonly().label({ en: 'Does not add up', zh: '数量不符' }).help({
      en: 'An ERP reports more delivered, invoiced or returned than was ordered or delivered, or deliveries of an order that was not confirmed',
      zh: 'ERP 报告的交付、开票或退货数量超出订单，或未确认订单已交付',
    }),
    contentBy: f
      .ref(User, { inverse: 'authoredOrders', onDelete: 'setNull' })
      .nullable()
      .readonly()
      .label({ en: 'Lines last changed by', zh: '最后修改人' }),
    creditReleased: f.bool().default(false).label({ en: 'Released beyond the credit limit', zh: '超信用额度放行' }),
    cancelReason: f.text({ max: 500 }).nullable().label({ en: 'Why cancelled', zh: '取消原因' }),
  },
  {
    label: { en: 'Order', zh: '订单' },
    title: 'number',
    visibility: { owner: 'owner', team: 'team', territory: 'territory' },
    unique: [['account', 'idempotencyKey']],
    checks: { currency: `currency ~ '^[A-Z]{3}$'`, freight: 'freight_minor >= 0' },
  },
) {}
