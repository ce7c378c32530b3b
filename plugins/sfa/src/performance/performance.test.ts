import { type Actor, definePlugin, type Id, model, reports, Team, TeamMember } from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import customers from '@tessera/plugin-customers'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import { createTestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { calculateCommission } from '../commission/calculate.ts'
import { eur, SalesFloor } from '../commission/test-support/sales-floor.ts'
import sfa, { performanceMeasures } from '../index.ts'
import { OrderSplit, Quota, SfaModel } from '../model.ts'
import { performanceOf } from './performance-of.ts'

let floor: SalesFloor
let anna: Actor & { readonly id: Id }
let ben: Actor & { readonly id: Id }
let lead: Actor
const january = { from: '2026-01-01', to: '2026-01-31' }

beforeAll(async () => {
  floor = await SalesFloor.open()
  floor.t.clock.set('2026-03-15T09:00:00Z')
  anna = (await floor.t.actor('user', { permissions: { 'sfa:performance': 'own' } })) as Actor & { readonly id: Id }
  ben = await floor.person()
  const team = (await floor.t.create(Team)).id
  for (const user of [anna.id, ben.id]) await floor.t.create(TeamMember, { team, user })
  lead = await floor.t.actor('user', { permissions: { 'sfa:performance': 'team' }, teams: [team] })
  const plan = await floor.plan([anna.id, ben.id])
  const shared = await floor.sell({ owner: anna.id, net: 100_01, cost: 60_00 })
  await floor.t.system.mutate(OrderSplit).createMany([
    { order: shared.order, user: anna.id, percent: '50' },
    { order: shared.order, user: ben.id, percent: '50' },
  ])
  const own = await floor.sell({ owner: anna.id, net: 400_00, cost: 100_00 })
  await floor.sell({ owner: anna.id, net: 999_00, status: 'cancelled' })
  await floor.sell({ owner: ben.id, net: 500_00, currency: 'NOK' })
  const first = await floor.bill(own, 300_00, '2026-01-16', { dueOn: '2026-02-16' })
  await floor.bill(own, 100_00, '2026-01-20', { dueOn: '2026-04-20' })
  await floor.pay(first, 100_00, '2026-01-26')
  await floor.pay(first, 100_00, '2026-02-05')
  await floor.t.create(Quota, {
    user: anna.id,
    team: null,
    territory: null,
    category: null,
    length: 'month',
    startsOn: '2026-01-01',
    source: 'opportunities',
    measure: 'revenue',
    target: eur(1000_00),
  })
  await calculateCommission(floor.t.system, plan.id)
})
afterAll(() => floor.t.close())

async function figures(actor: Actor, person: Id) {
  const { measures, people } = await performanceOf(floor.t.as(actor), january)
  const values = people.find((each) => each.person === person)?.values ?? []
  return Object.fromEntries(measures.map(({ name }, index) => [name, values[index]?.value ?? null]))
}

describe('the performance of a person', () => {
  it('joins what was sold and earned with what was collected', async () => {
    expect(await figures(lead, anna.id)).toEqual({
      orders: '2',
      revenue: eur(450_01),
      margin: eur(320_01),
      attainment: '0.00',
      // Of 400.00 invoiced 200.00 are paid, half of it after 10 days and half after 20.
      collected: '50',
      daysToPay: '15',
      // 300.00 were due in February, 100.00 of them are open.
      overdue: eur(100_00),
      commission: eur(22_50),
    })
  })

  it('leaves out what has no exchange rate, and says so', async () => {
    const { measures, people } = await performanceOf(floor.t.as(lead), january)
    const at = measures.findIndex(({ name }) => name === 'revenue')
    const value = people.find(({ person }) => person === ben.id)?.values[at]
    expect(value).toMatchObject({ value: eur(50_00), note: expect.stringContaining('1 orders have no exchange rate') })
    expect((await figures(lead, ben.id)).collected).toBeNull()
  })

  it('tells no figure where nothing has a rate, and why, once', async () => {
    const found = reports.of(floor.t.system).find(({ id }) => id.endsWith('.performance'))?.value
    const asked = { ...january, person: anna.id, currency: 'NOK' }
    const table = await found?.run(floor.t.as(lead), found.options.parse(asked))
    expect(table?.rows).toMatchObject([
      { orders: '2', revenue: null, margin: null, collected: null, overdue: null, commission: null },
    ])
    expect(table?.notes?.map((note) => note.slice(note.indexOf(': ') + 2))).toEqual([
      '2 orders have no exchange rate into NOK and are not in it.',
      '2 invoices have no exchange rate into NOK and are not in it.',
      'Commission in other currencies has no exchange rate into NOK and is not in it.',
    ])
  })

  it('is seen as far as the scope of the permission goes', async () => {
    const seen = async (actor: Actor) =>
      (await performanceOf(floor.t.as(actor), january)).people.map(({ person }) => person)
    expect(await seen(anna)).toEqual([anna.id])
    expect((await seen(lead)).toSorted()).toEqual([anna.id, ben.id, (lead as { id: Id }).id].toSorted())
    expect(await seen(await floor.t.actor('user', { permissions: {} }))).toEqual([])
    expect(await seen(await floor.t.actor('partner'))).toEqual([])
  })

  it('is a report and a query', async () => {
    const found = reports.of(floor.t.system).find(({ id }) => id.endsWith('.performance'))?.value
    const table = await found?.run(floor.t.as(anna), found.options.parse(january))
    expect(table?.rows).toMatchObject([{ revenue: eur(450_01), collected: '50' }])
    const query = `{ performance(from: "2026-01-01", to: "2026-01-31") { person figures { measure label(language: "zh") value currency } } }`
    const { performance } = await floor.t.graphql<{ performance: { figures: unknown[] }[] }>(anna, query)
    expect(performance[0]?.figures).toContainEqual({
      measure: 'revenue',
      label: '收入',
      value: '450.01',
      currency: 'EUR',
    })
  })

  it('refuses days that are none, and a currency there is not', async () => {
    await expect(performanceOf(floor.t.as(lead), { from: '2026-02-30', to: '2026-01-01' })).rejects.toMatchObject({
      code: 'VALIDATION',
    })
    await expect(performanceOf(floor.t.as(lead), { ...january, currency: 'QQQ' })).rejects.toMatchObject({
      code: 'UNKNOWN_CURRENCY',
    })
  })
})

it('another plugin adds a measure, asked once for all people', async () => {
  class SurveyModel extends model('survey', { needs: [SfaModel] }) {}
  const asked: number[] = []
  const survey = definePlugin(SurveyModel)({
    contributes: [
      performanceMeasures.add('satisfaction', {
        label: { en: 'Satisfaction', zh: '满意度' },
        unit: 'score',
        measure: async (_ctx, { persons }) => {
          asked.push(persons.length)
          return new Map(persons.slice(0, 1).map((person) => [person, { value: '4.5' }]))
        },
      }),
    ],
  })
  await using t = await createTestCrm({ plugins: [customers(), catalog(), mail(), orders(), sfa(), survey()] })
  const boss = await t.actor('user')
  for (let n = 0; n < 3; n++) await t.actor('user')
  const { measures, people } = await performanceOf(t.as(boss), january)
  expect(measures.at(-1)).toEqual({ name: 'satisfaction', label: { en: 'Satisfaction', zh: '满意度' }, unit: 'score' })
  expect(people.map(({ values }) => values.at(-1)?.value ?? null)).toEqual(['4.5', null, null, null])
  expect(asked).toEqual([4])
})
