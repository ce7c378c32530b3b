import { type Id, sql } from '@tessera/core'
import { Product } from '@tessera/plugin-catalog/model'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Opportunity, OpportunityLine, Quota } from '../model.ts'
import { createSalesCrm, type Ladder, makeLadder } from '../test-support/sales.ts'

let t: TestCrm
let ladder: Ladder
let deal: Id
let product: Id
beforeAll(async () => {
  t = await createSalesCrm()
  ladder = await makeLadder(t)
  deal = (await t.create(Opportunity, { stage: ladder.propose, closeDate: '2026-05-01', amountSource: 'lines' })).id
  product = (await t.create(Product)).id
})
afterAll(() => t.close())

const line = (input: Readonly<Record<string, unknown>>) => () =>
  t.create(OpportunityLine, { opportunity: deal, product, unitPrice: '1', ...input })
const opportunity = (input: Readonly<Record<string, unknown>>) => () =>
  t.create(Opportunity, { stage: ladder.propose, closeDate: '2026-05-01', ...input })
const quota =
  (minor: bigint, currency = 'EUR') =>
  () =>
    t.create(Quota, { length: 'month', startsOn: '2026-01-01', target: { minor, currency } })

const written = async () =>
  (
    await sql`select (select count(*)::int from crm.opportunity) as deals, (select count(*)::int from crm.opportunity_line) as lines,
      (select count(*)::int from crm.quota) as quotas, (select version from crm.opportunity where id = ${deal}::uuid) as version`.execute(
      t.system.db,
    )
  ).rows

it.each<[string, 'VALIDATION' | 'CHECK_FAILED', () => Promise<unknown>]>([
  ['a negative quantity', 'CHECK_FAILED', line({ quantity: '-1' })],
  ['no quantity at all', 'CHECK_FAILED', line({ quantity: '0' })],
  ['a quantity with more digits than there are', 'VALIDATION', line({ quantity: '100000000000000000000' })],
  ['a line of more money than there is', 'VALIDATION', line({ quantity: '999999999', unitPrice: '9999999999999' })],
  ['a negative price', 'CHECK_FAILED', line({ unitPrice: '-1' })],
  ['a discount of 101 %', 'CHECK_FAILED', line({ discount: '101' })],
  ['a quantity in words', 'VALIDATION', line({ quantity: 'many' })],
  ['a currency there is not', 'VALIDATION', opportunity({ amount: { minor: 100n, currency: 'XYZ' } })],
  ['more money than there is', 'VALIDATION', opportunity({ amount: { minor: 10n ** 19n, currency: 'EUR' } })],
  ['a probability of 101 %', 'CHECK_FAILED', opportunity({ probability: '101' })],
  ['a day there is not', 'VALIDATION', opportunity({ closeDate: '2026-02-30' })],
  ['a term of no months', 'VALIDATION', opportunity({ termMonths: 0 })],
  [
    'revenue that recurs, nobody knows how often',
    'CHECK_FAILED',
    opportunity({ recurringAmount: { minor: 100n, currency: 'EUR' } }),
  ],
  ['a quota of nothing', 'CHECK_FAILED', quota(0n)],
  ['a quota in a currency there is not', 'VALIDATION', quota(100n, 'XYZ')],
])('%s is refused with a code, and nothing is half-written', async (_what, code, work) => {
  const before = await written()
  await expect(work()).rejects.toMatchObject({ code })
  expect(await written()).toEqual(before)
})
