import type { Context, Id } from '@tessera/core'
import { ApprovalRequest, type OrdersModel } from '../model.ts'
import type { CommercialDocument } from './commercial-document.ts'

/**
 * Asks for a document to be approved as it stands, and says why.
 * @throws Reject `orders.approvalPending`; FORBIDDEN
 */
export async function requestApproval(
  ctx: Context<typeof OrdersModel>,
  document: Pick<CommercialDocument, 'kind' | 'id'>,
  reason: string | null,
): Promise<Id> {
  const { kind, id } = document
  const of = kind === 'quote' ? { kind, quote: id } : { kind, order: id }
  const request = await ctx.mutate(ApprovalRequest).create({ ...of, reason } as never)
  return request.id
}
