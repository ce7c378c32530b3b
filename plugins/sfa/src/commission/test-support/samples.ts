import { User } from '@tessera/core'
import { Order } from '@tessera/plugin-orders/model'
import type { TestCrm } from '@tessera/testing'
import { CommissionEntry, CommissionPeriod, CommissionPlan } from '../../model.ts'
import { eur } from './sales-floor.ts'

let count = 0

/** Rows that many samples belong to, made once for each CRM. */
const made = new WeakMap<TestCrm, Promise<{ readonly plan: string; readonly period: string }>>()

function shared(t: TestCrm): Promise<{ readonly plan: string; readonly period: string }> {
  const known = made.get(t) ?? make(t)
  made.set(t, known)
  return known
}

async function make(t: TestCrm): Promise<{ readonly plan: string; readonly period: string }> {
  const plan = await t.create(CommissionPlan, { currency: 'EUR', validFrom: '2026-01-01' })
  const days = { startsOn: '1999-01-01', endsOn: '1999-01-31' }
  return { plan: plan.id, period: (await t.create(CommissionPeriod, { plan: plan.id, ...days })).id }
}

const person = async (t: TestCrm): Promise<string> => (await t.create(User, { kind: 'staff' })).id
const order = async (t: TestCrm): Promise<string> => (await t.create(Order, { currency: 'EUR' })).id

const entry = async (t: TestCrm) => ({
  ...(await shared(t)),
  kind: 'adjustment',
  event: `adjustment:${++count}`,
  occurredOn: '1999-01-31',
  amount: eur(count),
  reason: 'Kindness',
  explanation: {},
  reversalOf: null,
})

/** A month of its own for each sample, so that no two are the same. */
function month(): { readonly startsOn: string; readonly endsOn: string } {
  const n = ++count
  const day = (at: Date): string => at.toISOString().slice(0, 10)
  return { startsOn: day(new Date(Date.UTC(2000, n, 1))), endsOn: day(new Date(Date.UTC(2000, n + 1, 0))) }
}

/** Inputs for the entities of commission, for the conformance test. */
export const commissionSamples = {
  commissionPlan: async () => ({ currency: 'EUR', validFrom: '2026-01-01', name: `Plan ${++count}` }),
  commissionAssignment: async (t: TestCrm) => ({
    plan: (await shared(t)).plan,
    user: await person(t),
    validFrom: '2026-01-01',
  }),
  commissionRule: async (t: TestCrm) => ({ plan: (await shared(t)).plan, rate: `${++count % 100}` }),
  orderSplit: async (t: TestCrm) => ({ order: await order(t), percent: '100' }),
  commissionPeriod: async (t: TestCrm) => ({ plan: (await shared(t)).plan, ...month() }),
  commissionEntry: entry,
  commissionOpenPoint: async (t: TestCrm) => ({
    period: (await shared(t)).period,
    event: `order:${++count}`,
    net: eur(1),
  }),
  commissionStatement: async (t: TestCrm) => ({
    period: (await shared(t)).period,
    person: await person(t),
    status: 'withdrawn',
    total: eur(0),
  }),
  commissionDispute: async (t: TestCrm) => ({ entry: (await t.create(CommissionEntry, await entry(t))).id }),
}

/** Entities that only functions of commission write. */
export const commissionRecords = [
  'commissionPeriod',
  'commissionEntry',
  'commissionOpenPoint',
  'commissionStatement',
  'commissionDispute',
] as const
