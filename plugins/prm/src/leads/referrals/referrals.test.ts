import { type Actor, type Id, Partner } from '@tessera/core'
import { Lead, LeadSource } from '@tessera/plugin-customers/model'
import { convertLead } from '@tessera/plugin-sfa'
import { Opportunity } from '@tessera/plugin-sfa/model'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createChannelCrm, ladder, line, seller } from '../../deals/test-support/channel.ts'
import { Notification, RewardEntry, RewardProgram, RewardRule } from '../../model.ts'
import { calculateRewards } from '../../rewards/calculate.ts'
import { ReferredLead } from '../entities.ts'
import { refusal } from '../test-support/lead-floor.ts'

let t: TestCrm
let boss: Actor
beforeAll(async () => {
  t = await createChannelCrm()
  boss = await t.actor('user')
}, 180_000)
afterAll(() => t.close())

const handIn = (who: Actor, input: Readonly<Record<string, unknown>>) =>
  t.graphql<{ handInLead: { id: Id } }>(
    who,
    'mutation ($input: HandInLeadInput!) { handInLead(input: $input) { id } }',
    { input: { company: 'Werra Bau GmbH', email: 'info@werra.example', contactName: 'Anna Maria Berg', ...input } },
  )
const stateOf = async (who: Actor) => (await t.as(who).list(ReferredLead)).map(({ state }) => state)

it('a partner hands in a lead: it is ours, the partner sees how it goes, and earns once it is an opportunity', async () => {
  const stages = await ladder(t)
  const who = await seller(t, { fields: { prmType: 'referral' } })
  const { id: program } = await t.create(RewardProgram, { program: null, validFrom: '2026-01-01', validUntil: null })
  await t.system.mutate(RewardRule).create({ program, name: 'Finders', kind: 'referral', source: 'lead', rate: '5' })
  const pumps = await line(t, 'Pumps')
  await handIn(who, { productLine: pumps, note: 'They build a new hall' })
  const [referred] = await t.system.list(ReferredLead)
  const lead = await t.system.get(Lead, referred?.lead ?? '')
  expect(lead).toMatchObject({
    company: 'Werra Bau GmbH',
    firstName: 'Anna Maria',
    lastName: 'Berg',
    countryCode: 'DE',
    sfaInterests: [pumps],
    status: 'new',
  })
  expect((await t.system.get(LeadSource, lead.source ?? '')).name).toBe('Partner')
  expect(await stateOf(who)).toEqual(['received'])
  await t.update(Lead, lead.id, { status: 'working' })
  await t.drain()
  expect(await stateOf(who)).toEqual(['working'])
  const { opportunity } = await convertLead(t.system as never, lead.id, { stage: stages.open })
  await t.update(Opportunity, opportunity, { amount: { minor: 2_000_00n, currency: 'EUR' } })
  await t.drain()
  expect(await stateOf(who)).toEqual(['qualified'])
  const news = await t.system.list(Notification, { where: { user: { eq: who.id } } })
  expect(news.map(({ kind }) => kind)).toEqual(['leads.referralQualified'])
  await calculateRewards(t.system, program)
  expect(await t.system.list(RewardEntry)).toMatchObject([
    { partner: who.partner, amount: { minor: 100_00n, currency: 'EUR' } },
  ])
})

it('a way to reach them is asked for, and who may not is refused', async () => {
  const who = await seller(t)
  expect(await refusal(handIn(who, { email: null }))).toBe('VALIDATION')
  expect(await refusal(handIn(await seller(t, { partner: who.partner, roles: ['finance'] }), {}))).toBe('FORBIDDEN')
  expect(await refusal(handIn(boss, {}))).toBe('FORBIDDEN')
  await t.update(Partner, who.partner, { prmStatus: 'suspended' })
  expect(await refusal(handIn(who, {}))).toBe('prm.partnerInactive')
})

it('only the partner itself sees whom it referred, and nothing of the lead', async () => {
  const [who, other] = [await seller(t), await seller(t)]
  await handIn(who, {})
  expect(await t.as(other).list(ReferredLead)).toEqual([])
  expect(await refusal(t.graphql(who, '{ referredLeads { nodes { lead { id } } } }'))).toBe('FORBIDDEN')
  expect(await refusal(t.graphql(who, '{ leads { nodes { id } } }'))).toBe('FORBIDDEN')
})
