import type { GraphqlKit } from '@tessera/core'
import { type OrdersModel, Return } from '../model.ts'
import { askForReturn } from './ask-for-return.ts'

const conditions = ['unused', 'used', 'defective', 'wrongItem'] as const

/** `askForReturn(input) { id number }` for partners and customers. Staff write returns as records. */
export function returnFields(kit: GraphqlKit<typeof OrdersModel>): void {
  const condition = kit.builder.enumType('AskedReturnCondition', { values: conditions })
  const line = kit.builder.inputType('AskedReturnLineInput', {
    fields: (t) => ({
      orderLine: t.id({ required: true }),
      quantity: t.field({ type: 'Decimal', required: true }),
      condition: t.field({ type: condition }),
    }),
  })
  const input = kit.builder.inputType('AskForReturnInput', {
    fields: (t) => ({
      order: t.id({ required: true }),
      reason: t.string({ required: true }),
      lines: t.field({ type: [line], required: true }),
    }),
  })
  kit.mutation('askForReturn', {
    type: kit.ref(Return),
    description: 'Asks for goods of an order to be taken back.',
    args: (arg) => ({ input: arg({ type: input, required: true }) }),
    resolve: ({ input: asked }, ctx) => askForReturn(ctx, asked),
  })
}
