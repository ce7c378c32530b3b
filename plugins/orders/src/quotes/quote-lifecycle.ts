import { type Context, type Hook, type HookEvent, type On, Reject } from '@tessera/core'
import { type AuthorityBasis, requireAuthority } from '../approvals/require-authority.ts'
import { standingApprovals } from '../approvals/standing-approval.ts'
import { companyDay } from '../company-day.ts'
import { type OrdersModel, Quote, QuoteResponse, QuoteRevision } from '../model.ts'
import { commercialQuotes } from './commercial.ts'
import type { WholeQuote } from './document/build-documents.ts'
import type { QuoteRow } from './figures.ts'
import { withFigures } from './figures-of-quotes.ts'
import { loadLines } from './load-lines.ts'
import { figureFields, personOf } from './quote-defaults.ts'
import { closedStatuses, nextStatuses } from './status.ts'

type Ctx = Context<typeof OrdersModel>
type Event = HookEvent<typeof OrdersModel, typeof Quote>

/**
 * Holds every change of a quote, on every path and whoever makes it, to its states: what it says changes in drafts only, and takes a
 * quote that was approved or sent back to one; it is sent within authority or with an approval of exactly what it says; it is accepted
 * or declined by an answer to the revision the customer has. Figures follow from the lines, whatever is given.
 */
export const quoteLifecycle = (on: On<typeof OrdersModel>): Hook =>
  on(Quote).before('update', { batch: true, name: 'lifecycle' }, async (events) => {
    const ctx = events[0]?.ctx
    if (!ctx) return
    const system = ctx.asSystem('checks what becomes of a quote')
    const lines = await loadLines(
      system,
      events.map(({ id }) => id),
    )
    const moves = events.map((event) => moveOf(ctx, event, lines.get(event.id) ?? []))
    const bases = await checkSent(ctx, moves)
    await checkApproved(system, moves)
    await checkAnswered(system, moves)
    return moves.map((move, index) => {
      const { old, status } = move
      const { quote } = move.whole
      const sends = status === 'sent' && old.status !== 'sent'
      return {
        ...figureFields(quote),
        status,
        revision: quote.revision,
        contentBy: quote.contentBy,
        basis: sends ? (bases[index] ?? null) : old.basis,
        sentAt: sends ? ctx.now() : old.sentAt,
        sentBy: sends ? personOf(ctx) : old.sentBy,
        respondedAt: status !== old.status && answers.has(status) ? ctx.now() : old.respondedAt,
      }
    })
  })

/** What a write makes of a quote. */
interface Move {
  readonly old: QuoteRow
  readonly status: QuoteRow['status']
  /** As it will be. */
  readonly whole: WholeQuote
}

const answers: ReadonlySet<string> = new Set(['accepted', 'declined'])

function moveOf(ctx: Ctx, event: Event, lines: WholeQuote['lines']): Move {
  const old = event.old as QuoteRow
  const whole = withFigures({ ...event.row, revision: old.revision }, lines)
  const changed = whole.quote.contentHash !== old.contentHash
  const asked = event.row.status
  if (changed && closedStatuses.has(old.status))
    throw new Reject(
      'orders.quoteClosed',
      `The quote ${old.number} is ${old.status} and stays as it is. Revise it if it was declined or has expired, or make a copy.`,
    )
  if (changed && asked !== old.status && asked !== 'draft')
    throw new Reject(
      'orders.saveFirst',
      'Save what the quote says first, then change its status in a write of its own.',
    )
  const status = changed && asked === old.status ? 'draft' : asked
  if (status !== old.status && !nextStatuses[old.status].includes(status))
    throw new Reject(
      'orders.quoteStatus',
      `A quote that is ${old.status} can not become ${status}. It can become: ${nextStatuses[old.status].join(', ') || 'nothing else'}.`,
    )
  const reopened = status === 'draft' && handedOut.has(old.status)
  const author = event.changed.has('contentBy') && ctx.actor.kind === 'system' ? event.row.contentBy : personOf(ctx)
  return {
    old,
    status,
    whole: {
      quote: {
        ...whole.quote,
        status,
        revision: old.revision + (reopened ? 1 : 0),
        contentBy: changed ? (author ?? old.contentBy) : old.contentBy,
      },
      lines: whole.lines,
    },
  }
}

/** From these a draft is the next revision: the customer has this one. */
const handedOut: ReadonlySet<string> = new Set(['sent', 'declined', 'expired'])

const becoming = (moves: readonly Move[], ...statuses: readonly string[]): Move[] =>
  moves.filter(({ old, status }) => status !== old.status && statuses.includes(status))

async function checkSent(ctx: Ctx, moves: readonly Move[]): Promise<(AuthorityBasis | undefined)[]> {
  const today = companyDay(ctx)
  for (const { whole } of becoming(moves, 'sent', 'inApproval')) {
    const { number, validUntil } = whole.quote
    if (whole.lines.length === 0)
      throw new Reject('orders.quoteEmpty', `The quote ${number} has no lines. Add what it offers.`)
    if (validUntil === null || validUntil < today)
      throw new Reject(
        'orders.quoteExpired',
        `The quote ${number} is valid until ${validUntil ?? 'no day'}, which is past. Give it a later day.`,
      )
  }
  const sent = becoming(moves, 'sent')
  if (sent.length === 0) return []
  const documents = await commercialQuotes(
    ctx.asSystem('checks the authority to send quotes'),
    sent.map(({ whole }) => whole),
  )
  const bases = await requireAuthority(ctx, documents)
  return moves.map((move) => bases[sent.indexOf(move)])
}

async function checkApproved(ctx: Ctx, moves: readonly Move[]): Promise<void> {
  const approved = becoming(moves, 'approved')
  if (approved.length === 0) return
  const documents = await commercialQuotes(
    ctx,
    approved.map(({ whole }) => whole),
  )
  const approvals = await standingApprovals(ctx, documents)
  const missing = approvals.indexOf(null)
  if (missing >= 0)
    throw new Reject(
      'orders.approvalMissing',
      `${documents[missing]?.title} has no complete approval of what it says now. It becomes approved by the decisions of people.`,
    )
}

async function checkAnswered(ctx: Ctx, moves: readonly Move[]): Promise<void> {
  const today = companyDay(ctx)
  for (const { old } of becoming(moves, 'expired')) {
    if (old.validUntil === null || old.validUntil >= today)
      throw new Reject('orders.quoteValid', `The quote ${old.number} is valid until ${old.validUntil}.`)
  }
  const answered = becoming(moves, 'accepted', 'declined')
  if (answered.length === 0) return
  const ids = answered.map(({ old }) => old.id)
  const revisions = await ctx.list(QuoteRevision, { where: { quote: { in: ids } }, limit: 1_000_000 })
  const responses = await ctx.list(QuoteResponse, { where: { quote: { in: ids } }, limit: 1_000_000 })
  for (const { old, status } of answered) {
    const current = revisions.find(({ quote, number }) => quote === old.id && number === old.revision)
    const response = responses.find(({ revision }) => revision === current?.id)
    if (response?.answer !== status)
      throw new Reject(
        'orders.answerMissing',
        `Nobody has ${status} the quote ${old.number} yet. Use acceptQuote or declineQuote, which record who did.`,
      )
  }
}
