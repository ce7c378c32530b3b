import type { Actor, Id } from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import { Category } from '@tessera/plugin-catalog/model'
import customers from '@tessera/plugin-customers'
import { Interaction, Lead, Task } from '@tessera/plugin-customers/model'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import sfa from '../../index.ts'
import { Absence, AssignmentRule, LeadAssignment, LeadPool, PoolMember, PoolTurns, WorkCalendar } from '../../model.ts'
import { assignLeads, offerWaiting } from './assign.ts'
import { handleOverdue } from './response-clock.ts'

let t: TestCrm
beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers(), catalog(), mail(), orders(), sfa()] })
})
afterAll(() => t.close())

let pools = 0

interface MemberInput {
  readonly weight?: number
  readonly dailyCapacity?: number
  readonly openCapacity?: number
}

/** A pool that takes the leads of a campaign of its own. */
async function poolOf(members: readonly MemberInput[], input: Record<string, unknown> = {}) {
  const campaign = `campaign ${++pools}`
  const pool = await t.create(LeadPool, { name: campaign, ...input })
  const people: Actor[] = []
  for (const member of members) {
    const actor = await t.actor('user', {
      permissions: { 'leads:read': 'own', 'leads:write': 'own', 'customers:write': 'own', 'customers:read': 'own' },
    })
    people.push(actor)
    await t.create(PoolMember, { pool: pool.id, user: idOf(actor), ...member })
  }
  const rule = await t.create(AssignmentRule, {
    name: campaign,
    pool: pool.id,
    conditions: [{ field: 'campaign', is: 'in', value: [campaign] }],
  })
  return { pool, people, rule, campaign }
}
const idOf = (actor: Actor | undefined): Id => (actor as { id: Id }).id
const lead = (campaign: string, input: Record<string, unknown> = {}) =>
  t.create(Lead, { lastName: 'Lee', campaign, ...input })
const ownerOf = async (id: Id) => (await t.system.get(Lead, id)).owner

describe('a new lead', () => {
  it('goes to the pool of the first rule that holds, and says why', async () => {
    const { pool, people, rule, campaign } = await poolOf([{}])
    const { id, owner } = await lead(campaign)
    expect(owner).toBe(idOf(people[0]))
    const [assignment] = await t.system.list(LeadAssignment, { where: { lead: { eq: id } } })
    expect(assignment).toMatchObject({
      user: owner,
      reason: 'rule',
      rule: rule.id,
      ruleVersion: 1,
      pool: pool.id,
      turn: 1,
      endedAt: null,
    })
  })

  it('is known by the category above what it asks for', async () => {
    const { pool, people } = await poolOf([{}])
    const pumps = await t.create(Category, { name: 'Pumps' })
    const small = await t.create(Category, { name: 'Small pumps', parent: pumps.id })
    await t.create(AssignmentRule, {
      name: 'pumps',
      place: 1,
      pool: pool.id,
      conditions: [{ field: 'interest', is: 'in', value: ['pumps'] }],
    })
    expect((await lead('none', { sfaInterests: [small.id] })).owner).toBe(idOf(people[0]))
    expect((await lead('none')).owner).toBeNull()
  })

  it('that names its owner, or that a colleague enters for himself, is left alone', async () => {
    const { people, campaign } = await poolOf([{}])
    const colleague = await t.actor('user')
    expect((await lead(campaign, { owner: idOf(colleague) })).owner).toBe(idOf(colleague))
    const typed = await t.create(Lead, { lastName: 'Lee', campaign }, colleague)
    expect(typed.owner).toBe(idOf(colleague))
    const routed = await t.create(Lead, { lastName: 'Lee', campaign, sfaAutoAssign: true }, colleague)
    expect(await ownerOf(routed.id)).toBe(idOf(people[0]))
  })

  it('that waits can be assigned over GraphQL, by who may change it', async () => {
    const seller = await t.actor('user')
    const typed = await t.create(Lead, { lastName: 'Lee', campaign: 'later', owner: null, sfaAutoAssign: true }, seller)
    await t.update(Lead, typed.id, { owner: null })
    const { people, campaign } = await poolOf([{}])
    await t.update(Lead, typed.id, { campaign })
    const query = `mutation { assignLeads(leads: ["${typed.id}"]) }`
    const stranger = await t.actor('user', { permissions: { 'leads:read': 'all' } })
    await expect(t.graphql(stranger, query)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await t.graphql(seller, query)).toEqual({ assignLeads: 1 })
    expect(await ownerOf(typed.id)).toBe(idOf(people[0]))
  })

  it('rules that ask for what there is not are refused', async () => {
    const pool = await t.create(LeadPool)
    await expect(
      t.create(AssignmentRule, { pool: pool.id, conditions: [{ field: 'shoeSize', is: 'in', value: ['44'] }] }),
    ).rejects.toThrow('«shoeSize» is no fact. Known: country')
  })
})

describe('shares', () => {
  it('follow the weights, also for leads that come at the same time', async () => {
    const { pool, people, campaign } = await poolOf([{ weight: 1 }, { weight: 2 }, { weight: 5 }])
    await Promise.all(Array.from({ length: 40 }, () => lead(campaign)))
    const [turns] = await t.system.list(PoolTurns, { where: { pool: { eq: pool.id } } })
    expect(turns?.given).toBe(40)
    const counts = await Promise.all(
      people.map(async (one) => (await t.system.list(Lead, { where: { owner: { eq: idOf(one) } } })).length),
    )
    expect(counts).toEqual([5, 10, 25])
  })

  it('10,000 leads of an import in batches, with capacities and somebody away, come within 2 % of what each should have', async () => {
    const { people, campaign } = await poolOf([
      { weight: 3 },
      { weight: 2 },
      { weight: 4, openCapacity: 500 },
      { weight: 1 },
    ])
    const [first, second, third, fourth] = people.map(idOf)
    for (let batch = 0; batch < 20; batch++) {
      if (batch === 10)
        await t.create(Absence, {
          user: second,
          from: t.clock.now(),
          until: new Date(t.clock.now().getTime() + 3_600_000),
        })
      await t.system.mutate(Lead).createMany(Array.from({ length: 500 }, (_, n) => ({ lastName: `L${n}`, campaign })))
    }
    const counts = await t.system.db
      .selectFrom('lead')
      .select((eb) => ['ownerId' as const, eb.fn.countAll<bigint>().as('count')])
      .where('campaign', '=', campaign)
      .groupBy('ownerId')
      .execute()
    const got = (id: Id | undefined) => Number(counts.find(({ ownerId }) => ownerId === id)?.count ?? 0)
    // The third is full after 1,250 leads; the second is gone for the last 5,000.
    const expected = [
      [first, 1250 * 0.3 + 3750 * 0.5 + 5000 * 0.75],
      [second, 1250 * 0.2 + 3750 * (2 / 6)],
      [third, 500],
      [fourth, 1250 * 0.1 + 3750 / 6 + 5000 * 0.25],
    ] as const
    for (const [id, share] of expected) expect(Math.abs(got(id) - share)).toBeLessThanOrEqual(200)
    expect(got(third)).toBe(500)
    expect(counts.reduce((sum, { count }) => sum + Number(count), 0)).toBe(10_000)
  }, 120_000)

  it('a deputy takes what would have been the absent one’s', async () => {
    const { people, campaign } = await poolOf([{}, {}])
    const [absent, deputy] = people.map(idOf)
    await t.create(Absence, {
      user: absent,
      deputy,
      from: t.clock.now(),
      until: new Date(t.clock.now().getTime() + 60_000),
    })
    const ids = [(await lead(campaign)).id, (await lead(campaign)).id]
    expect(await Promise.all(ids.map(ownerOf))).toEqual([deputy, deputy])
    const assignments = await t.system.list(LeadAssignment, { where: { lead: { in: ids } } })
    expect(assignments.map(({ reason, insteadOf }) => [reason, insteadOf]).sort()).toEqual([
      ['deputy', absent],
      ['rule', null],
    ])
  })

  it('when all are full a lead waits in the pool, and goes out once somebody can take it', async () => {
    const { pool, people, campaign } = await poolOf([{ openCapacity: 1 }])
    const first = await lead(campaign)
    const second = await lead(campaign)
    expect([first.owner, second.owner, second.sfaPool]).toEqual([idOf(people[0]), null, pool.id])
    expect(await assignLeads(t.system, [second.id])).toBe(0)
    await t.update(Lead, first.id, { status: 'disqualified' })
    expect(await assignLeads(t.system, [second.id])).toBe(1)
    expect(await ownerOf(second.id)).toBe(idOf(people[0]))
  })

  it('leads that wait in a full pool do not keep those of another waiting, however many they are', async () => {
    const full = await poolOf([{ openCapacity: 0 }])
    await t.system
      .mutate(Lead)
      .createMany(Array.from({ length: 501 }, (_, n) => ({ lastName: `W${n}`, campaign: full.campaign })))
    const { people, campaign } = await poolOf([{ openCapacity: 1 }])
    const [first, second] = [await lead(campaign), await lead(campaign)]
    expect([first.owner, second.owner]).toEqual([idOf(people[0]), null])
    await t.update(Lead, first.id, { status: 'disqualified' })
    expect(await offerWaiting(t.system)).toBe(1)
    expect(await ownerOf(second.id)).toBe(idOf(people[0]))
  })

  it('a lead that waits in a pool that was closed goes where the rules now send it', async () => {
    const closed = await poolOf([{ openCapacity: 0 }])
    const waiting = await lead(closed.campaign)
    expect([waiting.owner, waiting.sfaPool]).toEqual([null, closed.pool.id])
    await t.update(LeadPool, closed.pool.id, { active: false })
    const { pool, people } = await poolOf([{}])
    await t.create(AssignmentRule, {
      name: 'instead',
      pool: pool.id,
      conditions: [{ field: 'campaign', is: 'in', value: [closed.campaign] }],
    })
    await offerWaiting(t.system)
    expect(await t.system.get(Lead, waiting.id)).toMatchObject({ owner: idOf(people[0]), sfaPool: pool.id })
  })

  it('a day’s capacity begins anew at midnight of the pool’s time zone', async () => {
    const calendar = await t.create(WorkCalendar, { timeZone: 'Asia/Shanghai', hours: { 1: [['09:00', '17:00']] } })
    const { people, campaign } = await poolOf([{ dailyCapacity: 1 }], { calendar: calendar.id })
    t.clock.set(new Date('2026-03-02T15:58:00Z'))
    expect((await lead(campaign)).owner).toBe(idOf(people[0]))
    expect((await lead(campaign)).owner).toBeNull()
    t.clock.set(new Date('2026-03-02T16:01:00Z'))
    expect((await lead(campaign)).owner).toBe(idOf(people[0]))
  })
})

describe('the response clock', () => {
  it('is stopped by the first reaction', async () => {
    const { people, campaign } = await poolOf([{}], { responseTime: 3600 })
    const { id } = await lead(campaign)
    t.clock.advance({ minutes: 5 })
    await t.create(Interaction, {
      type: 'email',
      direction: 'inbound',
      subject: 'Hello?',
      lead: id,
      user: idOf(people[0]),
    })
    const read = async () => (await t.system.list(LeadAssignment, { where: { lead: { eq: id } } }))[0]
    expect((await read())?.reactedAt).toBeNull()
    await t.create(Interaction, { type: 'call', direction: 'outbound', subject: 'Called', lead: id }, people[0])
    expect((await read())?.reactedAt).toEqual(t.clock.now())
    t.clock.advance({ hours: 2 })
    await handleOverdue(t.system)
    expect((await read())?.overdueAt).toBeNull()
  })

  it('nobody reacts: the manager is told, and the next in turn gets the lead, no more often than agreed', async () => {
    const manager = await t.actor('user')
    const { people, campaign } = await poolOf([{}, {}, {}], {
      responseTime: 3600,
      manager: idOf(manager),
      maxReassignments: 1,
    })
    const { id } = await lead(campaign)
    const before = await ownerOf(id)
    t.clock.advance({ minutes: 59 })
    expect(await handleOverdue(t.system)).toBe(0)
    t.clock.advance({ minutes: 1 })
    expect(await handleOverdue(t.system)).toBe(1)
    const after = await ownerOf(id)
    expect(after).not.toBe(before)
    expect(people.map(idOf)).toContain(after)
    t.clock.advance({ hours: 1 })
    expect(await handleOverdue(t.system)).toBe(1)
    expect(await ownerOf(id)).toBe(after)
    expect((await t.system.list(Task, { where: { lead: { eq: id } } })).map(({ assignee }) => assignee)).toEqual([
      idOf(manager),
      idOf(manager),
    ])
    const history = await t.system.list(LeadAssignment, { where: { lead: { eq: id } }, orderBy: [{ at: 'asc' }] })
    expect(history.map(({ reason, overdueAt, endedAt }) => [reason, overdueAt !== null, endedAt !== null])).toEqual([
      ['rule', true, true],
      ['overdue', true, false],
    ])
  })
})
