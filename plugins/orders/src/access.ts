import { type AccessKit, all, any, customer, type Grant, partner, permission, type Who } from '@tessera/core'
import { approvalAccess, approvalPermissions } from './approvals/access.ts'
import { cartAccess } from './cart/access.ts'
import {
  Delivery,
  DeliveryLine,
  Invoice,
  InvoiceLine,
  Order,
  OrderLine,
  type OrdersModel,
  Payment,
  PaymentAllocation,
  Return,
  ReturnLine,
} from './model.ts'
import { quoteAccess, quotePermissions } from './quotes/access.ts'
import { quoteRequestAccess } from './quotes/requests/access.ts'

/** Permissions of this plugin, with what the person who grants them reads. */
export const ordersPermissions = {
  'orders:read': {
    en: 'See orders, deliveries, invoices, payments and returns',
    zh: '查看订单、交货、发票、收款及退货',
  },
  'orders:write': { en: 'Place, change and cancel orders', zh: '下单、修改和取消订单' },
  'orders:record': {
    en: 'Record what happened: deliveries, invoices, payments, returns, and orders of an ERP with their prices',
    zh: '记录已发生的交货、发票、收款、退货及 ERP 订单',
  },
  'orders:release': { en: 'Release orders beyond a credit limit', zh: '放行超信用额度的订单' },
  ...quotePermissions,
  ...approvalPermissions,
} as const

type Kit = AccessKit<typeof OrdersModel>

export const ordersAccess = (kit: Kit): readonly Grant[] => [
  ...staffAccess(kit),
  ...outsideAccess(kit, partner()),
  ...outsideAccess(kit, customer()),
  ...quoteAccess(kit),
  ...approvalAccess(kit),
  ...cartAccess(kit),
  ...quoteRequestAccess(kit),
]

/** What only a record of what happened sets: on other orders these follow from rules. */
const orderFacts = ['historical', 'creditReleased'] as const
const lineFacts = ['unitPrice', 'amount', 'discount', 'net', 'unitCost', 'cost', 'priceSteps'] as const

const records = [Delivery, DeliveryLine, Return, ReturnLine, Invoice, InvoiceLine, Payment, PaymentAllocation] as const

const staffAccess = ({ allow }: Kit): readonly Grant[] => {
  const read = permission('orders:read')
  const write = permission('orders:write')
  const record = permission('orders:record')
  return [
    allow(Order, 'read', read),
    allow(OrderLine, 'read', read),
    allow(Order, ['create', 'update', 'delete'], write, { except: orderFacts }),
    allow(OrderLine, ['create', 'update', 'delete'], write, { except: lineFacts }),
    allow(Order, 'update', permission('orders:release'), { fields: ['status', 'creditReleased'] }),
    allow(Order, ['create', 'update', 'delete'], record),
    allow(OrderLine, ['create', 'update', 'delete'], record),
    ...records.flatMap((entity) => [
      allow(entity, 'read', read),
      allow(entity, ['create', 'update', 'delete'], record),
    ]),
  ]
}

/** What partners and customers see of orders of accounts they see: neither what they cost us nor what is left of it. */
const orderShown = [
  'number',
  'account',
  'quote',
  'contact',
  'source',
  'status',
  'currency',
  'orderedOn',
  'placedAt',
  'requestedOn',
  'purchaseOrderNumber',
  'billTo',
  'shipTo',
  'billToAddress',
  'shipToAddress',
  'paymentTermDays',
  'freight',
  'net',
  'tax',
  'total',
  'uninvoiced',
  'cancelReason',
] as const
const lineShown = [
  'order',
  'position',
  'product',
  'configuration',
  'description',
  'quantity',
  'unit',
  'unitPrice',
  'amount',
  'discount',
  'net',
  'taxRate',
  'priceSteps',
  'delivered',
  'invoiced',
  'returned',
] as const

const outsideAccess = ({ allow }: Kit, who: Who): readonly Grant[] => [
  // What the company drafts holds prices that nobody has agreed to yet: others see it, and may change it, once it is confirmed.
  allow(Order, 'read', who, {
    fields: orderShown,
    where: ({ row }) => all(row.account.readable(), any(row.status.ne('draft'), row.source.eq('portal'))),
  }),
  allow(Order, 'create', who, {
    fields: ['account', 'contact', 'currency', 'requestedOn', 'purchaseOrderNumber', 'billTo', 'shipTo'],
    where: ({ row }) => row.account.readable(),
  }),
  allow(Order, 'update', who, {
    fields: ['contact', 'status', 'requestedOn', 'purchaseOrderNumber', 'billTo', 'shipTo', 'cancelReason'],
    where: ({ row }) => row.account.readable(),
  }),
  allow(OrderLine, 'read', who, { fields: lineShown, where: ({ row }) => row.order.readable() }),
  allow(OrderLine, 'create', who, {
    fields: ['order', 'position', 'product', 'configuration', 'quantity'],
    where: ({ row }) => row.order.readable(),
  }),
  allow(OrderLine, 'update', who, { fields: ['position', 'quantity'], where: ({ row }) => row.order.readable() }),
  allow(OrderLine, 'delete', who, { fields: [], where: ({ row }) => row.order.readable() }),
  allow(Delivery, 'read', who, {
    fields: [
      'order',
      'account',
      'number',
      'status',
      'shippedOn',
      'deliveredOn',
      'carrier',
      'trackingNumber',
      'happenedAt',
    ],
    where: ({ row }) => row.order.readable(),
  }),
  allow(DeliveryLine, 'read', who, { fields: 'all', where: ({ row }) => row.delivery.readable() }),
  allow(Return, 'read', who, {
    fields: ['number', 'order', 'account', 'status', 'requestedOn', 'receivedOn', 'reason', 'answer', 'happenedAt'],
    where: ({ row }) => row.order.readable(),
  }),
  allow(ReturnLine, 'read', who, { fields: 'all', where: ({ row }) => row.return.readable() }),
  allow(Invoice, 'read', who, {
    fields: [
      'type',
      'number',
      'account',
      'order',
      'credits',
      'return',
      'status',
      'currency',
      'issuedOn',
      'dueOn',
      'net',
      'tax',
      'total',
      'open',
      'happenedAt',
    ],
    where: ({ row }) => row.account.readable(),
  }),
  allow(InvoiceLine, 'read', who, { fields: 'all', where: ({ row }) => row.invoice.readable() }),
  allow(Payment, 'read', who, { fields: 'all', where: ({ row }) => row.account.readable() }),
  allow(PaymentAllocation, 'read', who, { fields: 'all', where: ({ row }) => row.payment.readable() }),
]
