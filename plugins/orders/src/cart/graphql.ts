import type { GraphqlKit } from '@tessera/core'
import { CartLine, Order, type OrdersModel } from '../model.ts'
import { addToCart } from './add-to-cart.ts'
import { placeCart } from './place-cart.ts'

/** `addToCart(account, product, quantity) { id }` and `placeCart(input) { id number status }`. What is in a cart are rows of `cartLines`. */
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
  kit.mutation('addToCart', {
    type: kit.ref(CartLine),
    description: 'Puts a product into your cart for an account: onto the line it has there, or onto a new one.',
    args: (arg) => ({
      account: arg.id({ required: true }),
      product: arg.id({ required: true }),
      quantity: arg({ type: 'Decimal', required: true }),
    }),
    resolve: (input, ctx) => addToCart(ctx, input),
  })
  kit.mutation('placeCart', {
    type: kit.ref(Order),
    description: 'Orders what your cart for an account holds, and empties it.',
    args: (arg) => ({ input: arg({ type: input, required: true }) }),
    resolve: ({ input }, ctx) => placeCart(ctx, input),
  })
}
