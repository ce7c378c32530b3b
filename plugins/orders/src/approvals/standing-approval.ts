import { type Context, type Id, sql } from '@tessera/core'
import type { OrdersModel } from '../model.ts'
import type { CommercialDocument } from './commercial-document.ts'

/** An approval that holds for a document as it stands. */
export interface StandingApproval {
  readonly request: Id
  readonly version: number
  /** Who approved, on whose authority. */
  readonly decisions: readonly { readonly id: Id; readonly approver: Id; readonly voice: Id }[]
}

interface DecisionRow {
  readonly requestId: Id
  readonly version: number
  readonly stepId: Id
  readonly required: number
  readonly decisionId: Id | null
  readonly outcome: 'approved' | 'rejected' | null
  readonly approverId: Id | null
  readonly voiceId: Id | null
}

/**
 * The approval of each document's exact content, or null: every step has as many approvals as it asks, none was rejected, and none of
 * those who approved is its salesperson or author now. Read from the decisions themselves, never from a status.
 */
export async function standingApprovals(
  ctx: Context<typeof OrdersModel>,
  documents: readonly CommercialDocument[],
): Promise<(StandingApproval | null)[]> {
  const { rows } = await sql<DecisionRow & { documentId: Id; contentHash: string }>`
    select coalesce(r.quote_id, r.order_id) as document_id, r.content_hash, r.id as request_id, r.version, s.id as step_id, s.required,
      d.id as decision_id, d.outcome, d.approver_id, d.voice_id
    from crm.approval_request r join crm.approval_step s on s.request_id = r.id and s.deleted_at is null
      left join crm.approval_decision d on d.step_id = s.id and d.deleted_at is null
    where r.deleted_at is null and r.status = 'approved'
      and (r.quote_id = any(${documents.map(({ id }) => id)}::uuid[]) or r.order_id = any(${documents.map(({ id }) => id)}::uuid[]))
    order by r.id, s.position, d.id`.execute(ctx.asSystem('looks for approvals').db)
  return documents.map((document) => {
    const mine = rows.filter((row) => row.documentId === document.id && row.contentHash === document.contentHash)
    const byRequest = Map.groupBy(mine, ({ requestId }) => requestId)
    for (const found of byRequest.values()) {
      const approval = complete(found, document)
      if (approval) return approval
    }
    return null
  })
}

function complete(rows: readonly DecisionRow[], document: CommercialDocument): StandingApproval | null {
  const [first] = rows
  if (!first || rows.some(({ outcome }) => outcome === 'rejected')) return null
  const own = (person: Id | null): boolean => person === document.owner || person === document.author
  const decisions = rows.flatMap(({ decisionId, approverId, voiceId, stepId }) =>
    decisionId !== null && approverId !== null && voiceId !== null
      ? [{ id: decisionId, approver: approverId, voice: voiceId, stepId }]
      : [],
  )
  const valid = decisions.filter(({ approver, voice }) => !own(approver) && !own(voice))
  const steps = new Map(rows.map(({ stepId, required }) => [stepId, required]))
  for (const [stepId, required] of steps)
    if (valid.filter((decision) => decision.stepId === stepId).length < Math.max(1, required)) return null
  return {
    request: first.requestId,
    version: first.version,
    decisions: valid.map(({ id, approver, voice }) => ({ id, approver, voice })),
  }
}
