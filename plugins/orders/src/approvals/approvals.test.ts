import { type Actor, type Id, importFile, memorySource, money, User } from '@tessera/core'
import { ExchangeRate, ProductCost } from '@tessera/plugin-catalog/model'
import { startMailbox } from '@tessera/testing/mail'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ApprovalDecision,
  ApprovalDelegation,
  ApprovalLevel,
  ApprovalPolicy,
  ApprovalRequest,
  ApprovalStep,
  DiscountAuthority,
  Quote,
  QuoteLine,
} from '../model.ts'
import { QuoteDesk } from '../quotes/test-support/quote-desk.ts'
import { approvalDeadlines } from './deadlines.ts'

let mailbox: Awaited<ReturnType<typeof startMailbox>>
let desk: QuoteDesk
beforeAll(async () => {
  mailbox = await startMailbox()
  desk = await QuoteDesk.open({}, { smtpUrl: mailbox.url })
})
afterAll(async () => {
  await desk.t.close()
  await mailbox.close()
})

const send = (id: Id, by: Actor = desk.seller) => desk.t.update(Quote, id, { status: 'sent' }, by)

/** Asks for approval as the seller and gives the open steps. */
async function ask(id: Id): Promise<Id[]> {
  await desk.t.graphql(
    desk.seller,
    'mutation ($id: ID!) { requestApproval(quote: $id, reason: "Big customer") { status } }',
    {
      id,
    },
  )
  return openSteps(id)
}

async function openSteps(quote: Id): Promise<Id[]> {
  const requests = await desk.t.system.list(ApprovalRequest, {
    where: { quote: { eq: quote }, status: { eq: 'pending' } },
  })
  const steps = await desk.t.system.list(ApprovalStep, {
    where: { request: { in: requests.map((request) => request.id) }, status: { eq: 'open' } },
    orderBy: [{ position: 'asc' }],
  })
  return steps.map((step) => step.id)
}

const decide = (step: Id | undefined, by: Actor, more: Readonly<Record<string, unknown>> = {}) =>
  desk.t.graphql(
    by,
    'mutation ($step: ID!, $outcome: ApprovalOutcome!, $comment: String, $onBehalfOf: ID) { decideApproval(step: $step, outcome: $outcome, comment: $comment, onBehalfOf: $onBehalfOf) { outcome } }',
    { step, outcome: 'approved', ...more },
  )

const reason = (code: string) => ({ errors: [{ extensions: { code: 'REJECTED', reason: code } }] })
const discounted = (percent: string) => desk.quote([{ discountPercent: percent }])

describe('authority', () => {
  it('lets a discount within it pass, and says of any other which limit it exceeds and who could approve', async () => {
    await send((await discounted('10')).id)
    const { id } = await discounted('10.01')
    await expect(send(id)).rejects.toMatchObject({
      code: 'orders.authorityExceeded',
      message: expect.stringMatching(
        /Line 1 \(Pump\), 10\.0100 % off: at most 10\.0000 % by «Sales» \([0-9a-f-]{36} version 1\)\. Ask for an approval; it could come from Dora, Max\./,
      ),
    })
    const { quoteAuthority } = await desk.t.graphql<{ quoteAuthority: unknown }>(
      desk.seller,
      'query ($id: ID!) { quoteAuthority(quote: $id) }',
      { id },
    )
    expect(quoteAuthority).toMatchObject({
      person: desk.seller.id,
      within: false,
      lines: [
        {
          discount: '10.0100',
          outcome: 'exceeded',
          exceeded: [{ limit: 'discount', allowed: '10.0000', actual: '10.0100', rule: { name: 'Sales' } }],
        },
      ],
      approvers: [{ name: 'Dora' }, { name: 'Max' }],
    })
  })

  it('counts the share of the discount on the whole', async () => {
    const { id } = await desk.quote([{ discountPercent: '10' }], { discountPercent: '0.01' })
    await expect(send(id)).rejects.toMatchObject({ code: 'orders.authorityExceeded' })
  })

  it('of a margin is not kept where the cost is not known', async () => {
    const unknown = await desk.quote([{ product: desk.seal, quantity: '100', discountPercent: '20' }])
    await expect(send(unknown.id, desk.manager)).rejects.toMatchObject({
      message: expect.stringContaining('a margin of at least 5.0000 % by «Management»'),
    })
    await desk.t.create(ProductCost, {
      product: desk.seal,
      validFrom: '2020-01-01',
      currency: 'EUR',
      unitCost: '0.20',
    })
    const known = await desk.quote([{ product: desk.seal, quantity: '100', discountPercent: '20' }])
    await send(known.id, desk.manager)
  })

  it('holds for a category and all below it, and for the days it is valid', async () => {
    const person = await desk.person('Cate', null)
    const rule = { user: person.id, maxDiscount: '20' }
    await desk.t.create(DiscountAuthority, { ...rule, category: desk.machines, validUntil: '2026-03-02' })
    await send((await discounted('20')).id, person)
    const seal = await desk.quote([{ product: desk.seal, discountPercent: '20' }])
    await expect(send(seal.id, person)).rejects.toMatchObject({
      message: expect.stringContaining('no rule allows any discount on it'),
    })
    desk.t.clock.advance({ days: 1 })
    await expect(send((await discounted('20')).id, person)).rejects.toMatchObject({ code: 'orders.authorityExceeded' })
    desk.t.clock.advance({ days: -1 })
  })

  it('up to an amount in another currency takes the dated rate, and a missing rate for no pass', async () => {
    const person = await desk.person('Uma', null)
    await desk.t.create(DiscountAuthority, {
      name: 'Small ones',
      user: person.id,
      maxDiscount: '50',
      maxDocument: money(10_000n, 'USD'),
    })
    const { id } = await discounted('20')
    await expect(send(id, person)).rejects.toMatchObject({
      message: expect.stringContaining('documents up to 100.00 USD by «Small ones»'),
    })
    const rate = await desk.t.create(ExchangeRate, {
      fromCurrency: 'EUR',
      toCurrency: 'USD',
      day: '2026-03-01',
      rate: '1.2501',
    })
    await expect(send(id, person)).rejects.toMatchObject({ message: expect.stringContaining('it is 100.01 USD') })
    await desk.t.update(ExchangeRate, rate.id, { rate: '1.25' })
    await send(id, person)
  })
})

describe('an approval', () => {
  it('lets exactly what it was given for pass, and says whose authority it was', async () => {
    const { id } = await discounted('25')
    const [step] = await ask(id)
    expect(await desk.read(id)).toMatchObject({ status: 'inApproval' })
    await decide(step, desk.manager)
    expect(await desk.read(id)).toMatchObject({ status: 'approved' })
    await send(id)
    const [revision] = await desk.revisions(id)
    expect(revision?.basis).toMatchObject({ by: 'approval', approval: { decisions: [{ voice: desk.manager.id }] } })
  })

  it('is void once the quote changes, on every path', async () => {
    const { id } = await discounted('25')
    const [step] = await ask(id)
    await decide(step, desk.manager)
    const [line] = await desk.lines(id)
    await desk.t.update(QuoteLine, line?.id ?? '', { discountPercent: '26' })
    expect(await desk.read(id)).toMatchObject({ status: 'draft' })
    await expect(send(id)).rejects.toMatchObject({ code: 'orders.authorityExceeded' })
    // And holds again for what it was given for.
    await desk.t.update(QuoteLine, line?.id ?? '', { discountPercent: '25' })
    await send(id)
  })

  it('that is asked for ends when the quote changes meanwhile', async () => {
    const { id } = await discounted('25')
    const [step] = await ask(id)
    await desk.t.update(Quote, id, { terms: 'Other terms' }, desk.seller)
    expect(await desk.t.system.list(ApprovalRequest, { where: { quote: { eq: id } } })).toMatchObject([
      { status: 'withdrawn', reason: 'Big customer', requestedBy: desk.seller.id },
    ])
    await expect(decide(step, desk.manager)).rejects.toMatchObject(reason('orders.approvalDecided'))
  })

  it('is refused by a rejection, which needs a comment', async () => {
    const { id } = await discounted('25')
    const [step] = await ask(id)
    await expect(decide(step, desk.manager, { outcome: 'rejected' })).rejects.toMatchObject({ code: 'CHECK_FAILED' })
    await decide(step, desk.manager, { outcome: 'rejected', comment: 'Too much' })
    expect(await desk.read(id)).toMatchObject({ status: 'draft' })
    await expect(send(id)).rejects.toMatchObject({ code: 'orders.authorityExceeded' })
  })

  it('comes from nobody who requested, owns or wrote the quote, nor without the authority', async () => {
    const rival = await desk.person('Rita', desk.managers, { ...everything })
    const { id } = await desk.quote([{ discountPercent: '25' }], { owner: desk.manager.id })
    const [step] = await ask(id)
    await expect(decide(step, desk.manager)).rejects.toMatchObject(reason('orders.ownApproval'))
    await expect(decide(step, desk.seller)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const powerless = await desk.person('Paul', desk.sellers, everything)
    await expect(decide(step, powerless)).rejects.toMatchObject(reason('orders.authorityMissing'))
    await decide(step, rival)
    // Handed to who approved it, it is approved by its owner.
    await desk.t.update(Quote, id, { owner: rival.id })
    await expect(send(id)).rejects.toMatchObject({ code: 'orders.authorityExceeded' })
    await desk.t.update(Quote, id, { owner: desk.manager.id })
    await send(id)

    const own = await desk.quote([{ discountPercent: '31' }], {}, rival)
    await desk.t.update(Quote, own.id, { status: 'inApproval' }, rival)
    const [mine] = await openSteps(own.id)
    await expect(decide(mine, rival)).rejects.toMatchObject(reason('orders.ownApproval'))
  })

  it('can be delegated for some days: with the authority of who delegates, and not around the rules', async () => {
    const deputy = await desk.person('Dan', null, everything)
    const { id } = await discounted('25')
    const [step] = await ask(id)
    const onBehalfOf = { onBehalfOf: desk.manager.id }
    await expect(decide(step, deputy, onBehalfOf)).rejects.toMatchObject(reason('orders.delegationMissing'))
    const days = { validFrom: '2026-03-02', validUntil: '2026-03-03' }
    // Nobody helps himself to the authority of others.
    await expect(
      desk.t
        .as(deputy)
        .mutate(ApprovalDelegation)
        .create({ from: desk.manager.id, to: deputy.id, ...days }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
    for (const to of [deputy.id, desk.seller.id])
      await desk.t
        .as(desk.manager)
        .mutate(ApprovalDelegation)
        .create({ from: desk.manager.id, to, ...days })
    await expect(decide(step, deputy)).rejects.toMatchObject(reason('orders.authorityMissing'))
    const approvingSeller = { ...desk.seller, permissions: new Map(Object.entries(everything)) }
    await expect(decide(step, approvingSeller, onBehalfOf)).rejects.toMatchObject(reason('orders.ownApproval'))
    desk.t.clock.advance({ days: 2 })
    await expect(decide(step, deputy, onBehalfOf)).rejects.toMatchObject(reason('orders.delegationMissing'))
    desk.t.clock.advance({ days: -2 })
    await decide(step, deputy, onBehalfOf)
    const [decision] = await desk.t.system.list(ApprovalDecision, { where: { step: { eq: step ?? '' } } })
    expect(decision).toMatchObject({ approver: deputy.id, voice: desk.manager.id, authority: { within: true } })
    await send(id)
  })

  it('is never taken by a program, changed afterwards, or made up', async () => {
    const { id } = await discounted('25')
    const [step = ''] = await ask(id)
    const decision = { step, outcome: 'approved', approver: desk.director.id, voice: desk.director.id }
    const { system } = desk.t
    await expect(system.mutate(ApprovalDecision).create(decision)).rejects.toMatchObject({
      code: 'orders.approvalNeedsPerson',
    })
    const [request] = await system.list(ApprovalRequest, { where: { quote: { eq: id } } })
    await expect(
      system.mutate(ApprovalRequest).update(request?.id ?? '', { status: 'approved' }),
    ).rejects.toMatchObject({ code: 'orders.approvalUndecided' })
    await expect(system.mutate(ApprovalRequest).update(request?.id ?? '', { contentHash: 'x' })).rejects.toMatchObject({
      code: 'orders.approvalFinal',
    })
    await expect(system.mutate(Quote).update(id, { status: 'approved' })).rejects.toMatchObject({
      code: 'orders.approvalMissing',
    })
    await expect(system.mutate(ApprovalStep).update(step, { user: desk.seller.id })).rejects.toMatchObject({
      code: 'orders.approvalFinal',
    })
    await system.mutate(ApprovalStep).update(step, { status: 'approved' })
    await expect(send(id)).rejects.toMatchObject({ code: 'orders.quoteStatus' })
    expect(await desk.revisions(id)).toEqual([])
  })
})

it('an import, of staff or of the system, sends nothing without leave either', async () => {
  const { id } = await discounted('20')
  await desk.t.update(Quote, id, { externalKeys: { shop: 'beyond' } })
  const fine = await discounted('10')
  await desk.t.update(Quote, fine.id, { externalKeys: { shop: 'fine' } })
  const profile = {
    records: [
      { entity: 'quote', mode: 'update' as const, key: { system: 'shop', from: 'key' }, fields: { status: 'status' } },
    ],
  }
  const importing = async (by: Actor, rows: string) => {
    const result = await importFile(desk.t.crm, by, {
      source: memorySource('quotes.csv', `key,status\n${rows}`),
      profile,
    })
    return [result.updated, ...result.findings.map(({ code }) => code)]
  }
  const system = { kind: 'system', name: 'test', reason: 'imports quotes' } as const
  expect(await importing(system, 'beyond,sent\nfine,sent\n')).toEqual([
    0,
    'orders.authorityExceeded',
    'orders.authorityExceeded',
  ])
  const clerk = { ...desk.seller, permissions: new Map([['*', 'all' as const]]) }
  expect(await importing(clerk, 'beyond,sent\nfine,sent\nbeyond,approved\n')).toContain('orders.authorityExceeded')
  expect([(await desk.read(id)).status, (await desk.read(fine.id)).status]).toEqual(['draft', 'sent'])
})

describe('a policy', () => {
  const policy = async (mode: 'sequence' | 'parallel', levels: readonly object[], priority: number) => {
    const { id } = await desk.t.create(ApprovalPolicy, { mode, priority, minDiscount: '28' })
    for (const [index, level] of levels.entries())
      await desk.t.create(ApprovalLevel, { policy: id, position: index + 1, ...level })
    return id
  }

  it('asks its levels one after another', async () => {
    const id = await policy('sequence', [{ role: desk.managers }, { user: desk.director.id }], 1)
    const quote = await discounted('29')
    const [first] = await ask(quote.id)
    await expect(decide(first, desk.director)).rejects.toMatchObject(reason('orders.notAsked'))
    await decide(first, desk.manager)
    expect(await desk.read(quote.id)).toMatchObject({ status: 'inApproval' })
    const [second] = await openSteps(quote.id)
    await expect(decide(first, desk.director)).rejects.toMatchObject(reason('orders.approvalDecided'))
    await decide(second, desk.director)
    expect(await desk.read(quote.id)).toMatchObject({ status: 'approved' })
    await desk.t.system.mutate(ApprovalPolicy).update(id, { active: false })
  })

  it('hears somebody else at each level, also where one speaks for another', async () => {
    const id = await policy('sequence', [{ role: desk.managers }, { user: desk.director.id }], 1)
    const quote = await discounted('29')
    const [first] = await ask(quote.id)
    const days = { validFrom: '2026-03-02', validUntil: '2026-03-03' }
    await desk.t
      .as(desk.director)
      .mutate(ApprovalDelegation)
      .create({ from: desk.director.id, to: desk.manager.id, ...days })
    await decide(first, desk.manager)
    const [second] = await openSteps(quote.id)
    const forDirector = decide(second, desk.manager, { onBehalfOf: desk.director.id })
    await expect(forDirector).rejects.toMatchObject(reason('orders.approvedBefore'))
    await decide(second, desk.director)
    expect(await desk.read(quote.id)).toMatchObject({ status: 'approved' })
    await desk.t.system.mutate(ApprovalPolicy).update(id, { active: false })
  })

  it('asks all its levels at once, and several people of one, each once', async () => {
    const id = await policy('parallel', [{ role: desk.managers, required: 2 }, { user: desk.director.id }], 2)
    const colleague = await desk.person('Mia', desk.managers, everything)
    const quote = await discounted('29')
    const [two, one] = await ask(quote.id)
    await decide(one, desk.director)
    await decide(two, desk.manager)
    await expect(decide(two, desk.manager)).rejects.toMatchObject({ code: 'DUPLICATE' })
    expect(await desk.read(quote.id)).toMatchObject({ status: 'inApproval' })
    await decide(two, colleague)
    expect(await desk.read(quote.id)).toMatchObject({ status: 'approved' })
    await desk.t.system.mutate(ApprovalPolicy).update(id, { active: false })
  })

  it('says until when in the language and on the clock of whom it asks', async () => {
    const id = await policy('sequence', [{ user: desk.manager.id, dueHours: 24 }], 1)
    const asked = async (person: Readonly<Record<string, string>>): Promise<string | undefined> => {
      await desk.t.system.mutate(User).update(desk.manager.id, person)
      const { id: quote, number } = await discounted('29')
      await ask(quote)
      await desk.t.drain()
      return mailbox.mails.find(({ subject }) => subject?.includes(number))?.text?.trim()
    }
    desk.t.clock.set('2026-03-02T22:30:00Z')
    expect(await asked({ locale: 'zh-Hans', timeZone: 'Asia/Shanghai' })).toMatch(/截止时间：2026年3月4日 06:30$/)
    expect(await asked({ locale: 'en', timeZone: 'Europe/Berlin' })).toMatch(/Due: 3 March 2026 at 23:30$/)
    await desk.t.system.mutate(ApprovalPolicy).update(id, { active: false })
  })

  it('turns to others once a level is late, and reminds before', async () => {
    const level = { user: desk.manager.id, remindHours: 4, dueHours: 24, escalateUser: desk.director.id }
    await policy('sequence', [level], 3)
    const quote = await discounted('29')
    const [step = ''] = await ask(quote.id)
    await expect(decide(step, desk.director)).rejects.toMatchObject(reason('orders.notAsked'))
    await desk.t.drain()
    const heard = () =>
      mailbox.mails
        .filter(({ subject }) => subject?.includes(quote.number))
        .map((one) => `${one.to?.[0]?.address} ${one.subject}`)
    const [manager, director] = await Promise.all(
      [desk.manager, desk.director].map(({ id }) => desk.t.system.get(User, id)),
    )
    const asked = `${manager?.email} Please approve or reject: ${quote.number} Pumps for the plant`
    expect(heard()).toEqual([asked])
    const look = async (hours: number) => {
      desk.t.clock.advance({ hours })
      await desk.t.system.enqueue(approvalDeadlines, undefined)
      await desk.t.drain()
    }
    await look(5)
    expect(await desk.t.system.get(ApprovalStep, step)).toMatchObject({
      remindedAt: desk.t.clock.now(),
      escalatedAt: null,
    })
    await look(20)
    expect(await desk.t.system.get(ApprovalStep, step)).toMatchObject({ escalatedAt: desk.t.clock.now() })
    expect(heard().slice(1)).toEqual([
      `${manager?.email} Still waiting for your decision: ${quote.number} Pumps for the plant`,
      `${director?.email} Overdue, and now yours to decide: ${quote.number} Pumps for the plant`,
    ])
    await decide(step, desk.director)
    expect(await desk.read(quote.id)).toMatchObject({ status: 'approved' })
  })
})

const everything = {
  'orders:approve': 'all',
  'orders:quote': 'all',
  'customers:read': 'all',
  'catalog:read': 'all',
} as const
