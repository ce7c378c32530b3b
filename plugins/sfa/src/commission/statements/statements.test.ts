import { type Actor, type Id, type Row, reports, sql, Team, TeamMember } from '@tessera/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  CommissionDispute,
  CommissionEntry,
  CommissionOpenPoint,
  type CommissionPeriod,
  CommissionPlan,
  CommissionStatement,
} from '../../model.ts'
import { calculateCommission } from '../calculate.ts'
import { adjustCommission } from '../ledger/adjust.ts'
import { closeCommissionPeriod, reopenCommissionPeriod } from '../ledger/close-period.ts'
import { eur, SalesFloor } from '../test-support/sales-floor.ts'
import { acceptCommissionStatement } from './accept-statement.ts'
import { answerCommissionDispute } from './answer-dispute.ts'
import { commissionStatement } from './read-statement.ts'

let floor: SalesFloor
let anna: Actor & { readonly id: Id }
let ben: Actor & { readonly id: Id }
let lead: Actor
let plan: { readonly id: Id }
let january: Row<typeof CommissionPeriod>
beforeAll(async () => {
  floor = await SalesFloor.open()
  floor.t.clock.set('2026-02-15T09:00:00Z')
})
afterAll(() => floor.t.close())

// Two people with a line each in January; Anna is in a team with a manager.
beforeEach(async () => {
  anna = await floor.person()
  ben = await floor.person()
  const team = (await floor.t.create(Team)).id
  await floor.t.create(TeamMember, { team, user: anna.id })
  lead = await floor.t.actor('user', { permissions: { 'sfa:commission': 'team' }, teams: [team] })
  plan = await floor.plan([anna.id, ben.id])
  await floor.sell({ owner: anna.id, net: 100_00 })
  await floor.sell({ owner: ben.id, net: 300_00 })
  await calculateCommission(floor.t.as(floor.manager), plan.id)
  january = await floor.periodFrom(plan.id, '2026-01-01')
})

const close = () => closeCommissionPeriod(floor.t.as(floor.manager), january.id)
const ownEntry = async (of: { readonly id: Id }) =>
  (await floor.entries(plan.id)).find(({ person }) => person === of.id)?.id ?? ''
const statementOf = async (of: { readonly id: Id }) => {
  const [found] = await floor.t.system.list(CommissionStatement, {
    where: { person: { eq: of.id }, period: { eq: january.id } },
  })
  if (!found) throw new Error('no statement')
  return found
}

describe('a statement', () => {
  it('names order line and rule version of every line, says how it came about, and adds up', async () => {
    const statement = await commissionStatement(floor.t.as(anna), anna.id, january.id)
    expect(statement).toMatchObject({ status: 'open', startsOn: '2026-01-01', total: eur(5_00), openPoints: [] })
    expect(statement.lines).toMatchObject([{ kind: 'earned', ruleVersion: 1, amount: eur(5_00), rate: '5.0000' }])
    expect(statement.lines[0]?.order).toMatch(/^SO-\d{4}-\d{5} \/ \d+$/)
    expect(statement.lines[0]?.text.en).toBe(
      '5 % × 100.00 EUR by rule «Rule», version 1; the basis is 100.00 EUR, a share of 100 %.',
    )
    expect(statement.lines[0]?.text.zh).toContain('第 1 版')
  })

  it('is issued when the period is closed, with the total that an independent query finds', async () => {
    await close()
    const { rows } = await sql<{
      person: Id
      minor: string
    }>`select person_id as person, sum(amount_minor)::text as minor
      from crm.commission_entry where period_id = ${january.id} group by 1`.execute(floor.t.system.db)
    const issued = await floor.t.system.list(CommissionStatement, { where: { period: { eq: january.id } } })
    expect(new Map(issued.map(({ person, total }) => [person, total.minor]))).toEqual(
      new Map(rows.map(({ person, minor }) => [person, BigInt(minor)])),
    )
    expect(issued).toHaveLength(2)
    const forged = floor.t.system.mutate(CommissionStatement).update(issued[0]?.id ?? '', { total: eur(1_000_000) })
    await expect(forged).rejects.toMatchObject({ code: 'sfa.commissionStatementTotal' })
  })

  it('is accepted by its person alone, and withdrawn when the period is opened again', async () => {
    await close()
    const { id } = await statementOf(anna)
    await expect(acceptCommissionStatement(floor.t.as(lead), id)).rejects.toMatchObject({
      code: 'sfa.commissionNotYours',
    })
    expect(await acceptCommissionStatement(floor.t.as(anna), id)).toMatchObject({ status: 'accepted' })
    const boss = floor.t.as(floor.manager)
    await reopenCommissionPeriod(boss, january.id, 'A line was forgotten')
    expect(await statementOf(anna)).toMatchObject({ status: 'withdrawn', acceptedAt: null })
    await expect(acceptCommissionStatement(floor.t.as(anna), id)).rejects.toMatchObject({
      code: 'sfa.commissionWithdrawn',
    })
    await close()
    expect(await statementOf(anna)).toMatchObject({ id, status: 'issued' })
  })
})

describe('what somebody earns is seen', () => {
  const visible = async (actor: Actor) =>
    (await floor.t.as(actor).list(CommissionEntry, { where: { plan: { eq: plan.id } } })).map(({ person }) => person)

  it('by that person, by the manager of the team, and by nobody else', async () => {
    expect(await visible(anna)).toEqual([anna.id])
    expect(await visible(lead)).toEqual([anna.id])
    expect((await visible(floor.manager)).toSorted()).toEqual([anna.id, ben.id].toSorted())
    await expect(commissionStatement(floor.t.as(anna), ben.id, january.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const partner = await floor.t.actor('partner')
    for (const entity of [CommissionEntry, CommissionStatement, CommissionDispute, CommissionOpenPoint, CommissionPlan])
      expect([...floor.t.as(partner).readable(entity)]).toEqual([])
  })

  it('and run by those who may', async () => {
    const as = floor.t.as(anna)
    const forbidden = { code: 'sfa.commissionForbidden' }
    await expect(calculateCommission(as, plan.id)).rejects.toMatchObject(forbidden)
    await expect(closeCommissionPeriod(as, january.id)).rejects.toMatchObject(forbidden)
    await expect(reopenCommissionPeriod(as, january.id, 'Please')).rejects.toMatchObject(forbidden)
    const more = { plan: plan.id, person: ben.id, amount: eur(1), reason: 'Kindness' }
    await expect(adjustCommission(as, more)).rejects.toMatchObject(forbidden)
    const entry = as.mutate(CommissionEntry).create({} as never)
    await expect(entry).rejects.toMatchObject({ code: expect.stringMatching(/FORBIDDEN|VALIDATION/) })
  })
})

describe('a dispute', () => {
  const dispute = async (actor: Actor, entry: Id) =>
    floor.t
      .as(actor)
      .mutate(CommissionDispute)
      .create({ entry, reason: 'I sold more' } as never)

  it('is raised by the person on an own line, keeps the statement from being accepted, and ends in an adjustment', async () => {
    await close()
    await expect(dispute(lead, await ownEntry(anna))).rejects.toThrow()
    await expect(dispute(anna, await ownEntry(ben))).rejects.toThrow()
    const { id } = await dispute(anna, await ownEntry(anna))
    const statement = await statementOf(anna)
    await expect(acceptCommissionStatement(floor.t.as(anna), statement.id)).rejects.toMatchObject({
      code: 'sfa.commissionDisputed',
    })
    const answered = await answerCommissionDispute(floor.t.as(floor.manager), id, {
      answer: 'You did',
      adjustment: eur(2_00),
    })
    expect(answered).toMatchObject({ status: 'accepted', answer: 'You did' })
    expect(await floor.earned(plan.id, anna.id, '2026-01-01')).toBe(5_00n)
    expect(await floor.earned(plan.id, anna.id, '2026-02-01')).toBe(2_00n)
    // An adjustment is nobody's to recalculate.
    expect(await calculateCommission(floor.t.as(floor.manager), plan.id)).toMatchObject({ reversed: 0 })
    await expect(answerCommissionDispute(floor.t.as(floor.manager), id, { answer: 'No' })).rejects.toMatchObject({
      code: 'sfa.commissionDisputeAnswered',
    })
    expect(await acceptCommissionStatement(floor.t.as(anna), statement.id)).toMatchObject({ status: 'accepted' })
  })

  it('is rejected with an answer, and never answered by the one who raised it', async () => {
    const all = await floor.t.actor('user')
    await floor.assign(plan.id, { user: (all as { id: Id }).id })
    await floor.sell({ owner: (all as { id: Id }).id, net: 100_00 })
    await calculateCommission(floor.t.as(floor.manager), plan.id)
    const { id } = await dispute(all, await ownEntry(all as { id: Id }))
    await expect(answerCommissionDispute(floor.t.as(all), id, { answer: 'Sure' })).rejects.toMatchObject({
      code: 'sfa.commissionOwn',
    })
    expect(await answerCommissionDispute(floor.t.as(floor.manager), id, { answer: 'No' })).toMatchObject({
      status: 'rejected',
      adjustment: null,
    })
  })
})

describe('over GraphQL and as a report', () => {
  it('a statement is read, a period closed and a plan calculated', async () => {
    const calculated = await floor.t.graphql(
      floor.manager,
      'mutation ($plan: ID!) { calculateCommission(plan: $plan) { written unchanged } }',
      { plan: plan.id },
    )
    expect(calculated).toEqual({ calculateCommission: { written: 0, unchanged: 2 } })
    await floor.t.graphql(
      floor.manager,
      'mutation ($period: ID!) { closeCommissionPeriod(period: $period) { status } }',
      {
        period: january.id,
      },
    )
    const query = `query ($person: ID!, $period: ID!) { commissionStatementOf(person: $person, period: $period) {
      total currency status lines { amount ruleVersion orderLine text(language: "zh") } } }`
    const { commissionStatementOf: statement } = await floor.t.graphql<{
      commissionStatementOf: Record<string, unknown>
    }>(anna, query, { person: anna.id, period: january.id })
    expect(statement).toMatchObject({ total: '5.00', currency: 'EUR', status: 'issued', lines: [{ amount: '5.00' }] })
  })

  it('a period can be calculated in the background, with the same result', async () => {
    await floor.sell({ owner: anna.id, net: 100_00 })
    const { calculateCommission: begun } = await floor.t.graphql<{ calculateCommission: { job: string } }>(
      floor.manager,
      'mutation ($plan: ID!) { calculateCommission(plan: $plan, inBackground: true) { job } }',
      { plan: plan.id },
    )
    expect(begun.job).not.toBeNull()
    await floor.t.drain()
    expect(await floor.earned(plan.id, anna.id)).toBe(10_00n)
  })

  it('an adjustment by hand needs an amount in the currency of the plan, and a reason', async () => {
    const adjust =
      'mutation ($plan: ID!, $person: ID!, $amount: Decimal!) { adjustCommission(plan: $plan, person: $person, amount: $amount, reason: "Kindness") { amount { amount } } }'
    const given = { plan: plan.id, person: anna.id }
    expect(await floor.t.graphql(floor.manager, adjust, { ...given, amount: '-1.50' })).toEqual({
      adjustCommission: { amount: { amount: '-1.50' } },
    })
    await expect(floor.t.graphql(floor.manager, adjust, { ...given, amount: '1.005' })).rejects.toMatchObject({
      code: 'VALIDATION',
    })
    await expect(floor.t.graphql(floor.manager, adjust, { ...given, amount: '0' })).rejects.toThrow(/other than 0/)
  })

  it('the report adds up to the ledger, and shows people only what they may see', async () => {
    const found = reports.of(floor.t.system).find(({ id }) => id.endsWith('.commission'))?.value
    const run = (actor: Actor, options: Record<string, string> = {}) =>
      found?.run(floor.t.as(actor), found.options.parse({ plan: plan.id, ...options }))
    expect(await run(floor.manager)).toMatchObject({ total: { total: eur(20_00) } })
    expect((await run(anna))?.rows).toMatchObject([{ total: eur(5_00), earned: eur(5_00), entries: 1 }])
    expect((await run(anna, { lines: 'true' }))?.rows).toMatchObject([{ amount: eur(5_00), kind: 'earned' }])
  })
})
