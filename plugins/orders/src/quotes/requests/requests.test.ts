import { type Actor, Partner } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ApprovalDecision, ApprovalRequest, ApprovalStep, Order, Quote, QuoteRequest } from '../../model.ts'
import { acceptRevision, openRevision } from '../answer-quote.ts'
import { QuoteDesk } from '../test-support/quote-desk.ts'
import { answerRequest, declineRequest } from './answer-request.ts'
import { type AskedQuote, askForQuote } from './ask-for-quote.ts'

let desk: QuoteDesk
let buyer: Actor
let stranger: Actor
beforeAll(async () => {
  desk = await QuoteDesk.open()
  buyer = await desk.t.actor('partner')
  stranger = await desk.t.actor('partner')
})
afterAll(() => desk.t.close())
beforeEach(() => owned())

const owned = async (owner: string | null = desk.seller.id): Promise<void> => {
  const { partner } = buyer as Extract<Actor, { kind: 'partner' }>
  await desk.t.update(Account, desk.account, { partner, owner })
}
const ask = (more: Partial<AskedQuote> = {}, by = buyer) =>
  askForQuote(desk.t.as(by), { account: desk.account, lines: [{ product: desk.pump, quantity: '2' }], ...more })
const discount = { discountPercent: '12', reason: 'Three competitors' }
const seen = async (id: string, by = buyer) => desk.t.as(by).find(QuoteRequest, id)
const quoteOf = async (id: string) => desk.read((await desk.t.system.get(QuoteRequest, id)).quote)

/** Decides at the open step of a quote's request for approval. */
async function decide(quote: string, outcome: 'approved' | 'rejected'): Promise<void> {
  const [request] = await desk.t.system.list(ApprovalRequest, { where: { quote: { eq: quote } } })
  const [step] = await desk.t.system.list(ApprovalStep, { where: { request: { eq: request?.id ?? '' } } })
  const decision = { step: step?.id, outcome, comment: 'Not below our costs' } as never
  await desk.t.as(desk.manager).mutate(ApprovalDecision).create(decision)
}

describe('asked for by a partner', () => {
  it('a quote at its own prices is there at once, and can be ordered', async () => {
    const request = await seen(await ask())
    expect(request).toMatchObject({ title: 'Pump × 2', status: 'answered' })
    const quote = await desk.t.as(buyer).get(Quote, request?.quote ?? '')
    expect(quote).toMatchObject({ status: 'sent', net: { minor: 20_000n } })
    await acceptRevision(desk.t.system, await openRevision(desk.t.system, quote.id), { name: 'Bea', via: 'portal' })
    const [order] = await desk.t.as(buyer).list(Order, { where: { quote: { eq: quote.id } } })
    expect(order).toMatchObject({ status: 'confirmed', net: { minor: 20_000n } })
  })

  it('a discount is decided on first: until then the partner sees that it asked, and no figure', async () => {
    const id = await ask(discount)
    expect(await seen(id)).toMatchObject({ status: 'waiting', discountPercent: '12.0000' })
    const quote = await quoteOf(id)
    expect(quote).toMatchObject({ status: 'inApproval', owner: desk.seller.id })
    expect(await desk.t.as(buyer).find(Quote, quote.id)).toBeNull()
    const [asked] = await desk.t.system.list(ApprovalRequest, { where: { quote: { eq: quote.id } } })
    expect(asked).toMatchObject({ requestedBy: desk.seller.id, reason: 'Three competitors' })
    await decide(quote.id, 'approved')
    expect(await seen(id)).toMatchObject({ status: 'answered' })
    expect(await desk.t.as(buyer).get(Quote, quote.id)).toMatchObject({ status: 'sent', net: { minor: 17_600n } })
  })

  it('what was not approved waits for its salesperson, who offers less or says why not', async () => {
    const [first, second] = [await ask(discount), await ask(discount)]
    for (const id of [first, second]) {
      await decide((await quoteOf(id)).id, 'rejected')
      expect(await seen(id)).toMatchObject({ status: 'waiting', answer: null })
    }
    const seller = desk.t.as(desk.seller)
    await expect(answerRequest(seller, first, '11')).rejects.toMatchObject({ code: 'orders.authorityExceeded' })
    await answerRequest(seller, first, '10')
    expect(await seen(first)).toMatchObject({ status: 'answered' })
    expect(await quoteOf(first)).toMatchObject({ status: 'sent', net: { minor: 18_000n } })
    await declineRequest(seller, second, 'Ask again in spring')
    expect(await seen(second)).toMatchObject({ status: 'declined', answer: 'Ask again in spring' })
    expect(await quoteOf(second)).toMatchObject({ status: 'cancelled' })
    await expect(declineRequest(seller, second, 'No')).rejects.toMatchObject({ code: 'orders.requestAnswered' })
  })

  it('waits as a draft where nobody looks after the account', async () => {
    await owned(null)
    const id = await ask(discount)
    expect(await quoteOf(id)).toMatchObject({ status: 'draft', discountPercent: '12.0000' })
  })
})

describe('refused', () => {
  it('is a discount without a reason, an empty list, and staff who ask themselves', async () => {
    await expect(ask({ discountPercent: '5' })).rejects.toMatchObject({ code: 'orders.askReason' })
    await expect(ask({ lines: [] })).rejects.toMatchObject({ code: 'orders.askEmpty' })
    await expect(ask({}, desk.seller)).rejects.toMatchObject({ code: 'orders.askedByStaff' })
  })

  it('is whoever does not see the account, and leaves no quote behind; nor do they see requests', async () => {
    const id = await ask(discount)
    const before = (await desk.t.system.list(Quote)).length
    await expect(ask({}, stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await desk.t.system.list(Quote)).toHaveLength(before)
    expect(await seen(id, stranger)).toBeNull()
    const other = await desk.t.actor('partner', { partner: (await desk.t.create(Partner)).id })
    expect(await desk.t.as(other).list(QuoteRequest)).toEqual([])
    await expect(declineRequest(desk.t.as(buyer), id, 'No')).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})
