import { type Id, Partner } from '@tessera/core'
import { PriceBook, Product } from '@tessera/plugin-catalog/model'
import type { TestCrm } from '@tessera/testing'
import { RewardEntry, RewardPayout, RewardPeriod, RewardProgram, RewardStatement } from '../../model.ts'
import { eur } from './reward-floor.ts'

let count = 0

/** A row that many samples belong to, made once for each CRM. */
const shared = (make: (t: TestCrm) => Promise<{ readonly id: Id }>): ((t: TestCrm) => Promise<Id>) => {
  const made = new WeakMap<TestCrm, Promise<{ readonly id: Id }>>()
  return async (t) => {
    const row = made.get(t) ?? make(t)
    made.set(t, row)
    return (await row).id
  }
}

const program = shared((t) =>
  t.create(RewardProgram, { program: null, period: 'month', validFrom: '2026-01-01', validUntil: null }),
)
const period = shared(async (t) =>
  t.create(RewardPeriod, { program: await program(t), startsOn: '1999-01-01', endsOn: '1999-01-31' }),
)
const book = shared((t) => t.create(PriceBook, { currency: 'EUR', tier: null, account: null, region: null }))
const payout = shared((t) =>
  t.create(RewardPayout, { key: 'shared', currency: 'EUR', total: eur(1), status: 'created', paidOn: null }),
)

/** A month of its own for each sample, so that no two are the same. */
function month(): { readonly startsOn: string; readonly endsOn: string } {
  const n = ++count
  const day = (at: Date): string => at.toISOString().slice(0, 10)
  return { startsOn: day(new Date(Date.UTC(2000, n, 1))), endsOn: day(new Date(Date.UTC(2000, n + 1, 0))) }
}

const statement = async (t: TestCrm) => ({
  program: await program(t),
  period: await period(t),
  partner: (await t.create(Partner, { parent: null })).id,
  currency: 'EUR',
  total: eur(0),
  status: 'open',
  issuedAt: null,
  payoutLine: null,
})

const entry = async (t: TestCrm) => {
  const of = await t.create(RewardStatement, await statement(t))
  return {
    statement: of.id,
    period: of.period,
    partner: of.partner,
    kind: 'adjustment',
    reward: 'adjustment',
    event: `adjustment:${++count}`,
    occurredOn: '1999-01-31',
    orderLine: null,
    rule: null,
    eventNet: null,
    basis: null,
    amount: eur(count),
    explanation: {},
    reason: 'Kindness',
    reversalOf: null,
    earlier: null,
  }
}

/** Inputs for the entities of rewards, for the conformance test. */
export const rewardSamples: Readonly<Record<string, (t: TestCrm) => Promise<Record<string, unknown>>>> = {
  rewardProgram: async () => ({ name: `Rewards ${++count}`, validFrom: '2026-01-01', validUntil: null }),
  rewardRule: async (t) => ({
    program: await program(t),
    name: `Rule ${++count}`,
    kind: 'commission',
    rate: `${count % 100}`,
    tiers: [],
    amount: null,
    days: null,
    priceBook: null,
    currency: null,
    capPerPeriod: null,
    validUntil: null,
  }),
  rewardPeriod: async (t) => ({ program: await program(t), ...month(), status: 'open' }),
  rewardStatement: statement,
  rewardEntry: entry,
  rewardDispute: async (t) => ({
    entry: (await t.create(RewardEntry, await entry(t))).id,
    reason: `Reason ${++count}`,
    status: 'open',
    answer: null,
    answeredAt: null,
    adjustment: null,
  }),
  rewardPayout: async () => ({
    key: `Key ${++count}`,
    currency: 'EUR',
    total: eur(1),
    status: 'created',
    paidOn: null,
  }),
  rewardPayoutLine: async (t) => ({
    payout: await payout(t),
    partner: (await t.create(Partner, { parent: null })).id,
    position: ++count,
    reference: `RP ${count}`,
    amount: eur(count),
  }),
  listPrice: async (t) => ({ book: await book(t), product: (await t.create(Product)).id, unitPrice: `${++count}` }),
  priceDrop: async (t) => ({
    book: await book(t),
    product: (await t.create(Product)).id,
    on: month().startsOn,
    before: '2',
    after: '1',
  }),
}

/** Entities that only functions of rewards write. */
export const rewardExceptions = [
  'rewardPeriod',
  'rewardStatement',
  'rewardEntry',
  'rewardDispute',
  'rewardPayout',
  'rewardPayoutLine',
  'listPrice',
  'priceDrop',
] as const
