import {
  type Actor,
  type AnyEntity,
  definePlugin,
  entity,
  f,
  type Id,
  IdentityModel,
  model,
  Reject,
  Territory,
  User,
} from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import customers from '@tessera/plugin-customers'
import { Account, Interaction, Lead } from '@tessera/plugin-customers/model'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import { ApprovalDelegation, Order } from '@tessera/plugin-orders/model'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import sfa from '../index.ts'
import {
  Absence,
  CalendarFeed,
  Handover,
  LeadAssignment,
  LeadPool,
  Meeting,
  MeetingAttendee,
  Opportunity,
  OpportunityMember,
  OpportunitySplit,
  OrderSplit,
  PoolMember,
} from '../model.ts'
import { setSplits } from '../opportunities/set-splits.ts'
import { type Ladder, makeLadder } from '../test-support/sales.ts'
import { ownerships } from './owned.ts'

/** A plugin that knows nothing of handovers. */
class Trip extends entity('trip', { title: f.text(), driver: f.ref(User) }, { visibility: { owner: 'driver' } }) {}
class TripsModel extends model('trips', { needs: [IdentityModel], entities: [Trip] }) {}
const trips = definePlugin(TripsModel)({
  hooks: ({ on }) => [
    on(Trip).before('update', ({ row }) => {
      if (row.title === 'Locked') throw new Reject('trips.locked', 'This trip is locked.')
    }),
  ],
})

let t: TestCrm
let ladder: Ladder
let manager: Actor
beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers(), catalog(), mail(), orders(), sfa(), trips()], currency: 'EUR' })
  ladder = await makeLadder(t)
  manager = await t.actor('user', { permissions: { 'sfa:handover': 'all', 'sfa:read': 'all' } })
})
afterAll(() => t.close())

const person = async (): Promise<Id> => ((await t.actor('user')) as { id: Id }).id
const deal = (owner: Id, minor: bigint, input = {}) =>
  t.create(Opportunity, {
    owner,
    stage: ladder.propose,
    amount: { minor, currency: 'EUR' },
    closeDate: '2026-03-31',
    ...input,
  })
const prepare = (leaver: Id, successor: Id, input = {}) => t.create(Handover, { leaver, successor, ...input }, manager)
interface Review {
  items: { entity: string; to: { id: Id }; count: number }[]
  forecast: {
    user: { id: Id }
    currency: string
    before: string
    after: string
    weightedBefore: string
    weightedAfter: string
  }[]
  seal: string
}
const review = async (handover: Id): Promise<Review> =>
  (
    await t.graphql<{ handoverReview: Review }>(
      manager,
      `{ handoverReview(handover: "${handover}") { items { entity to { id } count } forecast { user { id } currency before after weightedBefore weightedAfter } seal } }`,
    )
  ).handoverReview
const apply = (handover: Id, seal: string, by = manager) =>
  t.graphql(by, `mutation ($seal: String!) { applyHandover(handover: "${handover}", seal: $seal) { status } }`, {
    seal,
  })
const handOver = async (leaver: Id, successor: Id, input = {}) => {
  const { id } = await prepare(leaver, successor, input)
  await apply(id, (await review(id)).seal)
  return t.system.get(Handover, id)
}

describe('a handover', () => {
  it('leaves nothing with the leaver, of no entity there is, known or not', async () => {
    const [leaver, successor] = [await person(), await person()]
    const samples: Record<string, Record<string, unknown>> = {
      opportunity: { stage: ladder.propose, closeDate: '2026-04-01' },
      lead: { lastName: 'Lee' },
      quote: { currency: 'EUR' },
      order: { currency: 'EUR' },
      meeting: { endsAt: new Date('2026-03-02T10:00:00Z') },
    }
    const moved = ownerships(t.system).filter(({ item }) => item?.keep === undefined)
    const names = moved.map(({ entity: { name }, field }) => `${name}.${field.name}`)
    expect(names).toEqual(
      expect.arrayContaining([
        'account.owner',
        'task.assignee',
        'opportunity.owner',
        'trip.driver',
        'leadPool.manager',
      ]),
    )
    for (const {
      entity: { name },
      field,
    } of moved)
      await t.create({ entityName: name } as AnyEntity, { ...samples[name], [field.name]: leaver })
    const { handedOn } = await handOver(leaver, successor)
    for (const {
      entity: { name },
      field,
    } of moved) {
      const rows = (await t.system.list({ entityName: name } as AnyEntity, { limit: 1000 })) as Record<
        string,
        unknown
      >[]
      expect([`${name}.${field.name}`, rows.filter((row) => row[field.name] === leaver).length]).toEqual([
        `${name}.${field.name}`,
        0,
      ])
      expect(rows.some((row) => row[field.name] === successor)).toBe(true)
    }
    expect(
      (handedOn as readonly { readonly count: number }[]).reduce((sum, { count }) => sum + count, 0),
    ).toBeGreaterThanOrEqual(moved.length)
    expect((await t.system.get(User, leaver)).active).toBe(false)
  })

  it('follows its rules, the first that fits first, and shows the forecast before and after', async () => {
    const [leaver, ann, bob, cal] = [await person(), await person(), await person(), await person()]
    const north = (await t.create(Territory, { name: 'North' })).id
    const key = (await t.create(Account, { name: 'Key', owner: leaver })).id
    const inNorth = (await t.create(Account, { name: 'In the north', owner: leaver, territory: north })).id
    await t.create(Lead, { lastName: 'Lee', owner: leaver })
    await deal(leaver, 100_00n, { account: key })
    await deal(leaver, 200_00n, { account: inNorth })
    const shared = await deal(leaver, 100_01n, { account: inNorth })
    await setSplits(t.system, shared.id, 'revenue', [
      { user: leaver, percent: '50' },
      { user: bob, percent: '50' },
    ])
    const { id } = await prepare(leaver, ann, {
      rules: [
        { entity: 'lead', to: cal },
        { account: key, to: cal },
        { territory: north, to: bob },
      ],
    })
    const shown = await review(id)
    const counts = Object.fromEntries(shown.items.map(({ entity: name, to, count }) => [`${name} ${to.id}`, count]))
    expect(counts).toEqual({
      [`account ${cal}`]: 1,
      [`account ${bob}`]: 1,
      [`lead ${cal}`]: 1,
      [`opportunity ${cal}`]: 1,
      [`opportunity ${bob}`]: 2,
    })
    const shift = Object.fromEntries(
      shown.forecast.map(({ user, before, after, weightedAfter }) => [user.id, [before, after, weightedAfter]]),
    )
    expect(shift).toEqual({
      [leaver]: ['350.01', '0.00', '0.00'],
      [bob]: ['50.01', '300.01', '120.00'],
      [cal]: ['0.00', '100.00', '40.00'],
    })
    await apply(id, shown.seal)
    expect(
      (await t.system.list(OpportunitySplit, { where: { opportunity: { eq: shared.id } } })).map(
        ({ user, percent }) => [user, Number(percent)],
      ),
    ).toEqual([[bob, 100]])
  })

  it('gives the leaver’s place in the team of an open deal to the successor, and leaves teams of closed ones', async () => {
    const [leaver, successor, owner] = [await person(), await person(), await person()]
    const [open, both, won] = [await deal(owner, 1n), await deal(owner, 2n), await deal(owner, 3n)]
    for (const { id } of [open, both, won])
      await t.create(OpportunityMember, { opportunity: id, user: leaver, role: 'technical' })
    await t.create(OpportunityMember, { opportunity: both.id, user: successor, role: 'technical' })
    await t.update(Opportunity, won.id, { stage: ladder.won })
    await handOver(leaver, successor)
    const team = async (id: Id) =>
      (await t.system.list(OpportunityMember, { where: { opportunity: { eq: id } } })).map(({ user, role }) => [
        user,
        role,
      ])
    expect(await team(open.id)).toEqual([[successor, 'technical']])
    expect(await team(both.id)).toEqual([[successor, 'technical']])
    expect(await team(won.id)).toEqual([[leaver, 'technical']])
  })

  it('what was won stays credited to who won it', async () => {
    const [leaver, successor] = [await person(), await person()]
    const won = await deal(leaver, 500_00n)
    await t.update(Opportunity, won.id, { stage: ladder.won })
    await handOver(leaver, successor)
    expect((await t.system.get(Opportunity, won.id)).owner).toBe(successor)
    expect(
      (await t.system.list(OpportunitySplit, { where: { opportunity: { eq: won.id } } })).map(({ user, percent }) => [
        user,
        Number(percent),
      ]),
    ).toEqual([[leaver, 100]])
  })

  it('what was ordered stays credited to who sold it, while the order goes to the successor', async () => {
    const [leaver, successor] = [await person(), await person()]
    const account = (await t.create(Account, {})).id
    const recorded = { account, source: 'erp', currency: 'EUR', owner: leaver }
    const running = await t.create(Order, { ...recorded, status: 'confirmed' })
    const draft = await t.create(Order, { account, currency: 'EUR', owner: leaver })
    const settled = await t.create(Order, { ...recorded, status: 'closed', historical: true })
    await handOver(leaver, successor)
    const owners = [running, draft, settled].map(async ({ id }) => (await t.system.get(Order, id)).owner)
    expect(await Promise.all(owners)).toEqual([successor, successor, leaver])
    const splits = await t.system.list(OrderSplit, { where: { user: { eq: leaver } } })
    expect(splits.map(({ order, percent }) => [order, Number(percent)])).toEqual([[running.id, 100]])
  })

  it('ends what was open to the leaver: turns, deputyship, feeds, and his place in meetings to come', async () => {
    const [leaver, successor, other] = [await person(), await person(), await person()]
    const pool = await t.create(LeadPool)
    const member = await t.create(PoolMember, { pool: pool.id, user: leaver })
    const absence = await t.create(Absence, {
      user: other,
      deputy: leaver,
      from: t.clock.now(),
      until: new Date('2027-01-01'),
    })
    const delegation = await t.create(ApprovalDelegation, {
      from: leaver,
      to: other,
      validFrom: '2026-01-01',
      validUntil: '2026-12-31',
    })
    const feed = await t.create(CalendarFeed, { user: leaver, tokenHash: 'x' })
    const meeting = await t.create(Meeting, {
      organizer: other,
      attendees: [leaver],
      startsAt: new Date('2026-06-01'),
      endsAt: new Date('2026-06-02'),
    })
    const past = await t.create(Meeting, {
      organizer: leaver,
      startsAt: new Date('2026-01-01'),
      endsAt: new Date('2026-01-02'),
    })
    await handOver(leaver, successor)
    expect((await t.system.get(PoolMember, member.id)).active).toBe(false)
    expect((await t.system.get(Absence, absence.id)).deputy).toBeNull()
    expect(await t.system.find(ApprovalDelegation, delegation.id)).toBeNull()
    expect((await t.system.get(CalendarFeed, feed.id)).revokedAt).toEqual(t.clock.now())
    expect((await t.system.get(Meeting, meeting.id)).attendees).toEqual([successor])
    const there = await t.system.list(MeetingAttendee, { where: { meeting: { eq: past.id }, present: { eq: true } } })
    expect(there.map(({ user }) => user).sort()).toEqual([leaver, successor].sort())
  })

  it('says in each record that it was handed over, and leaves words with who said them', async () => {
    const [leaver, successor] = [await person(), await person()]
    const lead = await t.create(Lead, { lastName: 'Lee', owner: leaver })
    const call = await t.create(Interaction, { type: 'call', subject: 'Call', user: leaver })
    await handOver(leaver, successor)
    const [, last] = await t.system.list(LeadAssignment, { where: { lead: { eq: lead.id } }, orderBy: [{ id: 'asc' }] })
    expect(last).toMatchObject({ user: successor, reason: 'handover' })
    expect((await t.system.get(Interaction, call.id)).user).toBe(leaver)
  })

  it('does only what was reviewed, once, and only by who may', async () => {
    const [leaver, successor] = [await person(), await person()]
    const { id } = await prepare(leaver, successor)
    const { seal } = await review(id)
    await deal(leaver, 1n)
    await expect(apply(id, seal)).rejects.toThrow('no longer what was reviewed')
    const stranger = await t.actor('user', { permissions: { 'sfa:read': 'all', 'sfa:write': 'all' } })
    await expect(apply(id, seal, stranger)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(t.update(Handover, id, { status: 'applied' })).rejects.toThrow('by reviewing and applying')
    const fresh = (await review(id)).seal
    const results = await Promise.allSettled([1, 2, 3, 4].map(() => apply(id, fresh)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(t.update(Handover, id, { reason: 'Other' })).rejects.toThrow('stays on record')
  })

  it.each([
    ['to the leaver himself', async (leaver: Id) => ({ successor: leaver })],
    ['to somebody who has left', async () => ({ successor: (await t.create(User, { active: false })).id })],
    ['of an entity there is not', async () => ({ rules: [{ entity: 'yacht', to: await person() }] })],
    ['to nobody', async () => ({ rules: [{ entity: 'lead' }] })],
  ])('%s is refused', async (_what, input) => {
    const leaver = await person()
    await expect(prepare(leaver, await person(), await input(leaver))).rejects.toMatchObject({ code: 'VALIDATION' })
  })

  it('that fails moves nothing', async () => {
    const [leaver, successor] = [await person(), await person()]
    const account = await t.create(Account, { name: 'Stays', owner: leaver })
    const { id } = await prepare(leaver, successor)
    const { seal } = await review(id)
    await t.update(User, successor, { active: false })
    await expect(apply(id, seal)).rejects.toThrow('has left meanwhile')
    await t.update(User, successor, { active: true })
    await t.create(Trip, { title: 'Locked', driver: leaver })
    await expect(apply(id, (await review(id)).seal)).rejects.toThrow('This trip is locked.')
    expect((await t.system.get(Account, account.id)).owner).toBe(leaver)
    expect((await t.system.get(User, leaver)).active).toBe(true)
  })
})
