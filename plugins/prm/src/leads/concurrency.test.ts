import { type Actor, type Id, sql } from '@tessera/core'
import { Lead } from '@tessera/plugin-customers/model'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createChannelCrm } from '../deals/test-support/channel.ts'
import { distributeLeads } from './distribution/distribute-leads.ts'
import { PartnerLead } from './entities.ts'
import { acceptLead, declineLead } from './offers/answer-lead.ts'
import { distributeLead, offerLead } from './offers/offer-by-hand.ts'
import { recallLead, recallSilent } from './offers/recall-lead.ts'
import { comes, market, offersOf, person } from './test-support/lead-floor.ts'

/** What the embedded database, which has one session, tells with fewer. */
const many = process.env.TESSERA_TEST_DATABASE_URL ? 200 : 40

let t: TestCrm
beforeAll(async () => {
  t = await createChannelCrm()
}, 180_000)
afterAll(() => t.close())

/** More come than the pool has connections. Who waited too long for one comes again. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if ((error as { code?: string }).code !== 'DATABASE_BUSY') throw error
    }
  }
}

const settled = (work: readonly Promise<unknown>[]) => Promise.allSettled(work)
const mostLive = async (lead: Id): Promise<number> => {
  const { rows } = await sql<{ live: number }>`
    select count(*)::int as live from crm.partner_lead where lead_id = ${lead} and status in ('offered', 'accepted', 'converted')
      and deleted_at is null`.execute(t.system.db)
  return rows[0]?.live ?? 0
}

it(`${many} who offer one lead at the same moment, by rules and by hand, make one offer`, {
  timeout: 300_000,
}, async () => {
  const { people, campaign } = await market(t, [{ capacity: 1000 }, { capacity: 1000 }, { capacity: 1000 }])
  const boss = await t.actor('user')
  const lead = (await t.system.mutate(Lead).create({ ...person, campaign, team: null } as never)).id
  const outcomes = await settled(
    Array.from({ length: many }, (_, n) =>
      patiently<unknown>(() =>
        n % 3 === 0
          ? distributeLeads(t.system, [lead])
          : n % 3 === 1
            ? distributeLead(t.as(boss), lead)
            : offerLead(t.as(boss), { lead, partner: people[n % people.length]?.partner as Id }),
      ),
    ),
  )
  expect(await offersOf(t, lead)).toHaveLength(1)
  const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []))
  expect(new Set(refused)).toEqual(new Set(['prm.leadTaken']))
})

it('without our own looking first, the database alone lets one be live', { timeout: 120_000 }, async () => {
  const { people, campaign } = await market(t, [{}, {}])
  const lead = await comes(t, campaign)
  const [offer] = await offersOf(t, lead)
  const outcomes = await settled(
    Array.from({ length: 10 }, (_, n) =>
      t.system.mutate(PartnerLead).create({
        number: `LD-${campaign}-${n}`.slice(0, 20),
        title: 'Once more',
        lead,
        partner: people[n % 2]?.partner,
        status: 'offered',
        offeredAt: new Date(t.clock.now().getTime() + n * 3_600_000),
        respondBy: t.clock.now(),
        place: 100 + n,
        why: { by: 'hand' },
      } as never),
    ),
  )
  expect(outcomes.map((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : 'fine'))).toEqual(
    Array.from({ length: 10 }, () => 'OVERLAP'),
  )
  expect((await offersOf(t, lead)).map(({ id }) => id)).toEqual([offer?.id])
})

it('leads that are distributed at the same time never fill a partner beyond its capacity, and all find somebody', {
  timeout: 300_000,
}, async () => {
  const { people, campaign } = await market(t, [{ capacity: 3 }, { capacity: 7 }, { capacity: 1000 }])
  const rows = await t.system
    .mutate(Lead)
    .createMany(Array.from({ length: many }, () => ({ ...person, campaign }) as never))
  const groups = Array.from({ length: 20 }, (_, group) => rows.filter((_row, index) => index % 20 === group))
  await Promise.all(
    groups.map((group) =>
      patiently(() =>
        distributeLeads(
          t.system,
          group.map(({ id }) => id),
        ),
      ),
    ),
  )
  const open = await Promise.all(
    people.map(
      async ({ partner }) =>
        (await t.system.list(PartnerLead, { where: { partner: { eq: partner } }, limit: 1000 })).length,
    ),
  )
  expect(open).toEqual([3, 7, many - 10])
})

it('accepted, declined, recalled and passed on by many at once, a lead never has two', {
  timeout: 300_000,
}, async () => {
  const { people, campaign } = await market(
    t,
    Array.from({ length: 6 }, () => ({ capacity: 50 })),
    { maxOffers: 50 },
  )
  const boss = await t.actor('user')
  const leads = await Promise.all([0, 1, 2, 3].map(() => comes(t, campaign)))
  const who = (partner: Id) => t.as(people.find((one) => one.partner === partner) as Actor)
  for (let round = 0; round < 5; round++) {
    const offers = (await Promise.all(leads.map((lead) => offersOf(t, lead)))).flatMap((all) => all.slice(-1))
    if (round === 3) t.clock.advance({ days: 1 })
    const outcomes = await settled(
      offers.flatMap(({ id, partner, lead }) => [
        patiently(() => acceptLead(who(partner), id)),
        patiently(() => declineLead(who(partner), id, 'No')),
        patiently(() => recallLead(t.as(boss), id, { reason: 'Again' })),
        patiently(() => recallSilent(t.system)),
        patiently(() => distributeLead(t.as(boss), lead)),
      ]),
    )
    const codes = outcomes.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []))
    expect(codes.filter((code) => !code.startsWith('prm.'))).toEqual([])
    for (const lead of leads) expect(await mostLive(lead)).toBeLessThanOrEqual(1)
  }
  for (const lead of leads) {
    const all = await offersOf(t, lead)
    expect(new Set(all.map(({ partner }) => partner)).size).toBe(all.length)
  }
})

it('whichever of two answers comes first, the other is refused, and what follows is the same', async () => {
  const end = async (order: 'accept first' | 'recall first') => {
    const { people, campaign } = await market(t, [{}, {}])
    const boss = await t.actor('user')
    const [mine, other] = [await comes(t, campaign), await comes(t, campaign)]
    const [a, b] = [(await offersOf(t, mine))[0], (await offersOf(t, other))[0]]
    const as = (partner: Id | undefined) => t.as(people.find((one) => one.partner === partner) as Actor)
    const steps = [
      () => acceptLead(as(a?.partner), a?.id ?? ''),
      () => recallLead(t.as(boss), b?.id ?? '', { reason: 'Ours', next: false }),
    ]
    for (const step of order === 'accept first' ? steps : steps.toReversed()) await step()
    return (await Promise.all([mine, other].map((lead) => offersOf(t, lead)))).map((all) =>
      all.map(({ status }) => status),
    )
  }
  expect(await end('accept first')).toEqual(await end('recall first'))
})
