import { Partner, sql } from '@tessera/core'
import { readTimelines } from '@tessera/plugin-customers'
import { Account } from '@tessera/plugin-customers/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ApprovalDecision,
  ApprovalRequest,
  DiscountAuthority,
  Quote,
  QuoteLine,
  QuoteLink,
  QuoteRevision,
} from '../model.ts'
import { QuoteDesk } from './test-support/quote-desk.ts'

let desk: QuoteDesk
beforeAll(async () => {
  desk = await QuoteDesk.open()
})
afterAll(() => desk.t.close())

const ids = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id)

describe('partners and customers', () => {
  it('see quotes of their accounts from the moment they were sent, and revisions for good', async () => {
    const partner = (await desk.t.create(Partner)).id
    await desk.t.update(Account, desk.account, { partner })
    const eyes = [
      desk.t.as(await desk.t.actor('partner', { partner })),
      desk.t.as(await desk.t.actor('customer', { account: desk.account })),
    ]
    const stranger = desk.t.as(await desk.t.actor('partner'))
    const { id } = await desk.quote([{ discountPercent: '5' }])
    for (const ctx of eyes) expect(await ctx.find(Quote, id)).toBeNull()
    await desk.t.update(Quote, id, { status: 'sent' }, desk.seller)
    for (const ctx of eyes) {
      expect(await ctx.find(Quote, id)).toMatchObject({ status: 'sent', total: { minor: 11_305n } })
      expect(await ctx.list(QuoteLine)).toMatchObject([{ quote: id, net: { minor: 9_500n } }])
      expect(await ctx.list(QuoteRevision)).toMatchObject([{ number: 1, supersededAt: null }])
    }
    // The next revision is being written: of that they see nothing.
    await desk.t.update(Quote, id, { introduction: 'Better still' }, desk.seller)
    for (const ctx of eyes) {
      expect(await ctx.find(Quote, id)).toBeNull()
      expect(await ctx.list(QuoteLine)).toEqual([])
      expect(await ctx.list(QuoteRevision)).toMatchObject([{ number: 1, supersededAt: desk.t.clock.now() }])
    }
    expect(ids(await stranger.list(QuoteRevision))).toEqual([])
    await desk.t.update(Quote, id, { status: 'sent' }, desk.seller)
  })

  it('never see costs, margins, rules, links or approvals, by no path', async () => {
    const customer = await desk.t.actor('customer', { account: desk.account })
    const hidden = [
      '{ quotes(first: 1) { nodes { cost { amount } } } }',
      '{ quotes(first: 1) { nodes { margin { amount } } } }',
      '{ quotes(first: 1) { nodes { marginPercent } } }',
      '{ quotes(first: 1) { nodes { basis } } }',
      '{ quotes(first: 1, orderBy: [{ marginPercent: asc }]) { nodes { id } } }',
      '{ quoteLines(first: 1) { nodes { cost { amount } } } }',
      '{ quoteLines(first: 1) { nodes { rulePrice { amount } } } }',
      '{ quoteLines(first: 1) { nodes { priceReason } } }',
      '{ quoteRevisions(first: 1) { nodes { basis } } }',
      '{ quoteRevisions(first: 1) { nodes { contentHash } } }',
      '{ quoteLinks(first: 1) { nodes { tokenHash } } }',
      '{ approvalRequests(first: 1) { nodes { id } } }',
      '{ approvalDecisions(first: 1) { nodes { id } } }',
      '{ discountAuthorities(first: 1) { nodes { id } } }',
    ]
    for (const query of hidden)
      await expect(desk.t.graphql(customer, query)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const raw = desk.t.as(customer)
    for (const column of ['cost_minor', 'margin_minor', 'basis', 'content_by_id'])
      await expect(sql`select ${sql.ref(column)} from crm.quote`.execute(raw.db)).rejects.toThrow('permission denied')
    for (const entity of [Quote, QuoteLine, QuoteRevision] as const)
      await expect(raw.mutate(entity as typeof Quote).create({} as never)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(
      desk.t.graphql(customer, 'query ($id: ID!) { quoteAuthority(quote: $id) }', { id: desk.account }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('staff', () => {
  it('see quotes in their scope, and whoever approves those he is asked about', async () => {
    const own = { 'orders:quote': 'own', 'customers:read': 'all', 'catalog:read': 'all' } as const
    const [mine, other] = [await desk.person('Own', desk.sellers, own), await desk.person('Other', desk.sellers, own)]
    const { id } = await desk.quote([{ discountPercent: '20' }], {}, mine)
    expect(await desk.t.as(mine).find(Quote, id)).not.toBeNull()
    expect(await desk.t.as(other).find(Quote, id)).toBeNull()
    await expect(desk.t.update(Quote, id, { name: 'Taken' }, other)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(
      desk.t.as(other).mutate(QuoteLine).create({ quote: id, product: desk.pump, quantity: '1' }),
    ).rejects.toMatchObject({ code: 'VALIDATION' })

    const approver = desk.t.as(desk.director)
    expect(await approver.find(Quote, id)).toBeNull()
    await desk.t.update(Quote, id, { status: 'inApproval' }, mine)
    expect(await approver.find(Quote, id)).toMatchObject({ margin: { minor: 2_000n } })
    expect(await approver.list(QuoteLine, { where: { quote: { eq: id } } })).toHaveLength(1)
    expect(await approver.list(ApprovalRequest, { where: { quote: { eq: id } } })).toHaveLength(1)
  })

  it('change neither the matrix, nor who approves, nor what was decided, without the permission for it', async () => {
    const ctx = desk.t.as(desk.manager)
    const [rule] = await ctx.list(DiscountAuthority, { limit: 1 })
    await expect(ctx.mutate(DiscountAuthority).update(rule?.id ?? '', { maxDiscount: '99' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    await expect(ctx.mutate(ApprovalDecision).delete(desk.account)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(ctx.mutate(QuoteLink).create({} as never)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

it('a quote stands on the timeline of its account, by what was sent and answered', async () => {
  const { id, number } = await desk.quote()
  await desk.t.update(Quote, id, { status: 'sent' }, desk.seller)
  await desk.t.graphql(desk.seller, 'mutation ($id: ID!) { declineQuote(quote: $id, name: "Ann") { status } }', { id })
  const customer = desk.t.as(await desk.t.actor('customer', { account: desk.account }))
  for (const ctx of [desk.t.system, customer]) {
    const [page] = await readTimelines(ctx, 'account', [desk.account], { first: 100 })
    const said = page?.entries.map(({ kind, title, detail }) => `${kind} ${title} ${detail ?? ''}`.trim())
    expect(said).toContain(`quoteSent ${number} / 1`)
    expect(said).toContain(`quoteDeclined Pumps for the plant ${number}`)
  }
})
