import type { Actor, Id } from '@tessera/core'
import { Category } from '@tessera/plugin-catalog/model'
import { Lead } from '@tessera/plugin-customers/model'
import { Opportunity } from '@tessera/plugin-sfa/model'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { act, createChannelCrm, dealInput, dealRow, ladder, line } from '../../deals/test-support/channel.ts'
import { scorecard } from '../../plans/scorecard.ts'
import { comes, does, liveOf, market, offersOf, refusal } from '../test-support/lead-floor.ts'

let t: TestCrm
let boss: Actor
let pumps: Id
beforeAll(async () => {
  t = await createChannelCrm()
  boss = await t.actor('user')
  await ladder(t)
  pumps = await line(t, 'Pumps')
}, 180_000)
afterAll(() => t.close())

const register = (who: Actor, lead: Id) =>
  t.graphql<{ registerDeal: { id: Id } }>(
    who,
    'mutation ($input: RegisterDealInput!, $lead: ID) { registerDeal(input: $input, submit: true, lead: $lead) { id } }',
    { input: dealInput(pumps), lead },
  )

it('a lead becomes a deal of the partner, that an opportunity; the lead is converted, and the partner did not source it', async () => {
  const { people, campaign } = await market(t, [{}])
  const [who] = people as [Actor & { partner: Id }]
  const lead = await comes(t, campaign, { sfaInterests: [(await t.create(Category)).id] })
  const offer = (await liveOf(t, lead))?.id ?? ''
  expect(await refusal(register(who, offer))).toBe('prm.leadStatus')
  await does(t, who, 'acceptPartnerLead', offer)
  const { registerDeal } = await register(who, offer)
  expect(await liveOf(t, lead)).toMatchObject({ status: 'converted', deal: registerDeal.id, place: null })
  expect(await t.system.get(Lead, lead)).toMatchObject({ status: 'qualified', prmDistribution: 'done' })
  expect(await refusal(register(who, offer))).toBe('prm.leadStatus')
  await act(t, boss, 'approveDeal', registerDeal.id)
  await act(t, boss, 'convertDeal', registerDeal.id)
  await t.drain()
  const { opportunity, attribution, account } = await dealRow(t, registerDeal.id)
  expect(attribution).toBe('influenced')
  expect(await t.system.get(Lead, lead)).toMatchObject({ status: 'converted', account })
  expect(await t.system.get(Opportunity, opportunity ?? '')).toMatchObject({ lead })
  // That the lead is converted now does not take it from the partner.
  expect((await offersOf(t, lead)).map(({ status }) => status)).toEqual(['converted'])
  const figures = await scorecard(t.as(who), who.partner)
  expect(figures.filter(({ metric }) => metric.startsWith('lead')).map(({ metric, value }) => [metric, value])).toEqual(
    [
      ['leadAcceptance', '100.00'],
      ['leadConversion', '100.00'],
    ],
  )
})

it('the lead of another partner makes no deal, and nothing is left of the attempt', async () => {
  const { people, campaign } = await market(t, [{}])
  const offer = (await liveOf(t, await comes(t, campaign)))?.id ?? ''
  await does(t, people[0] as Actor, 'acceptPartnerLead', offer)
  const { people: others } = await market(t, [{}])
  expect(await refusal(register(others[0] as Actor, offer))).toBe('NOT_FOUND')
  expect(await t.graphql(others[0] as Actor, '{ dealRegistrations { totalCount } }')).toEqual({
    dealRegistrations: { totalCount: 0 },
  })
})
