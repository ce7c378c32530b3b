import { type AccessKit, all, customer, type Grant, partner } from '@tessera/core'
import { CartLine, type OrdersModel } from '../model.ts'

/** A cart is its person's own: neither colleagues nor the company see what somebody only thinks of buying. */
export const cartAccess = ({ allow }: AccessKit<typeof OrdersModel>): readonly Grant[] =>
  [partner(), customer()].flatMap((who) => [
    allow(CartLine, ['read', 'delete'], who, {
      fields: 'all',
      where: ({ row, actor }) => all(row.createdBy.eq(actor.id), row.account.readable()),
    }),
    allow(CartLine, 'create', who, {
      fields: ['account', 'product', 'configuration', 'quantity'],
      where: ({ row }) => all(row.account.readable(), row.product.readable()),
    }),
    allow(CartLine, 'update', who, {
      fields: ['quantity'],
      where: ({ row, actor }) => all(row.createdBy.eq(actor.id), row.account.readable()),
    }),
  ])
