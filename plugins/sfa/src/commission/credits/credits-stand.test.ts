import { type Actor, User } from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import customers from '@tessera/plugin-customers'
import { Account } from '@tessera/plugin-customers/model'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import { Order } from '@tessera/plugin-orders/model'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import sfa from '../../index.ts'
import { OrderSplit } from '../../model.ts'

let t: TestCrm
let anna: string
let rep: Actor & { readonly id: string }
beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers(), catalog(), mail(), orders(), sfa()] })
  anna = (await t.create(User)).id
  const permissions = { 'sfa:write': 'all', 'sfa:read': 'all', 'orders:write': 'all', 'orders:read': 'all' } as const
  rep = (await t.actor('user', { permissions: { ...permissions, 'customers:read': 'all' } })) as typeof rep
})
afterAll(() => t.close())

const order = async (status: string): Promise<string> => {
  const { id: account } = await t.create(Account)
  const source = status === 'draft' ? 'api' : 'erp'
  return (await t.create(Order, { account, currency: 'EUR', owner: anna, source, status })).id
}

it('nobody takes over what a colleague has sold, neither as owner nor by a split', async () => {
  const sold = await order('confirmed')
  const ctx = t.as(rep)
  const stands = { code: 'sfa.orderCreditStands' }
  await expect(ctx.mutate(Order).update(sold, { owner: rep.id })).rejects.toMatchObject(stands)
  await expect(ctx.mutate(OrderSplit).create({ order: sold, user: rep.id, percent: '100' })).rejects.toMatchObject(
    stands,
  )
  const split = await t.create(OrderSplit, { order: sold, user: anna, percent: '100' })
  await expect(ctx.mutate(OrderSplit).update(split.id, { user: rep.id })).rejects.toMatchObject(stands)
  await expect(ctx.mutate(OrderSplit).delete(split.id)).rejects.toMatchObject(stands)
})

it('until it is agreed upon an order is handed on and shared out freely', async () => {
  const draft = await order('draft')
  const ctx = t.as(rep)
  expect((await ctx.mutate(Order).update(draft, { owner: rep.id })).owner).toBe(rep.id)
  expect((await ctx.mutate(OrderSplit).create({ order: draft, user: rep.id, percent: '100' })).percent).toBe('100.0000')
})

it('who keeps commission may say anew for whom it counts', async () => {
  const sold = await order('confirmed')
  const manager = await t.actor('user')
  expect((await t.as(manager).mutate(Order).update(sold, { owner: rep.id })).owner).toBe(rep.id)
})
