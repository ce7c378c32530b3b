import { type Actor, type Id, Partner, Role, RoleAssignment, User } from '@tessera/core'
import { readTimelines } from '@tessera/plugin-customers'
import { Lead } from '@tessera/plugin-customers/model'
import { WorkCalendar } from '@tessera/plugin-sfa/model'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createChannelCrm, seller } from '../../deals/test-support/channel.ts'
import { Notification } from '../../model.ts'
import { PartnerLead, PartnerLeadReport } from '../entities.ts'
import { comes, does, liveOf, market, offersOf, person, refusal } from '../test-support/lead-floor.ts'
import { recallSilent } from './recall-lead.ts'

let t: TestCrm
let boss: Actor
beforeAll(async () => {
  t = await createChannelCrm({ decisionCalendar: 'Office', leadResponseHours: 8 })
  boss = await t.actor('user')
  await t.create(WorkCalendar, {
    name: 'Office',
    timeZone: 'Europe/Berlin',
    hours: Object.fromEntries([1, 2, 3, 4, 5].map((day) => [day, [['09:00', '17:00']]])),
  })
})
afterAll(() => t.close())

const contact = ['company', 'contactName', 'email', 'phone', 'address', 'city', 'details'] as const
const seen = async (who: Actor, offer: Id) => {
  const { partnerLead } = await t.graphql<{ partnerLead: Record<string, unknown> | null }>(
    who,
    `query ($id: ID!) { partnerLead(id: $id) { title status region employees industry ${contact.join(' ')} } }`,
    { id: offer },
  )
  return partnerLead
}
const newsOf = async (who: Actor | { readonly id: Id }) =>
  (await t.system.list(Notification, { where: { user: { eq: (who as { id: Id }).id } } })).map(({ kind }) => kind)

describe('an offer', () => {
  it('tells what for and where, and whom only once it is accepted', async () => {
    const { people, campaign } = await market(t, [{}])
    const [who] = people
    const lead = await comes(t, campaign)
    const offer = await liveOf(t, lead)
    expect(await newsOf(who as Actor)).toEqual(['leads.offered'])
    const { notifications } = await t.graphql<{ notifications: unknown }>(
      who as Actor,
      '{ notifications { nodes { en: title(language: "en") zh: title(language: "zh-CN") } } }',
    )
    expect(notifications).toEqual({
      nodes: [
        {
          en: 'New lead for you: Water supply – Nordrhein-Westfalen, Germany',
          zh: '新线索：Water supply – 德国 Nordrhein-Westfalen',
        },
      ],
    })
    const before = await seen(who as Actor, offer?.id ?? '')
    expect(before).toMatchObject({
      title: 'Water supply – Nordrhein-Westfalen, Germany',
      status: 'offered',
      region: 'Nordrhein-Westfalen',
      employees: 40,
    })
    expect(JSON.stringify(before)).not.toMatch(/Adler|Ines|Brunnen|5066/)
    expect(await t.system.get(Lead, lead)).toMatchObject({ prmDistribution: 'offered', prmPartner: who?.partner })
    await does(t, who as Actor, 'acceptPartnerLead', offer?.id ?? '')
    expect(await seen(who as Actor, offer?.id ?? '')).toMatchObject({
      status: 'accepted',
      company: person.company,
      contactName: 'Ines Adler',
      email: person.email,
      address: 'Am Brunnen 1, 50667 Köln',
    })
    expect(await t.system.get(Lead, lead)).toMatchObject({ prmDistribution: 'accepted', status: 'working' })
    await does(t, who as Actor, 'acceptPartnerLead', offer?.id ?? '')
  })

  it('is due so many working hours later, and not at night or on a weekend', async () => {
    const { campaign } = await market(t, [{}], { responseHours: 10 })
    t.clock.set(new Date('2026-03-06T13:00:00Z'))
    const offer = await liveOf(t, await comes(t, campaign))
    // Friday 14:00 in Berlin: three hours are left of the day, seven follow on Monday.
    expect(offer?.respondBy).toEqual(new Date('2026-03-09T15:00:00Z'))
  })

  it('says why this partner, to us alone', async () => {
    const { people, rule, campaign } = await market(t, [{ weight: 3 }, { weight: 1, capacity: 0 }], { byTier: true })
    const offer = await liveOf(t, await comes(t, campaign))
    expect(offer?.why).toMatchObject({
      by: 'rule',
      rule,
      ruleName: campaign,
      ruleVersion: 1,
      turn: 1,
      tierWeight: 3,
      performance: 100,
      share: 10_000,
      present: 1,
      meant: 2,
    })
    for (const field of ['why', 'lead { id }', 'offeredBy { id }', 'place', 'manager { id }'])
      expect(await refusal(t.graphql(people[0] as Actor, `{ partnerLeads { nodes { ${field} } } }`))).toBe('FORBIDDEN')
  })

  it('is seen by those who sell for its partner, and by nobody else at any partner', async () => {
    const { people, campaign } = await market(t, [{}])
    const [who] = people
    const offer = await liveOf(t, await comes(t, campaign))
    const finance = await seller(t, { partner: who?.partner as Id, roles: ['finance'] })
    const below = await seller(t, { parent: who?.partner as Id })
    await t.create(Partner, { name: 'Above' })
    const above = await seller(t)
    await t.update(Partner, who?.partner as Id, { parent: above.partner })
    for (const other of [finance, below, above]) {
      if (other === finance) expect(await refusal(t.as(other).list(PartnerLead))).toBe('FORBIDDEN')
      else expect(await t.as(other).list(PartnerLead)).toEqual([])
      expect(await refusal(does(t, other, 'acceptPartnerLead', offer?.id ?? ''))).not.toBe('fine')
      expect(await t.graphql(other, '{ leadSummary { waiting statuses { count } stuck } }')).toEqual({
        leadSummary: { waiting: 0, statuses: [], stuck: null },
      })
    }
    expect((await t.as(who as Actor).list(PartnerLead)).map(({ id }) => id)).toEqual([offer?.id])
  })
})

describe('declining', () => {
  it('takes a reason, and the next who has not had it gets the lead', async () => {
    const desk = await t.create(User, { name: 'Desk', email: 'desk@company.example', kind: 'staff' })
    const role = await t.create(Role, { name: 'Lead desk', grants: { 'prm:distributeLeads': 'all' } })
    await t.create(RoleAssignment, { user: desk.id, role: role.id })
    const elsewhere = await t.create(User, { name: 'Elsewhere', email: 'elsewhere@company.example', kind: 'staff' })
    const own = await t.create(Role, { name: 'Own leads', grants: { 'prm:distributeLeads': 'own' } })
    await t.create(RoleAssignment, { user: elsewhere.id, role: own.id })
    const { people, campaign } = await market(t, [{}, {}])
    const lead = await comes(t, campaign)
    const first = await liveOf(t, lead)
    const who = people.find(({ partner }) => partner === first?.partner) as Actor
    expect(await refusal(does(t, who, 'declinePartnerLead', first?.id ?? '', 'reason: " . "'))).toBe(
      'prm.reasonMissing',
    )
    await does(t, who, 'declinePartnerLead', first?.id ?? '', 'reason: "Too far for us"')
    const second = await liveOf(t, lead)
    expect(second?.partner).not.toBe(first?.partner)
    expect((await offersOf(t, lead)).map(({ status, reason }) => [status, reason])).toEqual([
      ['declined', 'Too far for us'],
      ['offered', null],
    ])
    const other = people.find(({ partner }) => partner === second?.partner) as Actor
    await does(t, other, 'declinePartnerLead', second?.id ?? '', 'reason: "Full"')
    // Nobody is left: whoever distributes leads hears of it, once.
    expect(await t.system.get(Lead, lead)).toMatchObject({ prmDistribution: 'stuck', prmPartner: null })
    expect(await newsOf(desk)).toEqual(['leads.declined', 'leads.declined', 'leads.stuck'])
    // Whose scope covers neither the partners nor the lead does not learn of whom they are.
    expect(await newsOf(elsewhere)).toEqual([])
  })

  it('is answered once: a lead that was declined can not be accepted', async () => {
    const { people, campaign } = await market(t, [{}])
    const offer = await liveOf(t, await comes(t, campaign))
    await does(t, people[0] as Actor, 'declinePartnerLead', offer?.id ?? '', 'reason: "No"')
    expect(await refusal(does(t, people[0] as Actor, 'acceptPartnerLead', offer?.id ?? ''))).toBe('prm.leadStatus')
  })
})

describe('silence', () => {
  it('recalls the lead when the time is over, and passes it on; answering then is too late', async () => {
    const { people, campaign } = await market(t, [{}, {}])
    t.clock.set(new Date('2026-03-10T08:00:00Z'))
    const lead = await comes(t, campaign)
    const first = await liveOf(t, lead)
    const who = people.find(({ partner }) => partner === first?.partner) as Actor
    t.clock.set(new Date('2026-03-10T15:59:59Z'))
    await recallSilent(t.system)
    expect((await liveOf(t, lead))?.id).toBe(first?.id)
    t.clock.set(new Date('2026-03-10T16:00:00Z'))
    // The promise counts, not whether the job has run.
    expect(await refusal(does(t, who, 'acceptPartnerLead', first?.id ?? ''))).toBe('prm.leadTooLate')
    expect(await recallSilent(t.system)).toBeGreaterThan(0)
    const second = await liveOf(t, lead)
    expect(second?.partner).not.toBe(first?.partner)
    expect(await t.system.get(PartnerLead, first?.id ?? '')).toMatchObject({
      status: 'recalled',
      recallCause: 'silence',
      place: null,
    })
    expect(await newsOf(who)).toContain('leads.tooLate')
    expect(await refusal(does(t, who, 'acceptPartnerLead', first?.id ?? ''))).toBe('prm.leadTooLate')
  })

  it('is asked of no more partners than the rule says', async () => {
    const { campaign } = await market(t, [{}, {}, {}], { maxOffers: 2 })
    t.clock.set(new Date('2026-03-11T08:00:00Z'))
    const lead = await comes(t, campaign)
    for (const day of [12, 13, 16]) {
      t.clock.set(new Date(`2026-03-${day}T10:00:00Z`))
      await recallSilent(t.system)
    }
    expect((await offersOf(t, lead)).map(({ status }) => status)).toEqual(['recalled', 'recalled'])
    expect((await t.system.get(Lead, lead)).prmDistribution).toBe('stuck')
  })
})

describe('staff', () => {
  it('recalls an accepted lead with a reason: the partner no longer sees whom it was about, and the next gets it', async () => {
    const { people, campaign } = await market(t, [{}, {}])
    const lead = await comes(t, campaign)
    const first = await liveOf(t, lead)
    const who = people.find(({ partner }) => partner === first?.partner) as Actor
    await does(t, who, 'acceptPartnerLead', first?.id ?? '')
    expect(await refusal(does(t, boss, 'recallPartnerLead', first?.id ?? '', 'reason: ""'))).toBe('prm.reasonMissing')
    expect(await refusal(does(t, who, 'recallPartnerLead', first?.id ?? '', 'reason: "Mine"'))).toBe('FORBIDDEN')
    await does(t, boss, 'recallPartnerLead', first?.id ?? '', 'reason: "The customer asked for another"')
    const after = await seen(who, first?.id ?? '')
    expect(contact.map((name) => after?.[name])).toEqual(contact.map(() => null))
    expect(after?.status).toBe('recalled')
    expect((await liveOf(t, lead))?.partner).not.toBe(first?.partner)
  })

  it('offers a lead by hand with a note, past the rules but not past what the partner takes', async () => {
    const who = await seller(t, { fields: { prmLeadCapacity: 1 } })
    const [lead, other] = [await comes(t, 'nobody wants it'), await comes(t, 'nobody wants it either')]
    const offer = (id: Id, actor: Actor = boss) =>
      t.graphql(
        actor,
        `mutation { offerLead(lead: "${id}", partner: "${who.partner}", message: "Call in the morning", hours: 4) { id } }`,
      )
    expect(await refusal(offer(lead, who))).not.toBe('fine')
    expect(
      await refusal(offer(lead, await t.actor('user', { permissions: { 'prm:read': 'all', 'leads:read': 'all' } }))),
    ).toBe('FORBIDDEN')
    await offer(lead)
    expect(await liveOf(t, lead)).toMatchObject({
      partner: who.partner,
      message: 'Call in the morning',
      why: { by: 'hand' },
    })
    expect(await refusal(offer(lead))).toBe('prm.leadTaken')
    expect(await refusal(offer(other))).toBe('prm.leadCapacity')
    expect(await refusal(t.graphql(boss, `mutation { distributeLead(lead: "${other}") { id } }`))).toBe(
      'prm.noLeadRule',
    )
  })

  it('closes a lead itself: the partner is told that nothing is left to do', async () => {
    const { people, campaign } = await market(t, [{}])
    const lead = await comes(t, campaign)
    await t.update(Lead, lead, { status: 'disqualified' })
    await t.drain()
    expect((await offersOf(t, lead)).map(({ status, recallCause }) => [status, recallCause])).toEqual([
      ['recalled', 'leadOver'],
    ])
    expect(await newsOf(people[0] as Actor)).toContain('leads.over')
  })

  it('sees who could have a lead by the rules, and how large each share is', async () => {
    const { people, campaign } = await market(t, [{ weight: 3 }, { weight: 1 }, { weight: 1, capacity: 0 }], {
      byTier: true,
    })
    const lead = await comes(t, campaign)
    const had = await liveOf(t, lead)
    type Answer = {
      leadCandidates: { ruleName: string; partners: { partner: Id; had: boolean; share: number | null }[] }
    }
    const { leadCandidates } = await t.graphql<Answer>(
      boss,
      `{ leadCandidates(lead: "${lead}") { ruleName partners { partner had share } } }`,
    )
    expect(leadCandidates.ruleName).toBe(campaign)
    const own = leadCandidates.partners.filter((one) => people.some(({ partner }) => partner === one.partner))
    expect(own.map(({ share, had: has }) => [share, has]).toSorted()).toEqual(
      [
        [10_000, false],
        [null, false],
        [null, true],
      ].toSorted(),
    )
    expect(own.find((one) => one.had)?.partner).toBe(had?.partner)
  })
})

describe('what a partner tells', () => {
  it('stands on the timeline of the lead, and a lead that is qualified for it is so for us', async () => {
    const { people, campaign } = await market(t, [{}])
    const [who] = people as [Actor]
    const lead = await comes(t, campaign)
    const offer = (await liveOf(t, lead))?.id ?? ''
    expect(await refusal(does(t, who, 'reportPartnerLead', offer, 'note: "Early"'))).toBe('prm.leadStatus')
    await does(t, who, 'acceptPartnerLead', offer)
    expect(await refusal(does(t, who, 'reportPartnerLead', offer))).toBe('prm.nothingTold')
    await does(t, who, 'reportPartnerLead', offer, 'progress: contacted, note: "Called, visit on Friday"')
    await does(t, who, 'reportPartnerLead', offer, 'progress: qualified')
    expect(await t.system.get(Lead, lead)).toMatchObject({ status: 'qualified' })
    const [page] = await readTimelines(t.as(boss), 'lead', [lead])
    expect(page?.entries.map(({ kind, detail, body }) => [kind, detail, body])).toEqual(
      expect.arrayContaining([
        ['partnerReport', 'contacted', 'Called, visit on Friday'],
        ['partnerReport', 'qualified', null],
        expect.arrayContaining(['leadOffered']),
        expect.arrayContaining(['leadAnswered']),
      ]),
    )
    const [told] = await t.as(who).list(PartnerLeadReport)
    expect(await refusal(t.update(PartnerLeadReport, told?.id ?? '', { note: 'Otherwise' }))).not.toBe('fine')
  })

  it('lost closes the lead, given back passes it on; either way its partner no longer sees whom it is about', async () => {
    const { people, campaign } = await market(t, [{}, {}])
    const [lost, back] = [await comes(t, campaign), await comes(t, campaign)]
    const end = async (lead: Id, name: string) => {
      const offer = await liveOf(t, lead)
      const who = people.find(({ partner }) => partner === offer?.partner) as Actor
      await does(t, who, 'acceptPartnerLead', offer?.id ?? '')
      expect(await refusal(does(t, who, name, offer?.id ?? '', 'reason: ""'))).toBe('prm.reasonMissing')
      await does(t, who, name, offer?.id ?? '', 'reason: "No budget"')
      return { offer, who }
    }
    const over = await end(lost, 'losePartnerLead')
    expect(await seen(over.who, over.offer?.id ?? '')).toMatchObject({
      status: 'lost',
      ...Object.fromEntries(contact.map((field) => [field, null])),
    })
    expect(await t.system.get(Lead, lost)).toMatchObject({ status: 'disqualified', prmDistribution: 'done' })
    await t.drain()
    const { offer, who } = await end(back, 'returnPartnerLead')
    expect((await liveOf(t, back))?.partner).not.toBe(offer?.partner)
    expect(await seen(who, offer?.id ?? '')).toMatchObject({ status: 'returned', company: null, email: null })
  })
})

describe('an offer stays as it was made', () => {
  it.each(['status', 'partner', 'company', 'respondBy', 'place', 'why'])('nobody sets %s by hand', async (field) => {
    const { people, campaign } = await market(t, [{}])
    const offer = await liveOf(t, await comes(t, campaign))
    for (const actor of [people[0] as Actor, boss])
      expect(await refusal(t.update(PartnerLead, offer?.id ?? '', { [field]: 'accepted' }, actor))).not.toBe('fine')
    expect(await refusal(t.system.mutate(PartnerLead).delete(offer?.id ?? ''))).toBe('prm.leadStays')
  })
})
