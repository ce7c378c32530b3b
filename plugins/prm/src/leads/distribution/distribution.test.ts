import { type Actor, type Id, Partner, Territory } from '@tessera/core'
import { Category } from '@tessera/plugin-catalog/model'
import { Lead } from '@tessera/plugin-customers/model'
import { AssignmentRule, LeadPool } from '@tessera/plugin-sfa/model'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createChannelCrm, seller } from '../../deals/test-support/channel.ts'
import { LeadDistributionRule, LeadTurns, PartnerLead } from '../entities.ts'
import { comes, does, liveOf, market, offersOf, person, refusal } from '../test-support/lead-floor.ts'
import { distributeLeads } from './distribute-leads.ts'
import { offerWaitingLeads } from './new-leads.ts'

let t: TestCrm
beforeAll(async () => {
  t = await createChannelCrm()
}, 180_000)
afterAll(() => t.close())

const partnerOf = async (lead: Id) => (await liveOf(t, lead))?.partner ?? null
const shares = async (campaign: string, people: readonly { readonly partner: Id }[]) => {
  const leads = await t.system.list(Lead, { where: { campaign: { eq: campaign } }, limit: 20_000 })
  return people.map(({ partner }) => leads.filter(({ prmPartner }) => prmPartner === partner).length)
}
const bring = async (campaign: string, many: number): Promise<readonly Id[]> => {
  const rows = await t.system
    .mutate(Lead)
    .createMany(Array.from({ length: many }, () => ({ ...person, campaign }) as never))
  const ids = rows.map(({ id }) => id)
  await distributeLeads(t.system, ids)
  return ids
}

describe('a rule', () => {
  it('asks partners of the country, of the territory or one above it, or from anywhere', async () => {
    const world = (await t.create(Territory, { name: 'World', parent: null })).id
    const north = (await t.create(Territory, { name: 'North', parent: world })).id
    const south = (await t.create(Territory, { name: 'South', parent: world })).id
    const fields = [
      { prmCountryCode: 'DE', prmTerritory: north },
      { prmCountryCode: 'FR', prmTerritory: south },
      { prmCountryCode: 'AT', prmTerritory: world },
    ].map((one) => ({ fields: one }))
    const taken = async (area: string, input: Record<string, unknown>) => {
      const { people, campaign } = await market(t, fields, { area })
      const lead = await comes(t, campaign, input)
      for (let who = await liveOf(t, lead); who; who = await liveOf(t, lead))
        await does(
          t,
          people.find(({ partner }) => partner === who?.partner) as Actor,
          'declinePartnerLead',
          who.id,
          'reason: "No"',
        )
      return (await offersOf(t, lead))
        .map(({ partner }) => people.findIndex((one) => one.partner === partner))
        .toSorted()
    }
    expect(await taken('country', { countryCode: 'FR' })).toEqual([1])
    expect(await taken('country', { countryCode: null })).toEqual([])
    expect(await taken('territory', { territory: north })).toEqual([0, 2])
    expect(await taken('territory', { territory: null })).toEqual([])
    expect(await taken('anywhere', { countryCode: 'JP' })).toEqual([0, 1, 2])
  })

  it('asks specialists only, by what the lead asks for, what is above that, or its industry', async () => {
    const pumps = (await t.create(Category, { name: 'Pumps', parent: null })).id
    const dosing = (await t.create(Category, { name: 'Dosing pumps', parent: pumps })).id
    const { people, campaign } = await market(
      t,
      [{ fields: { prmSpecialities: ['pumps'] } }, { fields: { prmSpecialities: ['Dairy'] } }, {}],
      { bySpeciality: true },
    )
    expect(await partnerOf(await comes(t, campaign, { sfaInterests: [dosing], industry: null }))).toBe(
      people[0]?.partner,
    )
    expect(await partnerOf(await comes(t, campaign, { industry: 'dairy' }))).toBe(people[1]?.partner)
    const neither = await comes(t, campaign, { industry: 'Mining' })
    expect(await t.system.get(Lead, neither)).toMatchObject({ prmDistribution: 'stuck' })
  })

  it('asks from a tier up, and neither partners that only refer nor those that are not active', async () => {
    const { people, campaign } = await market(
      t,
      [
        { weight: 1 },
        { weight: 2 },
        { weight: 2, fields: { prmType: 'referral' } },
        { weight: 2, fields: { prmStatus: 'suspended' } },
        { weight: 2, fields: { active: false } },
      ],
      { minimumRank: 1 },
    )
    const ids = await bring(campaign, 4)
    expect(await Promise.all(ids.map(partnerOf))).toEqual(ids.map(() => people[1]?.partner))
  })

  it('gives nothing to a tier of weight nought, and the first rule in order decides', async () => {
    const { people, campaign } = await market(t, [{ weight: 0 }, { weight: 1 }], { byTier: true, position: 50 })
    const other = await seller(t)
    const program = (await t.system.get(Partner, people[0]?.partner as Id)).prmProgram
    await t.create(LeadDistributionRule, {
      name: `${campaign} earlier`,
      position: 10,
      program,
      minimumRank: null,
      responseHours: null,
      byTier: false,
      conditions: [
        { field: 'campaign', is: 'in', value: [campaign] },
        { field: 'employees', is: 'atLeast', value: 1000 },
      ],
    })
    expect(await partnerOf(await comes(t, campaign))).toBe(people[1]?.partner)
    expect([people[0]?.partner, people[1]?.partner]).toContain(
      await partnerOf(await comes(t, campaign, { employees: 2000 })),
    )
    expect(await t.system.list(PartnerLead, { where: { partner: { eq: other.partner } } })).toEqual([])
  })

  it('that asks for what there is not is refused', async () => {
    const wrong = { name: 'Wrong', conditions: [{ field: 'shoeSize', is: 'in', value: ['44'] }] }
    await expect(t.create(LeadDistributionRule, wrong)).rejects.toThrow('«shoeSize» is no fact')
  })
})

describe('a new lead', () => {
  it('that one of our own pools takes, or that names its owner, is left alone; without a rule, too', async () => {
    const { campaign } = await market(t, [{}])
    const pool = await t.create(LeadPool, { name: campaign })
    await t.create(AssignmentRule, {
      name: campaign,
      pool: pool.id,
      conditions: [
        { field: 'campaign', is: 'in', value: [campaign] },
        { field: 'rating', is: 'in', value: ['hot'] },
      ],
    })
    const boss = await t.actor('user')
    expect(await offersOf(t, await comes(t, campaign, { rating: 'hot' }))).toEqual([])
    expect(await offersOf(t, await comes(t, campaign, { owner: 'id' in boss ? boss.id : null }))).toEqual([])
    expect(await offersOf(t, await comes(t, `${campaign} of nobody`))).toEqual([])
    expect(await offersOf(t, await comes(t, campaign))).toHaveLength(1)
  })

  it('waits while all are full, and goes out once somebody has room', async () => {
    const { people, campaign } = await market(t, [{ capacity: 1 }])
    const [first, second] = [await comes(t, campaign), await comes(t, campaign)]
    expect([await partnerOf(first), await partnerOf(second)]).toEqual([people[0]?.partner, null])
    expect((await t.system.get(Lead, second)).prmDistribution).toBe('waiting')
    const who = people[0] as Actor
    const offer = (await liveOf(t, first))?.id ?? ''
    await does(t, who, 'acceptPartnerLead', offer)
    expect((await distributeLeads(t.system, [second])).waiting).toEqual([second])
    await does(t, who, 'losePartnerLead', offer, 'reason: "No budget"')
    await offerWaitingLeads.run({ ctx: t.system, signal: new AbortController().signal } as never)
    expect(await partnerOf(second)).toBe(people[0]?.partner)
  })
})

describe('shares', () => {
  it('follow the weights of tiers, and a capacity that is full takes no part', async () => {
    const { people, campaign, rule } = await market(
      t,
      [
        { weight: 1, capacity: 1000 },
        { weight: 2, capacity: 1000 },
        { weight: 4, capacity: 30 },
      ],
      { byTier: true },
    )
    for (let batch = 0; batch < 4; batch++) await bring(campaign, 50)
    const [one, two, three] = await shares(campaign, people)
    // Full after 53 leads, of which it got 30; the rest goes one to two.
    expect(three).toBe(30)
    expect(one).toBeGreaterThanOrEqual(56)
    expect(one).toBeLessThanOrEqual(58)
    expect((one ?? 0) + (two ?? 0)).toBe(170)
    const [turns] = await t.system.list(LeadTurns, { where: { rule: { eq: rule } } })
    expect(turns?.given).toBe(200)
  })

  it('grow for who answers and sells, and shrink for who does not', async () => {
    const { people, campaign } = await market(t, [{ capacity: 1000 }, { capacity: 1000 }], { byPerformance: true })
    const [good, bad] = people as [Actor & { partner: Id }, Actor & { partner: Id }]
    for (const lead of await bring(campaign, 40)) {
      const offer = await liveOf(t, lead)
      if (offer?.partner === good.partner) await does(t, good, 'acceptPartnerLead', offer.id)
      else if (offer) {
        await does(t, bad, 'declinePartnerLead', offer.id, 'reason: "No"')
        const next = await liveOf(t, lead)
        if (next) await does(t, good, 'acceptPartnerLead', next.id)
      }
    }
    const after = await bring(campaign, 60)
    const of = await Promise.all(after.map(partnerOf))
    // 50 + 50 × ((40 + 2) / (40 + 4) + 2 / 4) = 123 against 50 + 50 × (2 / (20 + 4) + 2 / 4) = 79, and a little of each.
    const share = of.filter((partner) => partner === good.partner).length / 60
    expect(share).toBeGreaterThan(0.57)
    expect(share).toBeLessThan(0.65)
  })
})

it('who distributes offers leads to the partners his scope covers, and to no others', async () => {
  const boss = await t.actor('user', {
    permissions: { 'prm:distributeLeads': 'own', 'prm:read': 'own', 'leads:read': 'all' },
  })
  const lead = await comes(t, 'for nobody')
  const foreign = await seller(t)
  expect(
    await refusal(t.graphql(boss, `mutation { offerLead(lead: "${lead}", partner: "${foreign.partner}") { id } }`)),
  ).toBe('FORBIDDEN')
  type Answer = { leadCandidates: { partners: unknown[] } }
  const { leadCandidates } = await t.graphql<Answer>(boss, `{ leadCandidates(lead: "${lead}") { partners { name } } }`)
  expect(leadCandidates.partners).toEqual([])
})
