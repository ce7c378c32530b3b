import type { Actor, Id } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import { LostReason, Opportunity } from '@tessera/plugin-sfa/model'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { act, createChannelCrm, dealInput, dealRow, ladder, line, registerAs, seller } from '../test-support/channel.ts'

let t: TestCrm
let pumps: Id
let boss: Actor
let stages: Awaited<ReturnType<typeof ladder>>
beforeAll(async () => {
  t = await createChannelCrm()
  pumps = await line(t, 'Pumps')
  boss = await t.actor('user')
  stages = await ladder(t)
})
afterAll(() => t.close())

async function approved(input: Record<string, unknown> = {}) {
  const who = await seller(t)
  const id = await registerAs(t, who, dealInput(pumps, input))
  await act(t, boss, 'approveDeal', id)
  return { who, id }
}

it('becomes an opportunity with an account of the partner, once however often it is asked', async () => {
  const { who, id } = await approved({ customerName: 'Oder Guss GmbH', city: 'Cottbus', taxId: 'DE811811818' })
  await Promise.all(Array.from({ length: 4 }, () => act(t, boss, 'convertDeal', id)))
  const deal = await dealRow(t, id)
  expect(deal).toMatchObject({
    status: 'converted',
    attribution: 'sourced',
    place: null,
    progress: 'open',
    progressStage: 'Qualify',
    protectedUntil: '2026-05-31',
  })
  const opportunities = await t.system.list(Opportunity, { where: { account: { eq: deal.account ?? '' } } })
  expect(opportunities).toMatchObject([
    { id: deal.opportunity, name: 'Oder Guss GmbH – Pumps', amount: { minor: 100_000n }, closeDate: '2026-12-31' },
  ])
  expect(await t.system.get(Account, deal.account ?? '')).toMatchObject({
    name: 'Oder Guss GmbH',
    partner: who.partner,
  })
})

it('finds the account there is, and joins an open opportunity as an influence', async () => {
  const account = (await t.create(Account, { name: 'Neckar Werke AG', website: 'https://neckar-werke.de' })).id
  const opportunity = (await t.create(Opportunity, { account, stage: stages.next, name: 'Known' })).id
  const first = await approved({ customerName: 'Neckarwerke', website: 'https://www.neckar-werke.de/x' })
  await act(t, boss, 'convertDeal', first.id, `opportunity: "${opportunity}"`)
  expect(await dealRow(t, first.id)).toMatchObject({
    account,
    opportunity,
    attribution: 'influenced',
    progressStage: 'Propose',
  })
  // What the company knew stays the company's: the account is not handed to the partner.
  expect((await t.system.get(Account, account)).partner).toBeNull()
  const who = await seller(t)
  const second = await registerAs(
    t,
    who,
    dealInput(await line(t), { customerName: 'Neckar', website: 'https://neckar-werke.de' }),
  )
  await act(t, boss, 'approveDeal', second)
  await act(t, boss, 'convertDeal', second, 'attribution: influenced')
  expect(await dealRow(t, second)).toMatchObject({ account, attribution: 'influenced' })
})

it('takes the rights to write accounts and opportunities, and an opportunity that is open', async () => {
  const { id } = await approved()
  const approver = await t.actor('user', { permissions: { 'prm:read': 'all', 'prm:approveDeals': 'all' } })
  await expect(act(t, approver, 'convertDeal', id)).rejects.toMatchObject({
    errors: [{ extensions: { code: 'FORBIDDEN' } }],
  })
  expect(await dealRow(t, id)).toMatchObject({ status: 'approved', opportunity: null })
  const won = (await t.create(Opportunity, { stage: stages.won })).id
  await expect(act(t, boss, 'convertDeal', id, `opportunity: "${won}"`)).rejects.toThrow(/choose one that is open/)
  const other = (await t.create(Opportunity, { stage: stages.open })).id
  const account = (await t.create(Account)).id
  await expect(act(t, boss, 'convertDeal', id, `opportunity: "${other}", account: "${account}"`)).rejects.toThrow(
    /another account/,
  )
})

it('tells the partner how it goes, and nothing else of the opportunity; what is won or lost protects no longer', async () => {
  const { who, id } = await approved({ customerName: 'Isar Bau', city: 'Landshut' })
  await act(t, boss, 'convertDeal', id)
  const { opportunity } = await dealRow(t, id)
  await t.update(
    Opportunity,
    opportunity ?? '',
    { stage: stages.next, nextStep: 'Secret plan', closeDate: '2026-10-01' },
    boss,
  )
  await act(t, boss, 'noteDealProgress', id, 'note: "We visit them next week"')
  await t.drain()
  const shown = `query ($id: ID!) { dealRegistration(id: $id) { progress progressStage progressClose progressNote protectedUntil } }`
  expect(await t.graphql(who, shown, { id })).toEqual({
    dealRegistration: {
      progress: 'open',
      progressStage: 'Propose',
      progressClose: '2026-10-01',
      progressNote: 'We visit them next week',
      protectedUntil: '2026-05-31',
    },
  })
  await expect(t.graphql(who, '{ opportunities { nodes { nextStep } } }')).rejects.toThrow()
  await t.crashAfterCommit(() => t.update(Opportunity, opportunity ?? '', { stage: stages.won }, boss))
  await t.restart()
  await t.drain()
  expect(await dealRow(t, id)).toMatchObject({
    status: 'converted',
    progress: 'won',
    progressClose: '2026-03-02',
    protectedUntil: '2026-03-02',
  })
  t.clock.advance({ days: 1 })
  await registerAs(t, await seller(t), dealInput(pumps, { customerName: 'Isar Bau', city: 'Landshut' }))
  t.clock.advance({ days: -1 })
})

it('a deal that is lost is told as lost', async () => {
  const { id } = await approved()
  await act(t, boss, 'convertDeal', id)
  const { opportunity } = await dealRow(t, id)
  const reason = (await t.create(LostReason)).id
  await t.update(Opportunity, opportunity ?? '', { stage: stages.lost, lostReason: reason }, boss)
  await t.drain()
  expect(await dealRow(t, id)).toMatchObject({ progress: 'lost', progressStage: 'Lost' })
})

it('stands on the timeline of its account', async () => {
  const { id } = await approved()
  await act(t, boss, 'convertDeal', id)
  const { account } = await dealRow(t, id)
  const { account: told } = await t.graphql<{ account: { timeline: { entries: { kind: string }[] } } }>(
    boss,
    'query ($id: ID!) { account(id: $id) { timeline(first: 20) { entries { kind } } } }',
    { id: account },
  )
  expect(told.timeline.entries.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['dealSubmitted', 'dealDecided', 'dealConverted']),
  )
})
