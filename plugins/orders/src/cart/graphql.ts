import type { GraphqlKit } from '@tessera/core'
import { Order, type OrdersModel } from '../model.ts'
import { placeCart } from './place-cart.ts'

/** `placeCart(input) { id number status }`. What is in a cart are rows of `cartLines`. */
export function cartFields(kit: GraphqlKit<typeof OrdersModel>): void {
  const input = kit.builder.inputType('PlaceCartInput', {
    fields: (t) => ({
      account: t.id({ required: true }),
      idempotencyKey: t.string({
        required: true,
        description: 'The same key gives the order that was placed with it.',
      }),
      currency: t.string({ required: true }),
      expectedNet: t.field({
        type: 'Decimal',
        description: 'What the lines cost when the person looked. Where that is no longer so, nothing is ordered.',
      }),
      requestedOn: t.field({ type: 'Date' }),
      purchaseOrderNumber: t.string(),
      billTo: t.id(),
      shipTo: t.id(),
    }),
  })
  kit.mutation('placeCart', {
    type: kit.ref(Order),
    description: 'Orders what your cart for an account holds, and empties it.',
    args: (arg) => ({ input: arg({ type: input, required: true }) }),
    resolve: ({ input }, ctx) => placeCart(ctx, input),
  })
}
