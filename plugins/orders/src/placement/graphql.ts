import type { GraphqlKit } from '@tessera/core'
import { requestApproval } from '../approvals/request-approval.ts'
import { Order, type OrdersModel } from '../model.ts'
import { placeOrder } from './place-order.ts'

/** `placeOrder(input) { number status total { amount } }`, and `requestOrderApproval(order)` where it stays a draft. */
export function placementFields(kit: GraphqlKit<typeof OrdersModel>): void {
  const line = kit.builder.inputType('PlacedLineInput', {
    fields: (t) => ({
      product: t.id({ required: true }),
      configuration: t.id(),
      quantity: t.field({ type: 'Decimal', required: true }),
      description: t.string(),
      manualUnitPrice: t.field({ type: 'Decimal', description: 'Instead of the price of the catalog. For staff.' }),
      discountPercent: t.field({ type: 'Decimal', description: 'Off the line. For staff.' }),
      priceReason: t.string(),
    }),
  })
  const source = kit.builder.enumType('PlacedOrderSource', { values: ['api', 'portal', 'phone'] as const })
  const input = kit.builder.inputType('PlaceOrderInput', {
    fields: (t) => ({
      account: t.id({ required: true }),
      idempotencyKey: t.string({
        required: true,
        description: 'The same key with the same content gives the order that was placed with it.',
      }),
      currency: t.string({ required: true }),
      lines: t.field({ type: [line], required: true }),
      source: t.field({ type: source }),
      contact: t.id(),
      requestedOn: t.field({ type: 'Date' }),
      purchaseOrderNumber: t.string(),
      billTo: t.id(),
      shipTo: t.id(),
    }),
  })
  kit.mutation('placeOrder', {
    type: kit.ref(Order),
    description: "Places an order at today's prices of the catalog: all of it or nothing, and once for a key.",
    args: (arg) => ({ input: arg({ type: input, required: true }) }),
    resolve: ({ input: asked }, ctx) => placeOrder(ctx, { ...asked, source: asked.source ?? undefined }),
  })
  kit.mutation('requestOrderApproval', {
    type: kit.ref(Order),
    description:
      'Asks for an order beyond the own authority to be approved as it stands. It stays a draft; confirm it then.',
    args: (arg) => ({ order: arg.id({ required: true }), reason: arg.string() }),
    resolve: async ({ order: id, reason }, ctx) => {
      await requestApproval(ctx, { kind: 'order', id }, reason ?? null)
      return id
    },
  })
}
