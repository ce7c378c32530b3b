import { type Context, type GraphqlKit, type Id, TesseraError } from '@tessera/core'
import { approversOf, barredFrom, personOf, reportOf } from '../approvals/authority.ts'
import { loadMatrix } from '../approvals/matrix.ts'
import { requestApproval } from '../approvals/request-approval.ts'
import { companyDay } from '../company-day.ts'
import { ApprovalDecision, type OrdersModel, Quote } from '../model.ts'
import { acceptRevision, declineRevision, openRevision, type QuoteAnswer } from './answer-quote.ts'
import { commercialQuotes } from './commercial.ts'
import { copyQuote } from './copy-quote.ts'
import { loadLines } from './load-lines.ts'
import { sendQuote } from './send-quote.ts'

type Kit = GraphqlKit<typeof OrdersModel>
type Ctx = Context<typeof OrdersModel>

/** What is done with quotes, beyond writing them. */
export function quoteFields(kit: Kit): void {
  const quote = kit.ref(Quote)
  kit.mutation('sendQuote', {
    type: quote,
    description: 'Freezes the revision and mails it, with its PDF and a link to accept or decline it.',
    args: (arg) => ({ quote: arg.id({ required: true }), to: arg.stringList(), message: arg.string() }),
    resolve: ({ quote: id, to, message }, ctx) => sendQuote(ctx, id, { to, message }),
  })
  kit.mutation('reviseQuote', {
    type: quote,
    description: 'Opens the next revision of a quote that was sent, was declined or has expired.',
    args: (arg) => ({ quote: arg.id({ required: true }) }),
    resolve: async ({ quote: id }, ctx) => (await ctx.mutate(Quote).update(id, { status: 'draft' })).id,
  })
  kit.mutation('copyQuote', {
    type: quote,
    description: 'A new draft with the same lines, at the prices of today.',
    args: (arg) => ({ quote: arg.id({ required: true }) }),
    resolve: ({ quote: id }, ctx) => copyQuote(ctx, id),
  })
  kit.mutation('requestApproval', {
    type: quote,
    description: 'Asks for a quote beyond the own authority to be approved as it stands.',
    args: (arg) => ({ quote: arg.id({ required: true }), reason: arg.string() }),
    resolve: ({ quote: id, reason }, ctx) =>
      ctx.transaction(async (inner) => {
        await requestApproval(inner, { kind: 'quote', id }, reason ?? null)
        return (await inner.mutate(Quote).update(id, { status: 'inApproval' })).id
      }),
  })
  kit.mutation('acceptQuote', {
    type: quote,
    description: 'Records that a customer accepts the quote, and orders it.',
    args: (arg) => ({ quote: arg.id({ required: true }), name: arg.string({ required: true }) }),
    resolve: async ({ quote: id, name }, ctx) => {
      const answer = await answerOf(ctx, id, name)
      const system = ctx.asSystem('a quote was accepted')
      await acceptRevision(system, await openRevision(system, id), answer)
      return id
    },
  })
  kit.mutation('declineQuote', {
    type: quote,
    description: 'Records that a customer declines the quote.',
    args: (arg) => ({
      quote: arg.id({ required: true }),
      name: arg.string({ required: true }),
      reason: arg.string(),
    }),
    resolve: async ({ quote: id, name, reason }, ctx) => {
      const answer = await answerOf(ctx, id, name)
      const system = ctx.asSystem('a quote was declined')
      await declineRevision(system, await openRevision(system, id), { ...answer, reason: reason ?? null })
      return id
    },
  })
  approvalFields(kit)
}

/** Staff answer for a customer where they may change the quote; partners and customers where they see it. */
async function answerOf(ctx: Ctx, id: Id, name: string): Promise<QuoteAnswer> {
  const { actor } = ctx
  if (actor.kind === 'partner' || actor.kind === 'customer') {
    await ctx.get(Quote, id)
    return { name, via: 'portal', user: actor.id }
  }
  await ctx.mutate(Quote).update(id, {})
  return { name, via: 'staff', ...('id' in actor ? { user: actor.id } : {}) }
}

function approvalFields(kit: Kit): void {
  const outcome = kit.builder.enumType('ApprovalOutcome', { values: ['approved', 'rejected'] as const })
  kit.mutation('decideApproval', {
    type: kit.ref(ApprovalDecision),
    description: 'Approves or rejects at an open step.',
    args: (arg) => ({
      step: arg.id({ required: true }),
      outcome: arg({ type: outcome, required: true }),
      comment: arg.string(),
      onBehalfOf: arg.id(),
    }),
    resolve: async ({ step, outcome: decided, comment, onBehalfOf }, ctx) =>
      (
        await ctx
          .mutate(ApprovalDecision)
          .create({ step, outcome: decided, comment: comment ?? null, onBehalfOf: onBehalfOf ?? null } as never)
      ).id,
  })
  kit.query('quoteAuthority', {
    type: 'JSON',
    description:
      'Whether the own authority covers a quote: line by line which rule allows it, or which limits it exceeds, and who could approve it.',
    args: (arg) => ({ quote: arg.id({ required: true }) }),
    resolve: async ({ quote: id }, ctx) => {
      if (ctx.actor.kind === 'partner' || ctx.actor.kind === 'customer')
        throw new TesseraError('FORBIDDEN', { who: `A ${ctx.actor.kind}`, op: 'read', what: 'discount authorities' })
      const quote = await ctx.get(Quote, id)
      const system = ctx.asSystem('holds a quote against the authority matrix')
      const lines = await loadLines(system, [id])
      const [document] = await commercialQuotes(system, [{ quote, lines: lines.get(id) ?? [] }])
      if (!document) return null
      const matrix = await loadMatrix(ctx, [document], companyDay(ctx))
      const person = personOf(ctx)
      return {
        ...reportOf(matrix, document, person),
        approvers: approversOf(matrix, document, barredFrom(document, person)),
      }
    },
  })
}
