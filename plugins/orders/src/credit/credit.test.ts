import { money } from '@tessera/core'
import { ExchangeRate } from '@tessera/plugin-catalog/model'
import { Account } from '@tessera/plugin-customers/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Invoice, InvoiceLine, Order, OrderLine, Payment, PaymentAllocation } from '../model.ts'
import { Shop } from '../test-support/shop.ts'
import { openBalances } from './open-balance.ts'

let shop: Shop
beforeAll(async () => {
  shop = await Shop.open()
})
afterAll(() => shop.t.close())

const eur = (minor: bigint) => money(minor, 'EUR')
const limited = (minor: bigint, currency = 'EUR') => shop.account({ ordersCreditLimit: money(minor, currency) })
/** An order of so many pumps: 11.90 EUR each, tax included. */
const pumps = (account: string, quantity: string) => shop.place(account, [{ product: shop.pump, quantity }])
const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code })

describe('beyond its credit limit an account', () => {
  it('has its order put on hold, and gets it once it has paid', async () => {
    const account = await limited(10_000n)
    expect(await pumps(account, '8')).toMatchObject({ status: 'confirmed', total: eur(9_520n) })
    const second = await pumps(account, '1')
    expect(second).toMatchObject({ status: 'onHold', uninvoiced: eur(0n) })
    await refused(shop.t.update(Order, second.id, { status: 'confirmed' }), 'orders.creditLimit')
    await shop.t.create(Payment, { account, amount: eur(1_000n), receivedOn: '2026-03-02' })
    await shop.t.update(Order, second.id, { status: 'confirmed' })
    expect(await shop.order(second.id)).toMatchObject({ status: 'confirmed', uninvoiced: eur(1_190n) })
  })

  it('is let through by whoever may release it, and by nobody else', async () => {
    const order = await pumps(await limited(1_000n), '1')
    const seller = await shop.t.actor('user', { permissions: { 'orders:read': 'all', 'orders:write': 'all' } })
    const release = { creditReleased: true, status: 'confirmed' } as const
    await refused(shop.t.as(seller).mutate(Order).update(order.id, release), 'VALIDATION')
    const clerk = await shop.t.actor('service', {
      permissions: { 'orders:read': 'all', 'orders:record': 'all', 'customers:read': 'all' },
    })
    await refused(shop.t.as(clerk).mutate(Order).update(order.id, release), 'orders.releaseForbidden')
    const credit = await shop.t.actor('user', { permissions: { 'orders:read': 'all', 'orders:release': 'all' } })
    await shop.t.as(credit).mutate(Order).update(order.id, release)
    expect((await shop.order(order.id)).status).toBe('confirmed')
  })

  it('does not get there by two orders at the same time', async () => {
    const account = await limited(10_000n)
    const drafts: string[] = []
    for (let n = 0; n < 12; n++) {
      const { id } = await shop.t.create(Order, { account, currency: 'EUR', orderedOn: '2026-03-02' })
      await shop.t.create(OrderLine, { order: id, product: shop.pump, quantity: '3' })
      drafts.push(id)
    }
    // Placing takes a number and so goes one after another anyway; confirming does not.
    const confirmed = await Promise.all(drafts.map((id) => shop.t.update(Order, id, { status: 'confirmed' })))
    // 35.70 each: two fit.
    expect(confirmed.map(({ status }) => status).toSorted()).toEqual([
      ...Array(2).fill('confirmed'),
      ...Array(10).fill('onHold'),
    ])
  })

  it('does not get there by an order that grows', async () => {
    const order = await pumps(await limited(3_000n), '2')
    const [line] = await shop.lines(order.id)
    await shop.t.update(OrderLine, line?.id ?? '', { quantity: '3' })
    expect((await shop.order(order.id)).status).toBe('onHold')
  })

  it('is let through for what was released, not for what is added later', async () => {
    const order = await pumps(await limited(1_000n), '1')
    await shop.t.update(Order, order.id, { creditReleased: true, status: 'confirmed' })
    const [line] = await shop.lines(order.id)
    await shop.t.update(OrderLine, line?.id ?? '', { quantity: '100' })
    expect(await shop.order(order.id)).toMatchObject({ status: 'onHold', creditReleased: false })

    const waiting = await pumps(await limited(1_000n), '1')
    await shop.t.update(Order, waiting.id, { creditReleased: true })
    await shop.t.create(OrderLine, { order: waiting.id, product: shop.pump, quantity: '100' })
    await refused(shop.t.update(Order, waiting.id, { status: 'confirmed' }), 'orders.creditLimit')

    await shop.t.update(Order, order.id, { creditReleased: true, status: 'confirmed' })
    expect(await shop.order(order.id)).toMatchObject({ status: 'confirmed', creditReleased: true })
  })

  it('is refused at once where the setting says so', async () => {
    const strict = await Shop.open({ overCreditLimit: 'refuse' })
    try {
      const account = await strict.account({ ordersCreditLimit: eur(1_000n) })
      await refused(strict.place(account, [{ product: strict.pump, quantity: '1' }]), 'orders.creditLimit')
      expect(await strict.t.system.list(Order, { where: { account: { eq: account } } })).toEqual([])
    } finally {
      await strict.t.close()
    }
  })
})

it('an account on credit hold gets nothing, however little it owes', async () => {
  const account = await shop.account({ ordersCreditHold: true })
  const order = await pumps(account, '1')
  expect(order.status).toBe('onHold')
  await refused(shop.t.update(Order, order.id, { status: 'confirmed' }), 'orders.creditHold')
  await shop.t.update(Account, account, { ordersCreditHold: false })
  await shop.t.update(Order, order.id, { status: 'confirmed' })
})

describe('a limit in another currency', () => {
  it('decides by the rate of the day', async () => {
    await shop.t.create(ExchangeRate, { fromCurrency: 'EUR', toCurrency: 'CHF', day: '2026-03-01', rate: '0.95' })
    // 11.90 EUR are 11.31 CHF (11.305 rounded up).
    expect((await pumps(await limited(1_131n, 'CHF'), '1')).status).toBe('confirmed')
    expect((await pumps(await limited(1_130n, 'CHF'), '1')).status).toBe('onHold')
  })

  it('holds the order where there is no rate: what can not be compared is not small', async () => {
    const order = await pumps(await limited(1_000_000n, 'NOK'), '1')
    expect(order.status).toBe('onHold')
    await refused(shop.t.update(Order, order.id, { status: 'confirmed' }), 'orders.creditUndecided')
  })
})

it('an open balance follows an order through invoice, payment and credit note, each currency for itself', async () => {
  const account = await shop.account()
  const balance = async () => (await openBalances(shop.t.system, [account])).get(account) ?? []
  const order = await pumps(account, '10')
  const [line] = await shop.lines(order.id)
  expect(await balance()).toEqual([eur(11_900n)])
  const { id: invoice } = await shop.t.create(Invoice, { account, currency: 'EUR', issuedOn: '2026-03-02' })
  await shop.t.create(InvoiceLine, {
    invoice,
    orderLine: line?.id ?? '',
    quantity: '4',
    net: eur(4_000n),
    tax: eur(760n),
  })
  expect(await shop.order(order.id)).toMatchObject({ uninvoiced: eur(7_140n) })
  expect(await balance()).toEqual([eur(11_900n)])
  const { id: payment } = await shop.t.create(Payment, { account, amount: eur(5_000n), receivedOn: '2026-03-03' })
  expect(await balance()).toEqual([eur(6_900n)])
  await shop.t.create(PaymentAllocation, { payment, invoice, amount: eur(4_760n) })
  expect(await balance()).toEqual([eur(6_900n)])
  expect((await shop.t.system.get(Invoice, invoice)).open).toEqual(eur(0n))
  await shop.t.create(Payment, { account, amount: money(100n, 'USD'), receivedOn: '2026-03-03' })
  expect(await balance()).toEqual([eur(6_900n), money(-100n, 'USD')])
})
