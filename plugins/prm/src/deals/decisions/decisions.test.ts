import { type Actor, type Id, PartnerMember } from '@tessera/core'
import { Product } from '@tessera/plugin-catalog/model'
import { Account, Address } from '@tessera/plugin-customers/model'
import { Opportunity, OpportunityLine, WorkCalendar } from '@tessera/plugin-sfa/model'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Notification } from '../../news/entities.ts'
import { textOf } from '../../news/notification-kind.ts'
import { PartnerProgram, ProgramTier } from '../../programs/entities.ts'
import { act, createChannelCrm, dealInput, dealRow, ladder, line, registerAs, seller } from '../test-support/channel.ts'
import { escalateDeals } from './escalate-deals.ts'
import { expireDeals } from './expire-deals.ts'

let t: TestCrm
let pumps: Id
let boss: Actor & { id: string }
beforeAll(async () => {
  t = await createChannelCrm({ decisionCalendar: 'Office', decisionHours: 8 })
  pumps = await line(t, 'Pumps')
  boss = (await t.actor('user')) as never
  await t.create(WorkCalendar, {
    name: 'Office',
    timeZone: 'Europe/Berlin',
    hours: Object.fromEntries(
      [1, 2, 3, 4, 5].map((day) => [
        day,
        [
          ['09:00', '12:00'],
          ['13:00', '17:00'],
        ],
      ]),
    ),
    holidays: ['2026-03-09'],
  })
})
afterAll(() => t.close())
beforeEach(() => t.clock.set('2026-03-02T09:00:00Z'))

const run = async (job: { run: (run: never) => Promise<unknown> }) =>
  job.run({ ctx: t.system, input: undefined, signal: new AbortController().signal } as never)

describe('the deadline', () => {
  it('counts working hours: over the weekend and a day off', async () => {
    const who = await seller(t)
    t.clock.set('2026-03-06T14:00:00Z') // Friday, 15:00 in Berlin: two hours, and six on Tuesday
    expect((await dealRow(t, await registerAs(t, who, dealInput(pumps)))).decisionDueAt?.toISOString()).toBe(
      '2026-03-10T15:00:00.000Z',
    )
  })

  it('once it is over the deal is everybody’s who may decide, once, and stays in wait', async () => {
    const who = await seller(t)
    const id = await registerAs(t, who, dealInput(pumps))
    await run(escalateDeals)
    expect((await dealRow(t, id)).escalatedAt).toBeNull()
    t.clock.advance({ days: 3 })
    expect(await run(escalateDeals)).toMatchObject({ escalated: expect.any(Number) })
    expect(await dealRow(t, id)).toMatchObject({ status: 'submitted', escalatedAt: t.clock.now() })
    expect(await run(escalateDeals)).toEqual({ escalated: 0 })
    expect(await t.graphql(who, '{ dealSummary { waiting overdue nextDecisionDueAt } }')).toEqual({
      dealSummary: { waiting: 1, overdue: 1, nextDecisionDueAt: expect.any(String) },
    })
  })
})

describe('approving', () => {
  it('protects from today for as long as the tier, else the programme, else the settings say', async () => {
    const program = (await t.create(PartnerProgram, { protectionDays: 60 })).id
    const tier = (await t.create(ProgramTier, { program, rank: 1, protectionDays: 120 })).id
    const plain = (await t.create(ProgramTier, { program, rank: 2 })).id
    const until = async (fields: Record<string, unknown>): Promise<string | null> => {
      const id = await registerAs(t, await seller(t, { fields }), dealInput(pumps))
      await act(t, boss, 'approveDeal', id, 'note: "Good luck"')
      const row = await dealRow(t, id)
      expect(row).toMatchObject({
        status: 'approved',
        decidedBy: boss.id,
        decidedAt: t.clock.now(),
        reason: 'Good luck',
      })
      return row.protectedUntil
    }
    expect(await until({ prmTier: tier, prmProgram: program })).toBe('2026-06-30')
    expect(await until({ prmTier: plain, prmProgram: program })).toBe('2026-05-01')
    expect(await until({})).toBe('2026-05-31')
  })

  it('is for people with the permission, and never for those who work for the partner or registered it', async () => {
    const top = await seller(t)
    const who = await seller(t, { parent: top.partner })
    const id = await registerAs(t, who, dealInput(pumps))
    const refused = async (actor: Actor, code: RegExp) => {
      for (const [name, rest] of [
        ['approveDeal', ''],
        ['rejectDeal', 'reason: "no"'],
        ['convertDeal', ''],
      ] as const)
        await expect(act(t, actor, name, id, rest)).rejects.toMatchObject({
          errors: [{ extensions: expect.objectContaining({ code: expect.stringMatching(code) }) }],
        })
    }
    await refused(who, /FORBIDDEN/)
    await refused(top, /FORBIDDEN|NOT_FOUND/)
    await refused(await t.actor('user', { permissions: { 'prm:read': 'all', 'prm:write': 'all' } }), /FORBIDDEN/)
    await refused(await t.actor('service'), /FORBIDDEN/)
    const both = (await t.actor('user')) as Actor & { id: string }
    await t.create(PartnerMember, { partner: top.partner, user: both.id, role: 'finance' })
    await expect(act(t, both, 'approveDeal', id)).rejects.toThrow(/You work for this partner/)
    const own = await registerAs(t, boss, dealInput(pumps), { partner: who.partner })
    await expect(act(t, boss, 'approveDeal', own)).rejects.toThrow(/registered this deal yourself/)
    expect(await dealRow(t, id)).toMatchObject({ status: 'submitted' })
  })

  it('of what the company certainly works on itself takes a word why', async () => {
    const stages = await ladder(t)
    const account = (await t.create(Account, { name: 'Alster Energie AG', website: 'https://alster-energie.de' })).id
    await t.create(Address, { account, city: 'Hamburg', countryCode: 'DE' })
    const opportunity = (await t.create(Opportunity, { account, stage: stages.open, amount: null })).id
    const product = (await t.create(Product, { category: pumps })).id
    await t.create(OpportunityLine, { opportunity, product, quantity: '1', unitPrice: '5' })
    const who = await seller(t)
    const asked = `query ($line: ID!) { dealDuplicates(customerName: "Alster-Energie", city: "Hamburg", productLine: $line) { level reasons taken own { id } } }`
    expect(await t.graphql(who, asked, { line: pumps })).toEqual({
      dealDuplicates: { level: 'certain', reasons: ['nameAndCity'], taken: false, own: [] },
    })
    expect(await t.graphql(who, asked, { line: await line(t) })).toEqual({
      dealDuplicates: { level: 'none', reasons: [], taken: false, own: [] },
    })
    const id = await registerAs(t, who, dealInput(pumps, { customerName: 'Alster Energie', city: 'Hamburg' }))
    expect(
      await t.graphql(
        boss,
        'query ($id: ID!) { dealConflicts(deal: $id) { kind level reason registration { id } opportunity { id } } }',
        { id },
      ),
    ).toEqual({
      dealConflicts: [
        {
          kind: 'opportunity',
          level: 'certain',
          reason: 'nameAndCity',
          registration: null,
          opportunity: { id: opportunity },
        },
      ],
    })
    await expect(
      t.graphql(who, 'query ($id: ID!) { dealConflicts(deal: $id) { kind } }', { id }),
    ).rejects.toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] })
    await expect(act(t, boss, 'approveDeal', id)).rejects.toThrow(/known already/)
    await expect(act(t, boss, 'approveDeal', id, 'despiteMatch: true')).rejects.toThrow(/Say why/)
    await act(t, boss, 'approveDeal', id, 'despiteMatch: true, note: "The partner found the plant manager"')
    expect(await dealRow(t, id)).toMatchObject({ status: 'approved', matchLevel: 'certain' })
  })

  it('finds accounts by tax number, domain of a contact’s address, and a Chinese name', async () => {
    const stages = await ladder(t)
    const who = await seller(t)
    const level = async (args: string) => {
      const answer = await t.graphql<{ dealDuplicates: { level: string; reasons: string[] } }>(
        who,
        `query ($line: ID!) { dealDuplicates(productLine: $line, ${args}) { level reasons } }`,
        { line: pumps },
      )
      return `${answer.dealDuplicates.level} ${answer.dealDuplicates.reasons}`
    }
    const account = async (input: Record<string, unknown>): Promise<Id> => {
      const { id } = await t.create(Account, input)
      await t.create(Opportunity, { account: id, stage: stages.open })
      return id
    }
    await account({ name: 'Some Holding', taxId: 'DE 277 277 271' })
    const china = await account({ name: '上海水泵有限公司' })
    await t.create(Address, { account: china, city: '上海市', countryCode: 'CN' })
    // Without products nobody knows whether it is the same deal.
    expect(await level('customerName: "Quite Another", taxId: "277277271"')).toBe('possible taxId')
    expect(await level('customerName: "上海水泵", city: "上海", countryCode: "CN"')).toBe('possible nameAndCity')
    expect(await level('customerName: "上海水管", city: "广州", countryCode: "CN"')).toBe('none ')
  })

  it('rejecting takes a reason, which the partner reads', async () => {
    const who = await seller(t)
    const id = await registerAs(t, who, dealInput(pumps))
    await expect(act(t, boss, 'rejectDeal', id, 'reason: " - "')).rejects.toThrow(/Say why/)
    await act(t, boss, 'rejectDeal', id, 'reason: "We serve this customer ourselves"')
    await act(t, boss, 'rejectDeal', id, 'reason: "again"')
    const { dealRegistration } = await t.graphql<{ dealRegistration: unknown }>(
      who,
      'query ($id: ID!) { dealRegistration(id: $id) { status reason protectedFrom } }',
      { id },
    )
    expect(dealRegistration).toEqual({
      status: 'rejected',
      reason: 'We serve this customer ourselves',
      protectedFrom: null,
    })
    await expect(act(t, boss, 'approveDeal', id)).rejects.toThrow(/rejected/)
  })
})

describe('who is told', () => {
  it('the channel manager of what was submitted, those who sell of what became of it, nobody else', async () => {
    const manager = (await t.actor('user')) as Actor & { id: string }
    const who = await seller(t, { fields: { prmManager: manager.id } })
    const finance = await seller(t, { partner: who.partner, roles: ['finance'] })
    const other = await seller(t)
    const id = await registerAs(t, who, dealInput(pumps, { customerName: 'Told GmbH' }))
    const told = async (actor: Actor): Promise<string[]> =>
      (await t.as(actor).list(Notification, { orderBy: [{ id: 'asc' }] })).map(
        ({ kind, params }) => `${kind} ${params.customer}`,
      )
    expect(await told(manager)).toEqual(['deals.submitted Told GmbH'])
    await act(t, manager, 'approveDeal', id)
    await act(t, who, 'askForDealExtension', id, 'reason: "They wait for a permit"')
    await act(t, who, 'askForDealExtension', id, 'reason: "They wait for a permit, still"')
    await act(t, who, 'releaseDeal', id)
    expect(await told(manager)).toEqual(
      ['deals.submitted', 'deals.extensionAsked', 'deals.givenUp'].map((kind) => `${kind} Told GmbH`),
    )
    expect(await told(who)).toEqual(['deals.approved Told GmbH'])
    expect([await told(finance), await told(other)]).toEqual([[], []])
  })

  it.each(['en', 'zh'] as const)('every kind that is told has its text in %s', (language) => {
    for (const kind of [
      'submitted',
      'overdue',
      'extensionAsked',
      'givenUp',
      'approved',
      'rejected',
      'extended',
      'released',
      'ending',
      'expired',
      'converted',
      'won',
      'lost',
    ]) {
      const { title, text } = textOf(
        t.system,
        { kind: `deals.${kind}`, params: { number: 'DR', customer: 'C', due: 'D', until: 'U', reason: 'R' } },
        { language },
      )
      expect(`${title} ${text}`).toContain('DR')
      expect(`${title} ${text}`).not.toMatch(/[{}]|deals\./)
    }
  })
})

describe('a protection', () => {
  const protectedDeal = async (input: Record<string, unknown> = {}) => {
    const who = await seller(t)
    const id = await registerAs(t, who, dealInput(pumps, input))
    await act(t, boss, 'approveDeal', id)
    return { who, id }
  }

  it('is reminded of, and over after its last day, whether the job ran or not', async () => {
    const { who, id } = await protectedDeal({ customerName: 'Harz Papier', city: 'Goslar' })
    const other = await seller(t)
    const again = () => registerAs(t, other, dealInput(pumps, { customerName: 'Harz Papier', city: 'Goslar' }))
    t.clock.set('2026-05-20T09:00:00Z')
    expect(await run(expireDeals)).toMatchObject({ reminded: expect.any(Number) })
    expect(await dealRow(t, id)).toMatchObject({ status: 'approved', remindedAt: t.clock.now() })
    expect(await t.graphql(who, '{ dealSummary { ending nextProtectionEnd } }')).toEqual({
      dealSummary: { ending: 1, nextProtectionEnd: '2026-05-31' },
    })
    t.clock.set('2026-05-31T21:59:00Z') // the last minute of the last day, in Berlin
    await expect(again()).rejects.toThrow(/registered for this product line already/)
    t.clock.set('2026-05-31T22:00:00Z')
    const next = await again()
    await run(expireDeals)
    expect(await dealRow(t, id)).toMatchObject({ status: 'expired', place: null })
    expect(await dealRow(t, next)).toMatchObject({ status: 'submitted' })
    await expect(act(t, boss, 'extendDeal', id)).rejects.toThrow(/no protection to extend/)
  })

  it('is extended within limits, and never once it is over', async () => {
    const { who, id } = await protectedDeal()
    await expect(act(t, boss, 'extendDeal', id, 'days: 61')).rejects.toThrow(/1 to 60 days/)
    await expect(act(t, boss, 'extendDeal', id, 'days: 0')).rejects.toThrow(/1 to 60 days/)
    await expect(act(t, who, 'extendDeal', id)).rejects.toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    })
    await act(t, who, 'askForDealExtension', id, 'reason: "Budget is released in July"')
    expect(await t.graphql(boss, '{ dealSummary { extensionsAsked } }')).toEqual({
      dealSummary: { extensionsAsked: 1 },
    })
    await act(t, boss, 'extendDeal', id, 'days: 30')
    expect(await dealRow(t, id)).toMatchObject({ protectedUntil: '2026-06-30', extensions: 1, extensionAskedAt: null })
    await act(t, boss, 'extendDeal', id)
    expect((await dealRow(t, id)).protectedUntil).toBe('2026-08-29')
    await expect(act(t, boss, 'extendDeal', id)).rejects.toThrow(/2 times/)
    await expect(act(t, who, 'askForDealExtension', id, 'reason: "more"')).rejects.toThrow(/the most/)
    const { id: over } = await protectedDeal()
    t.clock.set('2026-06-01T09:00:00Z')
    await expect(act(t, boss, 'extendDeal', over)).rejects.toThrow(/ended on 2026-05-31/)
  })

  it('is given up by the partner, or taken back by us with a reason', async () => {
    const { who, id } = await protectedDeal()
    await expect(act(t, boss, 'releaseDeal', id)).rejects.toThrow(/Say why/)
    await act(t, who, 'releaseDeal', id)
    expect(await dealRow(t, id)).toMatchObject({ status: 'released', protectedUntil: '2026-03-02', place: null })
    const { id: taken } = await protectedDeal()
    await act(t, boss, 'releaseDeal', taken, 'reason: "No activity"')
    expect(await dealRow(t, taken)).toMatchObject({ status: 'released', reason: 'No activity' })
  })
})
