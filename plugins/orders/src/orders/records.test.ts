import { money } from '@tessera/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  Delivery,
  DeliveryLine,
  Invoice,
  InvoiceLine,
  Order,
  Payment,
  PaymentAllocation,
  Return,
  ReturnLine,
} from '../model.ts'
import { Shop } from '../test-support/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await Shop.open()
})
afterAll(() => shop.t.close())

const eur = (minor: bigint) => money(minor, 'EUR')
const on = '2026-03-02'
const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code })

async function ordered() {
  const account = await shop.account()
  const order = (await shop.place(account, [{ product: shop.pump, quantity: '10' }])).id
  const line = (await shop.lines(order))[0]?.id ?? ''
  return { account, order, line }
}
type Ordered = Awaited<ReturnType<typeof ordered>>

const deliver = async ({ order, line }: Ordered, quantity: string, source: 'manual' | 'erp' = 'manual') => {
  const { id } = await shop.t.create(Delivery, { order, shippedOn: on, source })
  await shop.t.create(DeliveryLine, { delivery: id, orderLine: line, quantity })
  return id
}
const invoice = async ({ account, line }: Ordered, quantity: string, source: 'manual' | 'erp' = 'manual') => {
  const { id } = await shop.t.create(Invoice, { account, currency: 'EUR', issuedOn: on, source })
  const minor = BigInt(quantity) * 1_000n
  await shop.t.create(InvoiceLine, {
    invoice: id,
    orderLine: line,
    quantity,
    net: eur(minor),
    tax: eur((minor * 19n) / 100n),
  })
  return id
}
const giveBack = async ({ order, line }: Ordered, quantity: string, source: 'manual' | 'erp' = 'manual') => {
  const { id } = await shop.t.create(Return, { order, requestedOn: on, source, status: 'received', receivedOn: on })
  await shop.t.create(ReturnLine, { return: id, orderLine: line, quantity })
  return id
}

it('an order goes from confirmed to closed as it is delivered, invoiced and paid in parts', async () => {
  const it_ = await ordered()
  const status = async () => (await shop.order(it_.order)).status
  await deliver(it_, '4')
  expect(await status()).toBe('inFulfilment')
  const early = await invoice(it_, '4')
  await deliver(it_, '6')
  expect(await status()).toBe('delivered')
  const late = await invoice(it_, '6')
  expect(await status()).toBe('delivered')
  const { id: payment } = await shop.t.create(Payment, { account: it_.account, amount: eur(11_900n), receivedOn: on })
  await shop.t.create(PaymentAllocation, { payment, invoice: early, amount: eur(4_760n) })
  expect(await status()).toBe('delivered')
  await shop.t.create(PaymentAllocation, { payment, invoice: late, amount: eur(7_140n) })
  expect(await status()).toBe('closed')
  // Goods that come back leave it so.
  const back = await giveBack(it_, '1')
  const { id: credit } = await shop.t.create(Invoice, {
    account: it_.account,
    type: 'creditNote',
    credits: late,
    return: back,
    currency: 'EUR',
    issuedOn: on,
  })
  await shop.t.create(InvoiceLine, {
    invoice: credit,
    orderLine: it_.line,
    quantity: '1',
    net: eur(1_000n),
    tax: eur(190n),
  })
  expect(await status()).toBe('closed')
  expect((await shop.lines(it_.order))[0]).toMatchObject({
    delivered: '10.0000',
    invoiced: '10.0000',
    returned: '1.0000',
  })
  expect((await shop.t.system.get(Invoice, late)).open).toEqual(eur(-1_190n))
})

describe('by hand', () => {
  it('no more is delivered, invoiced or returned than can be', async () => {
    const one = await ordered()
    await refused(deliver(one, '11'), 'orders.overDelivery')
    await deliver(one, '6')
    await refused(deliver(one, '5'), 'orders.overDelivery')
    await refused(invoice(one, '11'), 'orders.overInvoicing')
    await refused(giveBack(one, '7'), 'orders.overReturn')
    await giveBack(one, '4')
    await refused(giveBack(one, '3'), 'orders.overReturn')
    expect((await shop.lines(one.order))[0]).toMatchObject({
      delivered: '6.0000',
      invoiced: '0.0000',
      returned: '4.0000',
    })
  })

  it('nor by many at the same time', async () => {
    const one = await ordered()
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => deliver(one, '3')))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    expect((await shop.lines(one.order))[0]).toMatchObject({ delivered: '9.0000' })
  })

  it('nothing is delivered of an order that is not confirmed', async () => {
    const one = await ordered()
    await shop.t.update(Order, one.order, { status: 'cancelled' })
    await refused(deliver(one, '1'), 'orders.notConfirmed')
    await refused(invoice(one, '1'), 'orders.notConfirmed')
  })

  it('lines of another order are not taken', async () => {
    const [one, other] = [await ordered(), await ordered()]
    await refused(deliver({ ...one, line: other.line }, '1'), 'orders.otherOrder')
    await refused(giveBack({ ...one, line: other.line }, '1'), 'orders.otherOrder')
  })
})

describe('an ERP reports what happened', () => {
  it('and more than was ordered is noted until it adds up', async () => {
    const one = await ordered()
    const much = await deliver(one, '11', 'erp')
    expect(await shop.order(one.order)).toMatchObject({ status: 'delivered', discrepancy: true })
    await shop.t.update(Delivery, much, { status: 'cancelled' })
    expect(await shop.order(one.order)).toMatchObject({ status: 'confirmed', discrepancy: false })
  })

  it('also of an order that was cancelled here', async () => {
    const one = await ordered()
    await shop.t.update(Order, one.order, { status: 'cancelled' })
    await deliver(one, '1', 'erp')
    expect(await shop.order(one.order)).toMatchObject({ status: 'cancelled', discrepancy: true })
  })

  it('in any order, with the same end', async () => {
    const events = [
      (one: Ordered) => deliver(one, '7', 'erp'),
      (one: Ordered) => deliver(one, '3', 'erp'),
      (one: Ordered) => invoice(one, '10', 'erp'),
      (one: Ordered) => giveBack(one, '2', 'erp'),
    ]
    const ends = new Set<string>()
    for (const permutation of permutations(events)) {
      const one = await ordered()
      for (const event of permutation) await event(one)
      const { status, total, uninvoiced, discrepancy } = await shop.order(one.order)
      const [line] = await shop.lines(one.order)
      const end = [status, total.minor, uninvoiced.minor, discrepancy, line?.delivered, line?.invoiced, line?.returned]
      ends.add(end.map(String).join(' '))
    }
    expect([...ends]).toEqual(['delivered 11900 0 false 10.0000 10.0000 2.0000'])
  })

  it('twice, and it counts once', async () => {
    const one = await ordered()
    const delivery = { order: one.order, shippedOn: on, source: 'erp' } as const
    for (const expected of ['created', 'unchanged']) {
      const { row } = await shop.t.system.mutate(Delivery).upsert({ system: 'erp', key: 'D1' }, delivery)
      const line = { delivery: row.id, orderLine: one.line, quantity: '2' }
      const { outcome } = await shop.t.system.mutate(DeliveryLine).upsert({ system: 'erp', key: 'D1/1' }, line)
      expect(outcome).toBe(expected)
    }
    expect((await shop.lines(one.order))[0]).toMatchObject({ delivered: '2.0000' })
  })
})

describe('payments', () => {
  it('are allocated up to what they are, and to what an invoice asks for', async () => {
    const one = await ordered()
    const [first, second] = [await invoice(one, '4'), await invoice(one, '6')]
    const pay = (minor: bigint) => shop.t.create(Payment, { account: one.account, amount: eur(minor), receivedOn: on })
    const allocate = (payment: string, to: string, minor: bigint) =>
      shop.t.create(PaymentAllocation, { payment, invoice: to, amount: eur(minor) })
    const { id: payment } = await pay(6_000n)
    await refused(allocate(payment, first, 4_761n), 'orders.overAllocation')
    await allocate(payment, first, 4_760n)
    await refused(allocate(payment, second, 1_241n), 'orders.overAllocation')
    await refused(shop.t.update(Invoice, first, { status: 'void' }), 'orders.overAllocation')
    const [billed] = await shop.t.system.list(InvoiceLine, { where: { invoice: { eq: first } } })
    await refused(shop.t.system.mutate(InvoiceLine).delete(billed?.id ?? ''), 'REFERENCED')
    await refused(shop.t.update(Payment, payment, { amount: eur(4_759n) }), 'orders.overAllocation')
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => allocate(payment, second, 300n)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(4)
    expect((await shop.t.system.get(Payment, payment)).unallocated).toEqual(eur(40n))
    expect((await shop.t.system.get(Invoice, second)).open).toEqual(eur(5_940n))
  })

  it('are not added to another currency', async () => {
    const one = await ordered()
    const bill = await invoice(one, '1')
    const { id } = await shop.t.create(Payment, { account: one.account, amount: money(5_000n, 'USD'), receivedOn: on })
    const allocation = { payment: id, invoice: bill }
    await refused(shop.t.create(PaymentAllocation, { ...allocation, amount: eur(1n) }), 'orders.currencyMismatch')
    await refused(
      shop.t.create(PaymentAllocation, { ...allocation, amount: money(1n, 'USD') }),
      'orders.currencyMismatch',
    )
    await refused(
      shop.t.create(InvoiceLine, { invoice: bill, quantity: '0', net: money(1n, 'USD') }),
      'orders.currencyMismatch',
    )
  })
})

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]]
  return items.flatMap((item, index) =>
    permutations(items.filter((_other, at) => at !== index)).map((rest) => [item, ...rest]),
  )
}
