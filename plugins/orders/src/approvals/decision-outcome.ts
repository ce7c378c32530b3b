import type { Context, Hook, Id, On, UpdateItem } from '@tessera/core'
import { ApprovalDecision, ApprovalRequest, ApprovalStep, type OrdersModel } from '../model.ts'
import { documentKind } from './commercial-document.ts'
import { progressOf } from './progress.ts'
import { dueFrom } from './request-guard.ts'

type Ctx = Context<typeof OrdersModel>
type StepUpdate = UpdateItem<typeof OrdersModel, typeof ApprovalStep>

/** What follows from a decision: steps are done or opened, the request is decided, its document moves on. */
export const decisionOutcome = (on: On<typeof OrdersModel>): Hook =>
  on(ApprovalDecision).after('create', { batch: true, name: 'outcome' }, async (events) => {
    const ctx = events[0]?.ctx.asSystem('an approval was decided')
    if (!ctx) return
    const steps = await ctx.list(ApprovalStep, {
      where: { id: { in: events.map(({ row }) => row.step) } },
      limit: events.length,
    })
    await moveOn(ctx, [...new Set(steps.map(({ request }) => request))])
  })

async function moveOn(ctx: Ctx, requestIds: readonly Id[]): Promise<void> {
  const requests = await ctx.list(ApprovalRequest, { where: { id: { in: requestIds } }, limit: requestIds.length })
  const progress = await progressOf(ctx, requestIds)
  const now = ctx.now()
  const steps = requests.flatMap((request) => {
    const { steps: mine = [], outcome } = progress.get(request.id) ?? {}
    const next = mine.find((step) => step.now === 'undecided')
    return mine.flatMap((step): StepUpdate[] => {
      if (step.now !== 'undecided')
        return step.status === step.now ? [] : [{ id: step.id, patch: { status: step.now } }]
      if (outcome === 'rejected') return [{ id: step.id, patch: { status: 'withdrawn' as const } }]
      const opens = step.status === 'waiting' && (request.mode === 'parallel' || step === next)
      return opens
        ? [{ id: step.id, patch: { status: 'open' as const, openedAt: now, dueAt: dueFrom(now, step.dueHours) } }]
        : []
    })
  })
  await ctx.mutate(ApprovalStep).updateMany(steps)
  for (const request of requests) {
    const outcome = progress.get(request.id)?.outcome
    if (outcome !== 'approved' && outcome !== 'rejected') continue
    await ctx.mutate(ApprovalRequest).update(request.id, { status: outcome })
    const document = request.quote ?? request.order
    if (document !== null) await documentKind(ctx, request.kind).decided(ctx, document, outcome)
  }
}
