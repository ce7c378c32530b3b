import { type Actor, type Id, money, Partner } from '@tessera/core'
import { Account, Address, Contact } from '@tessera/plugin-customers/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { placeOrder } from '../index.ts'
import { Order, OrderLine } from '../model.ts'
import { Shop } from '../test-support/shop.ts'

let shop: Shop
let account: Id
let customer: Actor
let partner: Actor
let stranger: Actor
beforeAll(async () => {
  shop = await Shop.open({ overCreditLimit: 'refuse' })
  const of = (await shop.t.create(Partner)).id
  account = await shop.account({ partner: of })
  customer = await shop.t.actor('customer', { account })
  partner = await shop.t.actor('partner', { partner: of })
  stranger = await shop.t.actor('partner')
})
afterAll(() => shop.t.close())

const order = (by: Actor, key: string, quantity = '1') =>
  placeOrder(shop.t.as(by), {
    account,
    currency: 'EUR',
    idempotencyKey: key,
    lines: [{ product: shop.pump, quantity }],
  })
const failure = (work: Promise<unknown>): Promise<{ code: string; message: string; params: object }> =>
  work.then(
    () => Promise.reject(new Error('it was done')),
    (error) => error,
  )

describe('partners and customers', () => {
  it('see and change nothing of what the company drafts for them before it is agreed', async () => {
    const staff = shop.t.as(shop.staff)
    const { id } = await staff.mutate(Order).create({ account, currency: 'EUR' })
    const line = await staff
      .mutate(OrderLine)
      .create({ order: id, product: shop.pump, quantity: '1', manualUnitPrice: '8', priceReason: 'talks' })
    for (const who of [customer, partner]) {
      const ctx = shop.t.as(who)
      expect(await ctx.find(Order, id)).toBeNull()
      expect(await ctx.find(OrderLine, line.id)).toBeNull()
      for (const change of [
        () => ctx.mutate(OrderLine).update(line.id, { quantity: '500' }),
        () => ctx.mutate(OrderLine).delete(line.id),
        () => ctx.mutate(Order).update(id, { status: 'cancelled' }),
      ])
        expect((await failure(change())).code).toBe('NOT_FOUND')
    }
    const mine = await shop.t.as(customer).mutate(Order).create({ account, currency: 'EUR' })
    expect(await shop.t.as(customer).find(Order, mine.id)).toMatchObject({ status: 'draft' })
  })

  it('send an order of one account neither to the address nor to the people of another', async () => {
    const { partner: of } = await shop.t.system.get(Account, account)
    const other = await shop.account({ partner: of })
    const address = async (of: Id) => (await shop.t.create(Address, { account: of })).id
    const contact = (await shop.t.create(Contact, { account: other })).id
    const [own, foreign] = [await address(account), await address(other)]
    const ctx = shop.t.as(partner)
    for (const place of [{ shipTo: foreign }, { billTo: foreign }, { contact }])
      expect(await failure(ctx.mutate(Order).create({ account, currency: 'EUR', ...place }))).toMatchObject({
        code: 'orders.otherAccount',
      })
    const { id } = await ctx.mutate(Order).create({ account, currency: 'EUR', shipTo: own })
    expect((await failure(ctx.mutate(Order).update(id, { shipTo: foreign }))).code).toBe('orders.otherAccount')
    const drop = await shop.t.as(shop.staff).mutate(Order).create({ account, currency: 'EUR', shipTo: foreign })
    expect(drop.shipTo).toBe(foreign)
  })

  it('learn neither margins nor names of approvers from an order they may not confirm', async () => {
    const { id } = await shop.t.as(customer).mutate(Order).create({ account, currency: 'EUR' })
    const line = await shop.t.as(customer).mutate(OrderLine).create({ order: id, product: shop.pump, quantity: '1' })
    await shop.t.update(OrderLine, line.id, { manualUnitPrice: '8', priceReason: 'talks' }, shop.staff)
    const refusal = await failure(shop.t.as(customer).mutate(Order).update(id, { status: 'confirmed' }))
    expect(refusal).toMatchObject({ code: 'orders.authorityExceeded', params: {} })
    expect(Object.keys(refusal.params)).toEqual([])
  })

  it('do not learn a credit limit by exceeding it', async () => {
    await shop.t.update(Account, account, { ordersCreditLimit: money(4_321n, 'EUR') } as never)
    for (const who of [partner, customer]) {
      const refusal = await failure(order(who, 'beyond', '99'))
      expect(refusal.code).toBe('orders.creditLimit')
      expect(refusal.message).not.toMatch(/43\.21|1178/)
    }
    expect((await failure(order(shop.staff, 'beyond', '99'))).message).toContain('43.21')
    await shop.t.update(Account, account, { ordersCreditLimit: null } as never)
  })

  it('leave alone what an ERP keeps, and what is settled', async () => {
    const address = await shop.t.create(Address, { account, contact: null, city: 'Berlin', countryCode: 'DE' })
    const record = async (more: object) => {
      const { id } = await shop.t
        .as(shop.staff)
        .mutate(Order)
        .create({ account, currency: 'EUR', source: 'erp', ...more })
      await shop.t
        .as(shop.staff)
        .mutate(OrderLine)
        .create({ order: id, product: shop.pump, quantity: '1', unitPrice: '9' })
      return id
    }
    const kept = await record({ status: 'confirmed' })
    const settled = await record({ status: 'closed', historical: true })
    const mine = (await order(customer, 'mine')).id
    await shop.t.as(customer).mutate(Order).update(mine, { shipTo: address.id, status: 'cancelled' })
    const changes = [{ shipTo: address.id }, { purchaseOrderNumber: 'forged' }, { status: 'cancelled' as const }]
    for (const change of changes) {
      for (const id of [kept, settled])
        expect((await failure(shop.t.as(customer).mutate(Order).update(id, change))).code).toBe('orders.erpOrder')
    }
    expect((await failure(shop.t.as(customer).mutate(Order).update(mine, { shipTo: null }))).code).toBe(
      'orders.changeClosed',
    )
  })

  it('learn nothing of the orders of accounts they do not see, whatever key and content they guess', async () => {
    await order(shop.staff, 'web-1')
    const answers = await Promise.all([
      failure(order(stranger, 'web-1')),
      failure(order(stranger, 'web-1', '2')),
      failure(order(stranger, 'unused')),
    ])
    for (const answer of answers)
      expect(answer).toMatchObject({ code: 'VALIDATION', issues: [{ code: 'UNKNOWN_REFERENCE' }] })
  })
})

it('a key with a space at its end is the same key', async () => {
  const first = await order(customer, 'spaced ')
  expect((await order(customer, 'spaced ')).id).toBe(first.id)
  expect((await order(customer, 'spaced')).id).toBe(first.id)
})
