import { type Id, money } from '@tessera/core'
import { startMailbox } from '@tessera/testing/mail'
import { type Browser, createTestServer, formTokenOf, type TestServer } from '@tessera/testing/server'
import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Order, OrderLine, Quote, QuoteLine, QuoteLink, QuoteResponse } from '../../model.ts'
import { acceptRevision, openRevision } from '../answer-quote.ts'
import { expireQuotes } from '../expire-quotes.ts'
import { QuoteDesk } from '../test-support/quote-desk.ts'

let mailbox: Awaited<ReturnType<typeof startMailbox>>
let desk: QuoteDesk
let served: TestServer
beforeAll(async () => {
  mailbox = await startMailbox()
  desk = await QuoteDesk.open({ letterhead: 'Hafenstraße 12\nHamburg' }, { smtpUrl: mailbox.url })
  served = await createTestServer(desk.t)
})
afterAll(async () => {
  await desk.t.close()
  await mailbox.close()
})

const eur = (minor: bigint) => money(minor, 'EUR')

/** Mails a quote and gives the path of the link in the mail. */
async function mailed(id: Id, args: Readonly<Record<string, unknown>> = {}): Promise<string> {
  // A worker that is held up may send a mail twice, under one Message-ID.
  const sent = () => new Set(mailbox.mails.map(({ messageId }) => messageId)).size
  const before = sent()
  await desk.t.graphql(
    desk.seller,
    'mutation ($id: ID!, $to: [String!], $message: String) { sendQuote(quote: $id, to: $to, message: $message) { status } }',
    { id, ...args },
  )
  await desk.t.drain()
  expect(sent()).toBe(before + 1)
  const [, path = ''] = /http:\/\/127\.0\.0\.1:4000(\/q\/[\w-]{43})\s/.exec(mailbox.mails.at(-1)?.text ?? '') ?? []
  expect(path).not.toBe('')
  return path
}

const answerForm = async (browser: Browser, path: string, fields: Record<string, string>) =>
  browser.postForm(path, { token: formTokenOf(await (await browser.get(path)).text()), ...fields })

const accepting = { answer: 'accept', name: 'Ann Lee', terms: 'yes', lang: 'en' }
const ordersOf = (quote: Id) => desk.t.system.list(Order, { where: { quote: { eq: quote } } })

describe('a quote that is sent', () => {
  it('reaches the contact with its PDF and a link', async () => {
    const { id, number } = await desk.quote([{ quantity: '3' }])
    await mailed(id, { message: 'As discussed on the phone.' })
    const mail = mailbox.mails.at(-1)
    expect(mail).toMatchObject({
      subject: `Quote ${number} from Lindqvist Pumps: Pumps for the plant`,
      to: [{ address: 'ann@acme.example' }],
      replyTo: [{ address: expect.stringContaining('@') }],
      text: expect.stringMatching(/Dear Ann Lee,.*As discussed on the phone\..*EUR\s357\.00.*1 April 2026/s),
      attachments: [{ filename: `${number}-1.pdf`, mimeType: 'application/pdf' }],
    })
    const pdf = new Uint8Array(mail?.attachments[0]?.content as ArrayBuffer)
    const { text } = await extractText(await getDocumentProxy(pdf), { mergePages: true })
    expect(text.replace(/\s+/g, '')).toContain('TotalEUR357.00')
  })

  it('is mailed to whom one says, needs somebody, and is not sent at all where an address is none', async () => {
    const { id } = await desk.quote([{}], { contact: null })
    const send = (to?: string[]) =>
      desk.t.graphql(desk.seller, 'mutation ($id: ID!, $to: [String!]) { sendQuote(quote: $id, to: $to) { status } }', {
        id,
        to,
      })
    await expect(send()).rejects.toMatchObject({ errors: [{ extensions: { reason: 'orders.noRecipient' } }] })
    await expect(send(['ann@acme.example', 'nobody'])).rejects.toMatchObject({ code: 'VALIDATION' })
    expect(await desk.read(id)).toMatchObject({ status: 'draft' })
    expect(await desk.t.system.list(QuoteLink, { where: { email: { eq: 'nobody' } } })).toEqual([])
    await mailed(id, { to: ['boss@acme.example'] })
    expect(await desk.read(id)).toMatchObject({ status: 'sent' })
  })
})

describe('whoever has the link', () => {
  it('reads the offer in either language, and the PDF', async () => {
    const { id } = await desk.quote([{ quantity: '2' }], { terms: 'Two years of warranty.', language: 'zh' })
    const path = await mailed(id)
    const page = await served.browser().get(path)
    expect(page.status).toBe(200)
    expect(page.headers.get('x-robots-tag')).toBe('noindex')
    expect(page.headers.get('cache-control')).toBe('no-store')
    const chinese = await page.text()
    expect(chinese).toContain('<html lang="zh-Hans">')
    for (const words of ['报价单', '接受并下单', 'EUR 238.00', 'Two years of warranty.'])
      expect(chinese.replaceAll('\u00a0', ' ')).toContain(words)
    expect(chinese).not.toContain('<script')
    expect(await (await served.browser().get(`${path}?lang=en`)).text()).toContain('Accept and order')
    const pdf = await served.browser().get(`${path}/quote.pdf`)
    expect(pdf.headers.get('content-type')).toBe('application/pdf')
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
  })

  it('accepts it, with a name and a tick, and there is an order as quoted', async () => {
    const { id, number } = await desk.quote(
      [
        { quantity: '3', discountPercent: '5' },
        { product: desk.seal, quantity: '10' },
      ],
      {
        freight: eur(990n),
        discountPercent: '1',
        purchaseOrderNumber: 'PO 1',
      },
    )
    const path = await mailed(id)
    const browser = served.browser()
    const incomplete = await answerForm(browser, path, { ...accepting, terms: '', name: 'Ann "&" Lee' })
    expect(incomplete.status).toBe(422)
    expect(await incomplete.text()).toContain('value="Ann &quot;&amp;&quot; Lee"')
    expect((await answerForm(browser, path, { ...accepting, name: ' ' })).status).toBe(422)
    expect(await ordersOf(id)).toEqual([])

    const answer = await answerForm(browser, path, accepting)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${path}?lang=en`])
    const quote = await desk.read(id)
    expect(quote).toMatchObject({ status: 'accepted', respondedAt: desk.t.clock.now() })
    const [revision] = await desk.revisions(id)
    const [response] = await desk.t.system.list(QuoteResponse, { where: { quote: { eq: id } } })
    expect(response).toMatchObject({
      answer: 'accepted',
      name: 'Ann Lee',
      via: 'link',
      address: '203.0.113.7',
      revision: revision?.id,
      revisionHash: revision?.hash,
    })
    const [order] = await ordersOf(id)
    expect(order).toMatchObject({
      source: 'quote',
      status: 'confirmed',
      purchaseOrderNumber: 'PO 1',
      net: quote.net,
      tax: quote.tax,
      total: quote.total,
      owner: desk.seller.id,
    })
    const lines = await desk.t.system.list(OrderLine, {
      where: { order: { eq: order?.id ?? '' } },
      orderBy: [{ position: 'asc' }],
    })
    const quoted = await desk.lines(id)
    expect(lines.map(({ product, quantity, net }) => ({ product, quantity, net }))).toEqual(
      quoted.map(({ product, quantity, net }) => ({ product, quantity, net })),
    )
    const after = await (await browser.get(path)).text()
    expect(after).toContain('Accepted by Ann Lee on 2 March 2026.')
    expect(after).toContain(order?.number)
    expect(after).not.toContain('<form')
    expect(after).toContain(number)
    // Once more changes nothing; to decline it is too late.
    const token = formTokenOf(await (await browser.get(await mailed((await desk.quote()).id))).text())
    expect((await browser.postForm(path, { ...accepting, token })).status).toBe(303)
    const late = await browser.postForm(path, { ...accepting, token, answer: 'decline' })
    expect(late.status).toBe(409)
    expect(await late.text()).toContain('was answered already')
    expect(await ordersOf(id)).toHaveLength(1)
  })

  it('declines it with a reason, after which it can be revised', async () => {
    const { id } = await desk.quote()
    const path = await mailed(id)
    const browser = served.browser()
    const fields = { answer: 'decline', name: 'Ann', reason: 'Too dear' }
    expect((await answerForm(browser, path, fields)).status).toBe(303)
    expect(await desk.read(id)).toMatchObject({ status: 'declined' })
    expect(await desk.t.system.list(QuoteResponse, { where: { quote: { eq: id } } })).toMatchObject([
      { answer: 'declined', reason: 'Too dear' },
    ])
    await desk.t.graphql(desk.seller, 'mutation ($id: ID!) { reviseQuote(quote: $id) { status revision } }', { id })
    expect(await desk.read(id)).toMatchObject({ status: 'draft', revision: 2 })
    expect((await browser.get(path)).status).toBe(410)
    const next = await mailed(id)
    expect((await answerForm(browser, next, accepting)).status).toBe(303)
    const old = await browser.get(path)
    expect(old.status).toBe(410)
    expect(await old.text()).toContain('There is a newer version of this quotation')
  })

  it('reads on which day of the seller’s it was answered', async () => {
    const path = await mailed((await desk.quote()).id)
    desk.t.clock.set(new Date('2026-03-02T23:30:00Z'))
    const browser = served.browser()
    await answerForm(browser, path, { answer: 'decline', name: 'Ann' })
    desk.t.clock.set(new Date('2026-03-02T09:00:00Z'))
    expect(await (await browser.get(path)).text()).toContain('Declined by Ann on 3 March 2026.')
  })

  it('can do nothing with a link that is forged, revoked or expired, nor without the form', async () => {
    const { id } = await desk.quote()
    const path = await mailed(id)
    const browser = served.browser()
    const token = formTokenOf(await (await browser.get(path)).text())
    const forged = `/q/${path.slice(3, -1)}${path.endsWith('A') ? 'B' : 'A'}`
    for (const wrong of [forged, '/q/short', `/q/${'%00'.repeat(43)}`, `/q/${id}`]) {
      const page = await browser.get(wrong)
      expect(page.status).toBe(404)
      expect(await page.text()).toContain('This link leads nowhere')
      expect((await browser.postForm(wrong, { ...accepting, token })).status).toBe(404)
      expect((await browser.get(`${wrong}/quote.pdf`)).status).toBe(404)
    }
    expect((await browser.postForm(path, { ...accepting, token: 'made up' })).status).toBe(403)
    expect((await served.browser().postForm(path, { ...accepting, token })).status).toBe(403)

    const [link] = await desk.t.system.list(QuoteLink, { orderBy: [{ id: 'desc' }], limit: 1 })
    expect(JSON.stringify(link)).not.toContain(path.slice(3))
    await expect(
      desk.t.system.mutate(QuoteLink).update(link?.id ?? '', { email: 'x@y.example' }),
    ).rejects.toMatchObject({ code: 'orders.linkFixed' })
    await desk.t.update(QuoteLink, link?.id ?? '', { revokedAt: desk.t.clock.now() }, desk.seller)
    expect((await browser.get(path)).status).toBe(410)
    expect((await browser.postForm(path, { ...accepting, token })).status).toBe(410)
    expect(await ordersOf(id)).toEqual([])
  })

  it('is too late once the last day is over where the company is, before and after the job', async () => {
    const { id } = await desk.quote([{}], { validUntil: '2026-03-02' })
    const path = await mailed(id)
    const browser = served.browser()
    // 23:30 in Berlin, then half past midnight.
    desk.t.clock.set(new Date('2026-03-02T22:30:00Z'))
    const open = await browser.get(path)
    expect(open.status).toBe(200)
    const token = formTokenOf(await open.text())
    desk.t.clock.set(new Date('2026-03-02T23:30:00Z'))
    const over = await browser.get(path)
    expect(over.status).toBe(410)
    expect(await over.text()).toContain('It was valid until 2 March 2026')
    expect((await browser.postForm(path, { ...accepting, token })).status).toBe(410)
    await expect(
      acceptRevision(desk.t.system, await openRevision(desk.t.system, id), { name: 'Ann', via: 'link' }),
    ).rejects.toMatchObject({ code: 'orders.quoteExpired' })
    await desk.t.system.enqueue(expireQuotes, undefined)
    await desk.t.drain()
    expect(await desk.read(id)).toMatchObject({ status: 'expired' })
    expect((await browser.get(path)).status).toBe(410)
    expect(await ordersOf(id)).toEqual([])
    desk.t.clock.set(new Date('2026-03-02T09:00:00Z'))
  })

  it('is stopped who asks too often', async () => {
    const browser = served.browser()
    const statuses = await Promise.all(
      Array.from(
        { length: 125 },
        async () => (await browser.send('GET', '/q/guess', { address: '198.51.100.9' })).status,
      ),
    )
    expect(new Set(statuses)).toEqual(new Set([404, 429]))
  })
})

describe('200 who accept at the same time', () => {
  it('make one order', async () => {
    const { id } = await desk.quote([{ quantity: '2' }])
    await mailed(id)
    const revision = await openRevision(desk.t.system, id)
    const orders = await Promise.all(
      Array.from({ length: 200 }, (_, n) => acceptRevision(desk.t.system, revision, { name: `Ann ${n}`, via: 'link' })),
    )
    expect(new Set(orders).size).toBe(1)
    expect(await ordersOf(id)).toHaveLength(1)
    expect(await desk.t.system.list(QuoteResponse, { where: { quote: { eq: id } } })).toHaveLength(1)
  })
})

it('staff and customers accept without a link, the quote only in its own words', async () => {
  const { id } = await desk.quote()
  const accept = (by: Parameters<typeof desk.t.graphql>[0]) =>
    desk.t.graphql(by, 'mutation ($id: ID!) { acceptQuote(quote: $id, name: "Ann") { status } }', { id })
  await expect(accept(desk.seller)).rejects.toMatchObject({ errors: [{ extensions: { reason: 'orders.notSent' } }] })
  await desk.t.update(Quote, id, { status: 'sent' }, desk.seller)
  await expect(desk.t.update(Quote, id, { status: 'accepted' }, desk.seller)).rejects.toMatchObject({
    code: 'orders.answerMissing',
  })
  const stranger = await desk.t.actor('customer')
  await expect(accept(stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const reader = await desk.person('Reader', null, { 'orders:read': 'all' } as never)
  await expect(accept(reader)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const customer = await desk.t.actor('customer', { account: desk.account })
  await accept(customer)
  expect(await desk.t.system.list(QuoteResponse, { where: { quote: { eq: id } } })).toMatchObject([
    { via: 'portal', user: (customer as { id: string }).id },
  ])
  const [line] = await desk.lines(id)
  await expect(desk.t.system.mutate(QuoteLine).update(line?.id ?? '', { quantity: '9' })).rejects.toMatchObject({
    code: 'orders.quoteClosed',
  })
})
