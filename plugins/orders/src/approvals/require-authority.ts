import { type Context, Reject } from '@tessera/core'
import { companyDay } from '../company-day.ts'
import type { OrdersModel } from '../model.ts'
import { isOutside } from '../orders/recorder.ts'
import { approversOf, barredFrom, personOf, reportOf } from './authority.ts'
import type { CommercialDocument } from './commercial-document.ts'
import type { AuthorityReport, LineJudgement } from './judgement.ts'
import { loadMatrix, type Person } from './matrix.ts'
import { type StandingApproval, standingApprovals } from './standing-approval.ts'

/** What a document rests on: the authority of whoever acts, or an approval of exactly what it says. */
export type AuthorityBasis =
  | { readonly by: 'authority'; readonly report: AuthorityReport }
  | { readonly by: 'approval'; readonly approval: StandingApproval }

/**
 * Lets documents pass that are within the authority of the actor of `ctx`, or approved as they stand. Hooks call it whenever a document
 * is about to bind the company, with the documents as they will be and under their rows' locks.
 * @throws Reject `orders.authorityExceeded`, which says what exceeds which limit and who could approve it
 */
export async function requireAuthority(
  ctx: Context<typeof OrdersModel>,
  documents: readonly CommercialDocument[],
): Promise<AuthorityBasis[]> {
  if (documents.length === 0) return []
  const matrix = await loadMatrix(ctx, documents, companyDay(ctx))
  const person = personOf(ctx)
  const reports = documents.map((document) => reportOf(matrix, document, person))
  const beyond = documents.filter((_document, index) => reports[index]?.within === false)
  const approvals = beyond.length === 0 ? [] : await standingApprovals(ctx, beyond)
  return documents.map((document, index): AuthorityBasis => {
    const report = reports[index] as AuthorityReport
    if (report.within) return { by: 'authority', report }
    const approval = approvals[beyond.indexOf(document)]
    if (approval) return { by: 'approval', approval }
    if (isOutside(ctx.actor)) throw notYetAgreed(document)
    const approvers = approversOf(matrix, document, barredFrom(document, person))
    throw new Reject('orders.authorityExceeded', exceededText(document, report, approvers), {
      document: document.id,
      report,
      approvers,
    })
  })
}

/** Partners and customers learn neither margins nor who decides here: from a margin and a price everybody can work out the cost. */
const notYetAgreed = ({ title }: CommercialDocument): Reject =>
  new Reject(
    'orders.authorityExceeded',
    `The prices of ${title} are not today's, or were not agreed yet. Ask your salesperson, or place the order anew.`,
  )

/** A sentence for each line that is beyond a limit, at most three, and what to do. */
export function exceededText(
  document: CommercialDocument,
  report: AuthorityReport,
  approvers: readonly Person[],
): string {
  const lines = report.lines.filter(({ outcome }) => outcome === 'exceeded')
  const shown = lines.slice(0, 3).map(lineText)
  const more = lines.length > 3 ? ` And ${lines.length - 3} lines more.` : ''
  const names = approvers.slice(0, 5).map(({ name }) => name)
  const who =
    names.length === 0
      ? 'Nobody else has the authority: change the document, or the matrix.'
      : `Ask for an approval; it could come from ${names.join(', ')}.`
  return `${document.title} is beyond the authority of whoever sends it. ${shown.join(' ')}${more} ${who}`
}

function lineText({ position, title, discount, exceeded }: LineJudgement): string {
  const start = `Line ${position} (${title}), ${discount === null ? 'without a price to compare with' : `${discount} % off`}`
  if (exceeded.length === 0) return `${start}: no rule allows any discount on it.`
  const limits = exceeded.map(({ rule, limit, allowed, actual }) => {
    const by = `by «${rule.name}» (${rule.id} version ${rule.version})`
    if (limit === 'discount') return `at most ${allowed} % ${by}`
    if (limit === 'margin') return `a margin of at least ${allowed} % ${by}, it is ${actual ?? 'not known'}`
    if (limit === 'amount') return `documents up to ${allowed} ${by}, it is ${actual}`
    return `documents up to ${allowed} ${by}, and an exchange rate to compare with is missing`
  })
  return `${start}: ${limits.join('; ')}.`
}
