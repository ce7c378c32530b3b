import { sql } from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import customers from '@tessera/plugin-customers'
import { Interaction, Lead } from '@tessera/plugin-customers/model'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import sfa from '../../index.ts'
import { ScoringRule } from '../../model.ts'
import { rescore } from './keep-score.ts'
import { type Happening, type ScoreRule, scoreLead } from './score.ts'

let t: TestCrm
beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers(), catalog(), mail(), orders(), sfa()] })
})
afterAll(() => t.close())

const now = new Date('2026-03-02T09:00:00Z')
const id = fc.uuid({ version: 7 })
const arbitraryRule: fc.Arbitrary<ScoreRule> = fc
  .record({
    id,
    version: fc.integer({ min: 1, max: 9 }),
    name: fc.constant('rule'),
    counts: fc.constantFrom('lead' as const, 'interaction' as const),
    kind: fc.constantFrom('call', 'email', null),
    points: fc.integer({ min: -50, max: 100 }),
    decay: fc.constantFrom('none' as const, 'halfLife' as const, 'steps' as const),
    halfLifeDays: fc.integer({ min: 1, max: 60 }),
    steps: fc.uniqueArray(fc.record({ afterDays: fc.nat(90), percent: fc.nat(100) }), {
      selector: (step) => step.afterDays,
      minLength: 1,
      maxLength: 4,
    }),
    most: fc.option(fc.nat(120)),
  })
  .map(({ kind, ...rule }) => ({
    ...rule,
    conditions: kind ? [{ field: 'type', is: 'in' as const, value: [kind] }] : [],
  }))
const arbitraryHappening: fc.Arbitrary<Happening> = fc.record({
  at: fc.integer({ min: -100, max: 4000 }).map((hours) => new Date(now.getTime() - hours * 3_600_000)),
  facts: fc.record({ type: fc.constantFrom('call', 'email', 'visit') }),
})

/** One by one, with the database's own exact arithmetic. */
async function naive(rules: readonly ScoreRule[], lead: Happening, happened: readonly Happening[]): Promise<number> {
  let total = 0
  for (const rule of rules) {
    const counted = (rule.counts === 'lead' ? [lead] : happened).filter(
      ({ at, facts }) =>
        at.getTime() <= now.getTime() &&
        rule.conditions.every(({ value }) => (value as string[]).includes(String(facts.type))),
    )
    let sum = 0
    for (const { at } of counted) {
      const days = (now.getTime() - at.getTime() - ((now.getTime() - at.getTime()) % 86_400_000)) / 86_400_000
      if (rule.decay === 'halfLife') sum += await halved(rule.points, days, rule.halfLifeDays as number)
      else if (rule.decay === 'steps') {
        let percent = 100
        for (const step of [...rule.steps].sort((a, b) => a.afterDays - b.afterDays))
          if (days >= step.afterDays) percent = step.percent
        sum += rule.points * percent
      } else sum += rule.points * 100
    }
    if (rule.most !== null && sum > rule.most * 100) sum = rule.most * 100
    if (rule.most !== null && sum < -rule.most * 100) sum = -rule.most * 100
    total += sum
  }
  return total
}

const known = new Map<string, number>()
async function halved(points: number, days: number, halfLife: number): Promise<number> {
  const key = `${points} ${days} ${halfLife}`
  const found = known.get(key)
  if (found !== undefined) return found
  const { rows } = await sql<{ value: number }>`
    select round(${points}::numeric * 100 * power(0.5::numeric, ${days}::numeric / ${halfLife}::numeric))::int as value`.execute(
    t.system.db,
  )
  const value = rows[0]?.value ?? Number.NaN
  known.set(key, value)
  return value
}

it('scores are those of a naive sum, and neither the order of rules nor of what happened matters', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(arbitraryRule, { selector: (rule) => rule.id, maxLength: 6 }),
      arbitraryHappening.filter(({ at }) => at <= now),
      fc.array(arbitraryHappening, { maxLength: 8 }),
      async (rules, lead, happened) => {
        const score = scoreLead(rules, lead, happened, now)
        const total = score.rules.reduce((sum, { hundredths }) => sum + hundredths, 0)
        expect(total).toBe(await naive(rules, lead, happened))
        expect(Math.abs(score.points * 100 - total)).toBeLessThanOrEqual(50)
        expect(scoreLead(rules.toReversed(), lead, happened.toReversed(), now)).toEqual(score)
      },
    ),
    { numRuns: 120, seed: 4 },
  )
})

describe('the score of a lead', () => {
  it('is kept as it is written and as things happen, and explains itself', async () => {
    const size = await t.create(ScoringRule, {
      name: 'Large',
      counts: 'lead',
      points: 20,
      conditions: [{ field: 'employees', is: 'atLeast', value: 500 }],
    })
    const call = await t.create(ScoringRule, {
      name: 'Call',
      counts: 'interaction',
      points: 10,
      decay: 'halfLife',
      halfLifeDays: 10,
      most: 25,
      conditions: [{ field: 'type', is: 'in', value: ['call'] }],
    })
    const lead = await t.create(Lead, { company: 'Acme', employees: 800 })
    expect(lead.sfaScore).toBe(20)
    const happened = await t.create(Interaction, {
      type: 'call',
      subject: 'Call',
      lead: lead.id,
      occurredAt: t.clock.now(),
    })
    const read = () => t.system.get(Lead, lead.id)
    expect((await read()).sfaScore).toBe(30)
    t.clock.advance({ days: 10 })
    expect(await rescore(t.system, [lead.id])).toBe(1)
    expect((await read()).sfaScoreParts).toEqual([
      { rule: size.id, version: 1, name: 'Large', count: 1, oldestDays: 10, newestDays: 10, hundredths: 2000 },
      { rule: call.id, version: 1, name: 'Call', count: 1, oldestDays: 10, newestDays: 10, hundredths: 500 },
    ])
    expect((await read()).sfaScore).toBe(25)
    expect(await rescore(t.system, [lead.id])).toBe(0)
    const seller = await t.actor('user')
    const query = `{ leadScore(lead: "${lead.id}", asOf: "2026-04-11T09:00:00Z") { points rules { name version points } } }`
    expect(await t.graphql(seller, query)).toEqual({
      leadScore: {
        points: 21,
        rules: [
          { name: 'Large', version: 1, points: '20.00' },
          { name: 'Call', version: 1, points: '0.63' },
        ],
      },
    })
    await t.system.mutate(Interaction).delete(happened.id)
    expect((await read()).sfaScore).toBe(20)
    await t.update(Lead, lead.id, { employees: 5 })
    expect((await read()).sfaScore).toBe(0)
  })

  it('follows a rule that changes', async () => {
    const lead = await t.create(Lead, { company: 'Beta', jobTitle: 'Head of purchasing' })
    await t.create(ScoringRule, {
      name: 'Buyer',
      counts: 'lead',
      points: 7,
      conditions: [{ field: 'jobTitle', is: 'contains', value: 'purchasing' }],
    })
    await t.drain()
    expect((await t.system.get(Lead, lead.id)).sfaScore).toBe(7)
  })
})
