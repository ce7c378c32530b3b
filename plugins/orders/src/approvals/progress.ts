import { type Context, type Id, type Row, sql } from '@tessera/core'
import { ApprovalStep, type OrdersModel } from '../model.ts'

type Ctx = Context<typeof OrdersModel>
type Step = Row<typeof ApprovalStep>

/** How far a request has come, from its decisions. */
export interface Progress {
  readonly steps: readonly (Step & { readonly now: 'approved' | 'rejected' | 'undecided' })[]
  readonly outcome: 'pending' | 'approved' | 'rejected'
}

/** The progress of requests by id. `ctx` has every right. */
export async function progressOf(ctx: Ctx, requests: readonly Id[]): Promise<Map<Id, Progress>> {
  const steps = await ctx.list(ApprovalStep, {
    where: { request: { in: requests } },
    orderBy: [{ position: 'asc' }],
    limit: 100_000,
  })
  const { rows } = await sql<{ stepId: Id; approved: number; rejected: number }>`
    select step_id, (count(*) filter (where outcome = 'approved'))::int as approved, (count(*) filter (where outcome = 'rejected'))::int as rejected
    from crm.approval_decision where deleted_at is null and step_id = any(${steps.map(({ id }) => id)}::uuid[]) group by step_id`.execute(
    ctx.db,
  )
  const counts = new Map(rows.map((row) => [row.stepId, row]))
  const byRequest = Map.groupBy(steps, ({ request }) => request)
  return new Map(
    requests.map((request) => {
      const mine = (byRequest.get(request) ?? []).map((step) => {
        const count = counts.get(step.id)
        const now =
          (count?.rejected ?? 0) > 0
            ? ('rejected' as const)
            : (count?.approved ?? 0) >= Math.max(1, step.required)
              ? ('approved' as const)
              : ('undecided' as const)
        return { ...step, now }
      })
      const outcome = mine.some(({ now }) => now === 'rejected')
        ? 'rejected'
        : mine.length > 0 && mine.every(({ now }) => now === 'approved')
          ? 'approved'
          : 'pending'
      return [request, { steps: mine, outcome }]
    }),
  )
}
