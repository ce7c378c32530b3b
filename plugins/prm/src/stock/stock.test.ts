import { type Actor, type Id, Partner, storeFile } from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import { Product } from '@tessera/plugin-catalog/model'
import customers from '@tessera/plugin-customers'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import sfa from '@tessera/plugin-sfa'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import prm from '../index.ts'
import { PartnerForecast, SellOut, StockReport } from '../model.ts'

let t: TestCrm
let ours: Id
let ann: Actor
let above: Actor
let beside: Actor

beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers(), catalog(), mail(), orders(), sfa(), prm()] })
  const top = (await t.create(Partner, { name: 'Distributor' })).id
  ours = (await t.create(Partner, { name: 'Reseller', parent: top })).id
  const other = (await t.create(Partner, { name: 'Other', parent: top })).id
  ann = await t.actor('partner', { partner: ours, roles: ['sales'] })
  above = await t.actor('partner', { partner: top, roles: ['sales'] })
  beside = await t.actor('partner', { partner: other, roles: ['sales'] })
  for (const sku of ['P-1', 'P-2']) await t.create(Product, { sku, releasedOn: '2026-01-01' })
})
afterAll(() => t.close())

const mutation = `mutation ($kind: PartnerReportKind!, $file: ID!, $dryRun: Boolean) {
  reportFile(kind: $kind, file: $file, dryRun: $dryRun) { rows created updated refused { line field message } } }`
async function report(kind: string, content: string | Uint8Array, dryRun = false, who = ann) {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const { id } = await storeFile(t.as(who), { name: 'report.csv', bytes })
  return (await t.graphql<{ reportFile: object }>(who, mutation, { kind, file: id, dryRun })).reportFile
}

describe('a file of stock', () => {
  it('is taken as a whole, replaces what was said of the same day, and changes nothing when sent again', async () => {
    const file = 'SKU;Quantity;Date\nP-1;12;2026-02-28\nP-2;3.5;2026-02-28\n'
    expect(await report('stock', file, true)).toEqual({ rows: 2, created: 2, updated: 0, refused: [] })
    expect(await t.as(ann).list(StockReport)).toEqual([])
    expect(await report('stock', file)).toEqual({ rows: 2, created: 2, updated: 0, refused: [] })
    expect(await report('stock', file.replace('12', '10'))).toEqual({ rows: 2, created: 0, updated: 2, refused: [] })
    const quantities = async (who: Actor) => (await t.as(who).list(StockReport)).map(({ quantity }) => quantity).sort()
    expect([await quantities(ann), await quantities(above), await quantities(beside)]).toEqual([
      ['10.000', '3.500'],
      ['10.000', '3.500'],
      [],
    ])
  })

  it('is refused with every line that is wrong, and nothing of it is written', async () => {
    const before = await t.system.list(StockReport)
    expect(await report('stock', 'sku,quantity,day\nP-1,7,2026-02-01\nP-9,1,2026-02-01\nP-1,8,2026-02-01\n')).toEqual({
      rows: 3,
      created: 0,
      updated: 0,
      refused: [
        { line: 3, field: 'sku', message: 'There is no product «P-9».' },
        { line: 4, field: 'sku', message: 'It stands in line 2 already.' },
      ],
    })
    expect(
      await report('stock', 'sku,quantity,day\nP-1,7,2026-02-01\nP-2,many,2026-02-01\nP-2,2,2027-02-01\n'),
    ).toMatchObject({
      created: 0,
      refused: [{ line: 3, field: 'quantity' }],
    })
    expect(await report('stock', 'sku,quantity,day\nP-2,2,2027-02-01\n')).toMatchObject({
      created: 0,
      refused: [{ line: 2, field: 'day' }],
    })
    expect(await t.system.list(StockReport)).toHaveLength(before.length)
  })

  it.each([
    ['prm.fileColumns', 'sku,quantity\nP-1,5\n'],
    ['prm.fileBroken', 'sku,quantity,day\n"P-1,5\n'],
    ['prm.fileTooLong', `sku,quantity,day\n${'P-1,5,2026-01-01\n'.repeat(5001)}`],
  ])('that can not be read is refused with %s', async (reason, content) => {
    await expect(report('stock', content)).rejects.toMatchObject({ errors: [{ extensions: { reason } }] })
  })
})

describe('sell-out', () => {
  it('is read from a Chinese spreadsheet, with what came back below zero', async () => {
    // «单据号,产品编号,销售日期,数量,金额,币种,客户» and a row, in GB 18030 as Excel in China saves it.
    const bytes = Buffer.from(
      'b5a5beddbac52cb2fac6b7b1e0bac52ccffacadbc8d5c6da2ccafdc1bf2cbdf0b6ee2cb1d2d6d62cbfcdbba70a46502d312c502d312c323032362d30322d30332c2d322c3234302e35302c434e592cb9abcbbe0a',
      'hex',
    )
    expect(await report('sellOut', bytes)).toEqual({ rows: 1, created: 1, updated: 0, refused: [] })
    expect(await t.as(ann).list(SellOut)).toMatchObject([
      {
        partner: ours,
        reference: 'FP-1',
        quantity: '-2.000',
        amount: { minor: 24050n, currency: 'CNY' },
        customer: '公司',
      },
    ])
  })

  it('can not be reported for another partner, nor by finance', async () => {
    const [product] = await t.system.list(Product, { limit: 1 })
    const input = { reference: 'X', product: product?.id ?? '', soldOn: '2026-02-01', quantity: '1' }
    await expect(
      t
        .as(ann)
        .mutate(SellOut)
        .create({ ...input, partner: 'x' } as never),
    ).rejects.toMatchObject({ code: 'VALIDATION' })
    expect(await t.as(beside).mutate(SellOut).create(input)).not.toMatchObject({ partner: ours })
    const finance = await t.actor('partner', { partner: ours, roles: ['finance'] })
    await expect(t.as(finance).mutate(SellOut).create(input)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

it('takes a forecast by month, as people write months', async () => {
  expect(await report('forecast', 'Month,SKU,Quantity\n2026-05,P-1,40\n2026-06-01,P-1,50\n')).toMatchObject({
    created: 2,
  })
  expect((await t.as(ann).list(PartnerForecast)).map(({ month }) => month).sort()).toEqual(['2026-05-01', '2026-06-01'])
})
