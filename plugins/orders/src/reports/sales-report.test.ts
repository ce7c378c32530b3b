import { formatAmount, type Money, Territory, User } from '@tessera/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Order, OrderLine } from '../model.ts'
import { Shop } from '../test-support/shop.ts'
import { salesReport } from './sales-report.ts'

let shop: Shop

const record = async (
  order: Readonly<Record<string, unknown>>,
  lines: readonly { product: string; quantity: string; unitPrice: string; unitCost?: string | null }[],
): Promise<void> => {
  const { t } = shop
  const { id } = await t.create(Order, {
    account: await shop.account(),
    source: 'erp',
    status: 'confirmed',
    currency: 'EUR',
    historical: true,
    ...order,
  })
  for (const line of lines) await t.create(OrderLine, { order: id, ...line })
}

beforeAll(async () => {
  shop = await Shop.open()
  const { t, pump, screw } = shop
  const ann = (await t.create(User, { name: 'Ann' })).id
  const north = (await t.create(Territory, { name: 'North' })).id
  const line = (product: string, quantity: string, unitPrice: string, unitCost: string | null = '6') => ({
    product,
    quantity,
    unitPrice,
    unitCost,
  })
  await record({ orderedOn: '2025-12-31', owner: ann, territory: north }, [
    line(pump, '2', '10'),
    line(screw, '1', '5'),
  ])
  await record({ orderedOn: '2026-01-01', owner: ann }, [line(pump, '3', '7.5')])
  await record({ orderedOn: '2026-04-01', owner: ann }, [line(pump, '1', '0.01', '0.01')])
  await record({ orderedOn: '2026-01-05', status: 'cancelled' }, [line(pump, '100', '10')])
})

afterAll(() => shop.t.close())

const run = async (options: Readonly<Record<string, string>>, ctx = shop.t.system) => {
  const answer = await salesReport.run(ctx, salesReport.options.parse(options) as never)
  const plain = (value: unknown): unknown =>
    typeof value === 'object' && value ? `${formatAmount(value as Money)} ${(value as Money).currency}` : value
  const rows = answer.rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])),
  )
  return { ...answer, rows }
}

describe('sales by order line', () => {
  it('add up quantity, net, cost and margin of what was sold, by year', async () => {
    const { rows, total } = await run({ by: 'year' })
    expect(rows).toEqual([
      {
        year: '2025',
        orders: 1,
        pieces: '3',
        net: '25.00 EUR',
        cost: '18.00 EUR',
        margin: '7.00 EUR',
        marginPercent: '28.0',
      },
      {
        year: '2026',
        orders: 2,
        pieces: '4',
        net: '22.51 EUR',
        cost: '18.01 EUR',
        margin: '4.50 EUR',
        marginPercent: '20.0',
      },
    ])
    expect(total).toMatchObject({ pieces: '7', net: { minor: 4751n }, margin: { minor: 1150n }, marginPercent: '24.2' })
  })

  it('are broken down by several things at once, and by days', async () => {
    const { rows } = await run({ by: 'person, quarter,territory', from: '2025-12-31', to: '2026-03-31' })
    expect(rows).toMatchObject([
      { person: 'Ann', quarter: '2025-Q4', territory: 'North', net: '25.00 EUR' },
      { person: 'Ann', quarter: '2026-Q1', territory: null, net: '22.50 EUR' },
    ])
  })

  it('keep currencies apart, and say how many lines have no cost', async () => {
    await record({ orderedOn: '2026-02-01', currency: 'USD' }, [
      { product: shop.screw, quantity: '4', unitPrice: '1', unitCost: null },
    ])
    const { rows, total, notes } = await run({ by: 'year', from: '2026-01-01' })
    expect(rows).toMatchObject([
      { net: '22.51 EUR' },
      { net: '4.00 USD', cost: null, margin: null, marginPercent: null },
    ])
    expect(total).toBeUndefined()
    expect(notes).toEqual(['Lines whose cost is not known: 1. Margins speak of the others.'])
  })

  it('are those the reader may see, and not for those who may not see costs', async () => {
    const stranger = await shop.t.actor('user', { permissions: { 'orders:read': 'own' } })
    expect((await run({}, shop.t.as(stranger))).rows).toEqual([])
    const outside = shop.t.as(await shop.t.actor('partner'))
    await expect(run({}, outside)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('refuse what they can not be broken down by', () => {
    expect(() => salesReport.options.parse({ by: 'moon' })).toThrow('year')
    expect(() => salesReport.options.parse({ from: '2026-02-30' })).toThrow()
  })
})
