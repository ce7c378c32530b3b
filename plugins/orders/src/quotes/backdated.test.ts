import { PriceBook, PriceBookEntry, ProductCost } from '@tessera/plugin-catalog/model'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Order, OrderLine, Quote } from '../model.ts'
import { QuoteDesk } from './test-support/quote-desk.ts'

let desk: QuoteDesk
beforeAll(async () => {
  desk = await QuoteDesk.open()
  const book = await desk.t.create(PriceBook, {
    currency: 'EUR',
    priority: 5,
    validFrom: '2024-01-01',
    validUntil: '2024-12-31',
  })
  await desk.t.create(PriceBookEntry, { book: book.id, product: desk.pump, unitPrice: '1', from: '0' })
})
afterAll(() => desk.t.close())

it('at the prices of a day long past is not sent on the authority of the seller', async () => {
  const { id } = await desk.quote([{ quantity: '10' }], { pricedOn: '2024-06-01' })
  await expect(desk.t.update(Quote, id, { status: 'sent' }, desk.seller)).rejects.toMatchObject({
    code: 'orders.authorityExceeded',
  })
  expect((await desk.read(id)).status).toBe('draft')
})

it('at the prices of another day is sent where today says the same', async () => {
  const { id } = await desk.quote([{ quantity: '10' }], { pricedOn: '2025-06-01' })
  await desk.t.update(Quote, id, { status: 'sent' }, desk.seller)
  expect((await desk.read(id)).status).toBe('sent')
})

it('keeps a limit of margin by the costs of today, on whatever day it is priced', async () => {
  const { t, pump, account } = desk
  for (const [validFrom, unitCost] of [
    ['2026-02-01', '75'],
    ['2027-01-01', '50'],
  ] as const)
    await t.create(ProductCost, { product: pump, validFrom, currency: 'EUR', unitCost })
  const manager = await desk.person('Mona', desk.managers, {
    'orders:quote': 'all',
    'orders:read': 'all',
    'orders:write': 'all',
    'customers:read': 'all',
    'catalog:read': 'all',
  } as never)
  const send = async (percent: string, pricedOn: string) => {
    const { id } = await desk.quote([{ discountPercent: percent }], { pricedOn }, manager)
    return (await t.update(Quote, id, { status: 'sent' }, manager)).status
  }
  const confirm = async (percent: string, orderedOn: string) => {
    const { id } = await t.create(Order, { account, currency: 'EUR', orderedOn }, manager)
    await t.create(OrderLine, { order: id, product: pump, quantity: '1', discountPercent: percent }, manager)
    return (await t.update(Order, id, { status: 'confirmed' }, manager)).status
  }
  for (const day of ['2025-06-01', '2026-03-02', '2027-06-01'])
    for (const bind of [send, confirm])
      await expect(bind('25', day), day).rejects.toMatchObject({
        code: 'orders.authorityExceeded',
        params: { report: { lines: [{ exceeded: [{ limit: 'margin', actual: '0.0000' }] }] } },
      })
  expect([await send('20', '2025-06-01'), await confirm('20', '2027-06-01')]).toEqual(['sent', 'confirmed'])
})
