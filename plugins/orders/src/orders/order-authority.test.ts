import { type Actor, type Id, importFile, memorySource, money } from '@tessera/core'
import { PriceBookEntry, Product } from '@tessera/plugin-catalog/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requestApproval } from '../approvals/request-approval.ts'
import { ApprovalDecision, ApprovalRequest, ApprovalStep, DiscountAuthority, Order, OrderLine } from '../model.ts'
import { placeQuotedOrder } from '../placement/place-quoted-order.ts'
import { Shop } from '../test-support/shop.ts'

let shop: Shop
let seller: Actor & { readonly id: Id }
let boss: Actor & { readonly id: Id }
beforeAll(async () => {
  shop = await Shop.open()
  seller = (await shop.t.actor('user')) as typeof seller
  boss = (await shop.t.actor('user')) as typeof boss
  await shop.t.create(DiscountAuthority, { user: seller.id, maxDiscount: '5' })
  await shop.t.create(DiscountAuthority, { user: boss.id, maxDiscount: '30' })
})
afterAll(() => shop.t.close())

const discounted = async (discountPercent: string, by: Actor = seller) =>
  shop.place(await shop.account(), [{ product: shop.pump, quantity: '10', discountPercent, priceReason: 'fair' }], by)
const confirm = (id: Id, by: Actor = seller) => shop.t.update(Order, id, { status: 'confirmed' }, by)
const refused = (work: Promise<unknown>, code = 'orders.authorityExceeded') =>
  expect(work).rejects.toMatchObject({ code })
const lineOf = async (order: Id): Promise<Id> => (await shop.lines(order))[0]?.id ?? ''

async function approve(order: Id, by: Actor): Promise<void> {
  await shop.t.graphql(
    seller,
    'mutation ($order: ID!) { requestOrderApproval(order: $order, reason: "A big customer") { status } }',
    { order },
  )
  const [request] = await shop.t.system.list(ApprovalRequest, {
    where: { order: { eq: order }, status: { eq: 'pending' } },
  })
  const [step] = await shop.t.system.list(ApprovalStep, { where: { request: { eq: request?.id ?? '' } } })
  await shop.t
    .as(by)
    .mutate(ApprovalDecision)
    .create({ step: step?.id ?? '', outcome: 'approved' })
}

describe('a discount by hand', () => {
  it('within authority is ordered, beyond it waits', async () => {
    expect(await discounted('5')).toMatchObject({ status: 'confirmed', net: money(9_500n, 'EUR') })
    const order = await discounted('5.01')
    expect(order.status).toBe('draft')
    await refused(confirm(order.id))
  })

  it('is ordered once it is approved, and not after it changed', async () => {
    const order = await discounted('20')
    await approve(order.id, boss)
    await confirm(order.id)
    expect((await shop.order(order.id)).status).toBe('confirmed')

    const other = await discounted('20')
    await approve(other.id, boss)
    await shop.t.update(OrderLine, await lineOf(other.id), { quantity: '11' }, seller)
    await refused(confirm(other.id))
  })

  it('is approved by nobody who asked for it or has no authority for it', async () => {
    const order = await discounted('20', boss)
    expect(order.status).toBe('confirmed')
    const large = await discounted('31')
    await expect(approve(large.id, boss)).rejects.toThrow()
    await refused(confirm(large.id))
  })

  it('ends the request when the order changes meanwhile', async () => {
    const order = await discounted('20')
    await requestApproval(shop.t.as(seller), { kind: 'order', id: order.id }, null)
    await shop.t.update(OrderLine, await lineOf(order.id), { discountPercent: '19' }, seller)
    const requests = await shop.t.system.list(ApprovalRequest, { where: { order: { eq: order.id } } })
    expect(requests.map(({ status }) => status)).toEqual(['withdrawn'])
  })
})

describe('there is no way around it', () => {
  const ways: readonly (readonly [string, (id: Id) => Promise<unknown>])[] = [
    ['by code', (id) => confirm(id)],
    ['by code with every right', (id) => shop.t.update(Order, id, { status: 'confirmed' })],
    ['in bulk', (id) => shop.t.system.mutate(Order).updateMany([{ id, patch: { status: 'confirmed' } }])],
    [
      'by GraphQL',
      (id) =>
        shop.t.graphql(
          seller,
          'mutation ($id: ID!) { updateOrder(id: $id, patch: { status: confirmed }) { status } }',
          { id },
        ),
    ],
    [
      'by GraphQL upsert',
      async (id) => {
        await shop.t.update(Order, id, { externalKeys: { shop: id } })
        const { account } = await shop.order(id)
        return shop.t.graphql(
          seller,
          `mutation ($by: ExternalKeyInput!, $input: OrderInput!) { upsertOrder(by: $by, input: $input) { status } }`,
          {
            by: { system: 'shop', key: id },
            input: { account, currency: 'EUR', orderedOn: '2026-03-02', status: 'confirmed' },
          },
        )
      },
    ],
    [
      'by way of a hold',
      async (id) => {
        await shop.t.update(Order, id, { status: 'onHold' })
        return shop.t.update(Order, id, { status: 'confirmed', creditReleased: true })
      },
    ],
    ['as if it had been shipped', (id) => shop.t.update(Order, id, { status: 'inFulfilment' })],
    ['as if it came from an ERP', (id) => shop.t.update(Order, id, { source: 'erp', status: 'confirmed' })],
    ['as if it came from a quote', (id) => shop.t.update(Order, id, { source: 'quote', status: 'confirmed' })],
  ]
  it.each(ways)('%s', async (_name, way) => {
    const order = await discounted('20')
    await expect(way(order.id)).rejects.toThrow()
    expect((await shop.order(order.id)).status).not.toMatch(/confirmed|inFulfilment|delivered|closed/)
  })

  it('by import', async () => {
    const order = await discounted('20')
    await shop.t.update(Order, order.id, { externalKeys: { shop: 'imported' } })
    const result = await importFile(
      shop.t.crm,
      { kind: 'system', name: 'test', reason: 'imports orders' },
      {
        source: memorySource('orders.csv', 'key,status\nimported,confirmed\n'),
        profile: {
          records: [
            { entity: 'order', mode: 'update', key: { system: 'shop', from: 'key' }, fields: { status: 'status' } },
          ],
        },
      },
    )
    expect([result.refused, result.findings[0]?.code]).toEqual([1, 'orders.authorityExceeded'])
    expect((await shop.order(order.id)).status).toBe('draft')
  })

  it('by changing an order that runs, with every right or by hand', async () => {
    const order = await discounted('0')
    const line = await lineOf(order.id)
    for (const patch of [{ discountPercent: '20' }, { manualUnitPrice: '7' }, { manualUnitPrice: '0' }])
      for (const by of [seller, undefined]) await refused(shop.t.update(OrderLine, line, patch, by))
    await shop.t.update(OrderLine, line, { discountPercent: '4' }, seller)
    const cheap = { order: order.id, product: shop.pump, quantity: '1', manualUnitPrice: '0.01' }
    await refused(shop.t.system.mutate(OrderLine).createMany([cheap]))
    await shop.t.system
      .mutate(OrderLine)
      .update(line, { rulePrice: money(1n, 'EUR'), net: money(1n, 'EUR'), discountPercent: '4' })
    expect((await shop.lines(order.id))[0]).toMatchObject({
      net: money(9_600n, 'EUR'),
      rulePrice: money(10_000n, 'EUR'),
    })
  })

  it('by a day on which it was cheaper', async () => {
    const { id: product } = await shop.t.create(Product, { releasedOn: '2020-01-01' })
    const price = { book: shop.book, product, from: '0' }
    await shop.t.create(PriceBookEntry, { ...price, unitPrice: '5', validUntil: '2026-03-01' })
    await shop.t.create(PriceBookEntry, { ...price, unitPrice: '10', validFrom: '2026-03-02' })
    const backdated = { account: await shop.account(), currency: 'EUR', orderedOn: '2026-03-01' }
    const { id } = await shop.t.create(Order, backdated, seller)
    await shop.t.create(OrderLine, { order: id, product, quantity: '1' }, seller)
    await refused(confirm(id))
    await refused(confirm(id, boss))
    await shop.t.create(DiscountAuthority, { user: boss.id, maxDiscount: '50' })
    await confirm(id, boss)
  })

  it('by changing an order that runs, unless it gives no more away', async () => {
    const order = await discounted('20', boss)
    const line = await lineOf(order.id)
    await refused(shop.t.update(OrderLine, line, { quantity: '11' }, seller))
    await shop.t.update(OrderLine, line, { quantity: '9' }, seller)
    expect((await shop.order(order.id)).net).toEqual(money(7_200n, 'EUR'))
  })

  it('by an order of a quote there is not', async () => {
    const account = await shop.account()
    const line = { product: shop.pump, quantity: '1', net: money(1n, 'EUR'), unitPrice: '0.01' }
    await refused(placeQuotedOrder(shop.t.system, { account, currency: 'EUR', orderedOn: '2026-03-02' }, [line]))
    expect(await shop.t.system.list(Order, { where: { account: { eq: account } } })).toEqual([])
  })
})
