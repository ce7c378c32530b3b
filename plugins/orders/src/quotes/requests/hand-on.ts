import type { Context, Id } from '@tessera/core'
import { evaluateAuthority } from '../../approvals/authority.ts'
import { requestApproval } from '../../approvals/request-approval.ts'
import { type OrdersModel, Quote } from '../../model.ts'
import { commercialQuotes } from '../commercial.ts'
import { loadLines } from '../load-lines.ts'
import { sendQuote } from '../send-quote.ts'

/**
 * Sends the draft that somebody asked for where nobody has to decide on it, else has it approved: for its salesperson, who is the one to
 * talk to. `system` has every right.
 */
export async function handOn(
  system: Context<typeof OrdersModel>,
  id: Id,
  { to, reason }: { readonly to: string; readonly reason: string | null },
): Promise<void> {
  const quote = await system.get(Quote, id)
  const lines = (await loadLines(system, [id])).get(id) ?? []
  if (lines.some(({ rulePrice }) => rulePrice === null)) return
  const [report] = await evaluateAuthority(system, await commercialQuotes(system, [{ quote, lines }]), null)
  if (report?.within) await sendQuote(system, id, { to: [to] })
  else if (quote.owner !== null) {
    await requestApproval(system, { kind: 'quote', id }, reason)
    await system.mutate(Quote).update(id, { status: 'inApproval' })
  }
}
