import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatAmount, type Money, reports, sql, User } from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import customers from '@tessera/plugin-customers'
import { Account } from '@tessera/plugin-customers/model'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import { Order, OrderLine } from '@tessera/plugin-orders/model'
import sfa, { calculateCommission, quotaAttainment } from '@tessera/plugin-sfa'
import { CommissionPlan } from '@tessera/plugin-sfa/model'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import trade from '../trade/index.ts'
import { type AdventureWorksImport, importAdventureWorks } from './import.ts'
import { figure, printedRows, readTold } from './told-page.ts'

const folder =
  process.env.TESSERA_ADVENTURE_WORKS ?? join(import.meta.dirname, '../../../../shared/data/adventure-works')
const present = existsSync(folder)
if (!present)
  console.warn(
    `skipped: the Adventure Works files are not in ${folder}; name their folder with TESSERA_ADVENTURE_WORKS`,
  )

describe.skipIf(!present)('the sales of Adventure Works', () => {
  let t: TestCrm
  let first: AdventureWorksImport[]

  beforeAll(async () => {
    t = await createTestCrm({
      plugins: [customers(), catalog(), mail(), orders(), sfa(), trade()],
      region: 'US',
      currency: 'USD',
    })
    first = await importAdventureWorks(t.crm, folder)
  }, 600_000)
  afterAll(() => t?.close())

  it('come in with every order, line, quota and rate', () => {
    expect(first.slice(-4).map(({ part, result }) => [part, result.created, result.refused, result.warnings])).toEqual([
      ['orders', 3_616, 0, 0],
      ['order-lines', 57_851, 0, 0],
      ['quotas', 163, 0, 0],
      ['commission', 17, 0, 0],
    ])
  })

  it('add up to the cent and the piece, line by line and order by order', async () => {
    const { rows } = await sql`
      select count(*)::int as lines, sum(l.net_minor)::text as net, sum(l.quantity)::int as pieces, sum(l.cost_minor)::text as cost,
        (select sum(o.total_minor)::text from crm."order" o) as totals, (select sum(o.cost_minor)::text from crm."order" o) as order_costs,
        (select count(*)::int from crm."order" o where o.status <> 'closed' or o.uninvoiced_minor <> 0 or o.discrepancy) as odd
      from crm.order_line l`.execute(t.system.db)
    const lines = await rowsOf('order_lines.csv')
    const cost = lines.reduce((sum, row) => sum + cents(row.standard_cost_usd) * Number(row.quantity), 0)
    expect(rows).toEqual([
      {
        lines: 57_851,
        net: '7754857020',
        pieces: 204_114,
        cost: String(cost),
        totals: '7754857020',
        orderCosts: String(cost),
        odd: 0,
      },
    ])
  })

  it('give each order its reseller, sales person, territory and day', async () => {
    const [order] = await t.system.list(Order, { where: { number: { eq: 'SO43659' } } })
    const [account] = await t.system.list(Account, { where: { id: { eq: order?.account ?? '' } } })
    expect(order).toMatchObject({
      orderedOn: '2017-07-01',
      source: 'erp',
      historical: true,
      externalKeys: { 'adventure-works': 'SO43659' },
    })
    expect(account?.externalKeys).toMatchObject({ 'adventure-works': '676' })
    const { externalKeys } = await t.system.get(User, order?.owner ?? '')
    expect(externalKeys).toMatchObject({ 'adventure-works': '285' })
    const [line] = await t.system.list(OrderLine, { where: { order: { eq: order?.id ?? '' } }, limit: 1 })
    expect(line).toMatchObject({ quantity: '1.0000', delivered: '1.0000', invoiced: '1.0000', discount: { minor: 0n } })
  })

  it.each(['year', 'person', 'territory'] as const)('are reported by %s as the files add up', async (by) => {
    const column = { year: 'order_date', person: 'sales_person_id', territory: 'territory_id' }[by]
    const expected = new Map<string, { net: number; cost: number; pieces: number }>()
    const ordersByNumber = new Map((await rowsOf('orders.csv')).map((row) => [row.order_number, row]))
    for (const line of await rowsOf('order_lines.csv')) {
      const value = ordersByNumber.get(line.order_number)?.[column] ?? ''
      const key = by === 'year' ? value.slice(0, 4) : value
      const sum = expected.get(key) ?? { net: 0, cost: 0, pieces: 0 }
      sum.net += cents(line.line_total_usd)
      sum.cost += cents(line.standard_cost_usd) * Number(line.quantity)
      sum.pieces += Number(line.quantity)
      expected.set(key, sum)
    }
    const report = reports.of(t.crm.assembly).find(({ id }) => id.endsWith('.sales'))?.value
    const answer = await report?.run(t.system, report.options.parse({ by }))
    const shown = answer?.rows.map(({ net, cost, pieces, margin }) => [net, cost, pieces, margin].map(plain))
    expect(shown?.map(String).sort()).toEqual(
      [...expected.values()]
        .map((sum) => [dollars(sum.net), dollars(sum.cost), sum.pieces, dollars(sum.net - sum.cost)])
        .map(String)
        .sort(),
    )
  })

  it('are held against each quota of each quarter', async () => {
    const sold = new Map<string, number>()
    const ordersByNumber = new Map((await rowsOf('orders.csv')).map((row) => [row.order_number, row]))
    for (const line of await rowsOf('order_lines.csv')) {
      const { order_date = '', sales_person_id = '' } = ordersByNumber.get(line.order_number) ?? {}
      const quarter = `${order_date.slice(0, 5)}${String(Math.floor((Number(order_date.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`
      const key = `${sales_person_id} ${quarter}`
      sold.set(key, (sold.get(key) ?? 0) + cents(line.line_total_usd))
    }
    const people = new Map(
      (await t.system.list(User, { limit: 100 })).map(({ id, externalKeys }) => [id, externalKeys['adventure-works']]),
    )
    const attained = await quotaAttainment(t.system, { period: { from: '2017-07-01', to: '2020-06-30' } })
    expect(
      attained.map((row) => [people.get(row.place ?? ''), row.period.from, row.target, row.achieved]).sort(),
    ).toEqual(
      (await rowsOf('sales_quotas.csv'))
        .map((row) => [
          row.sales_person_id,
          row.quarter_start,
          { minor: BigInt(cents(row.quota_usd)), currency: 'USD' },
          { minor: BigInt(sold.get(`${row.sales_person_id} ${row.quarter_start}`) ?? 0), currency: 'USD' },
        ])
        .sort(),
    )
  })

  it('earn each person their rate, line by line', async () => {
    const ordersByNumber = new Map((await rowsOf('orders.csv')).map((row) => [row.order_number, row]))
    const lines = await rowsOf('order_lines.csv')
    for (const { sales_person_id, login, commission_rate } of await rowsOf('sales_people.csv')) {
      const [plan] = await t.system.list(CommissionPlan, { where: { name: { eq: `Commission of ${login}` } } })
      await calculateCommission(t.system, plan?.id ?? '')
      const tenths = Math.round(Number(commission_rate) * 1000)
      const expected = new Map<string, number>()
      for (const line of lines) {
        const order = ordersByNumber.get(line.order_number)
        if (order?.sales_person_id !== sales_person_id || tenths === 0) continue
        const year = order?.order_date?.slice(0, 4) ?? ''
        const earned = Math.floor((cents(line.line_total_usd) * tenths + 500) / 1000)
        expected.set(year, (expected.get(year) ?? 0) + earned)
      }
      const { rows } = await sql<{ year: string; earned: string }>`
        select to_char(p.starts_on, 'YYYY') as year, sum(e.amount_minor)::text as earned from crm.commission_entry e
        join crm.commission_period p on p.id = e.period_id where e.plan_id = ${plan?.id ?? ''}::uuid group by 1
        having sum(e.amount_minor) <> 0 order by 1`.execute(t.system.db)
      expect(rows).toEqual([...expected].sort().map(([year, earned]) => ({ year, earned: String(earned) })))
    }
  }, 600_000)

  it('look as docs/adventure-works.md shows them, and its SQL finds what its reports print', async () => {
    const told = await readTold(join(import.meta.dirname, '../../../docs/adventure-works.md'))
    expect(told.map(({ report, options }) => [report, options.by ?? options.from])).toEqual([
      ['sales', 'year'],
      ['sales', 'territory'],
      ['sales', 'person'],
      ['attainment', '2019-07-01'],
      ['commission', '2019-01-01'],
    ])
    for (const { title, report, options, printed, sql: text } of told) {
      const found = reports.of(t.crm.assembly).find(({ id }) => id.endsWith(`.reports.${report}`))?.value
      if (!found) throw new Error(`no report ${report}`)
      const table = await found.run(t.system, found.options.parse(options))
      expect([title, ...printedRows(table)]).toEqual([title, ...printed])
      const { rows } = await sql.raw<Readonly<Record<string, unknown>>>(text).execute(t.system.db)
      const names = table.columns.map(({ name }) => name).filter((name) => rows[0] && name in rows[0])
      expect(names.length).toBeGreaterThan(2)
      const figures = (all: readonly Readonly<Record<string, unknown>>[]) =>
        all.map((row) => names.map((name) => figure(row[name])).join(' | ')).sort()
      expect([title, ...figures(rows)]).toEqual([title, ...figures(table.rows)])
    }
  })

  it('change nothing when they come again', async () => {
    const again = await importAdventureWorks(t.crm, folder, undefined, [
      'orders',
      'order-lines',
      'quotas',
      'commission',
    ])
    expect(again.map(({ result }) => [result.unchanged, result.created, result.updated, result.refused])).toEqual([
      [3_616, 0, 0, 0],
      [57_851, 0, 0, 0],
      [163, 0, 0, 0],
      [17, 0, 0, 0],
    ])
  }, 300_000)
})

// Amounts of the files have two digits and stay far below 2^53 cents.
const cents = (amount = ''): number => Math.round(Number(amount) * 100)
const dollars = (minor: number): string => formatAmount({ minor: BigInt(minor), currency: 'USD' })
const plain = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? formatAmount(value as Money) : value

/** Rows of a file without quotes. */
async function rowsOf(file: string): Promise<Readonly<Record<string, string>>[]> {
  const [header = '', ...lines] = (await readFile(join(folder, file), 'utf8')).trimEnd().split(/\r?\n/)
  const names = header.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, index) => [names[index] ?? '', value])))
}
