import type { Context, Id } from '@tessera/core'
import { companyDay } from '../company-day.ts'
import type { OrdersModel } from '../model.ts'
import type { CommercialDocument } from './commercial-document.ts'
import { judge } from './judge.ts'
import type { AuthorityReport } from './judgement.ts'
import { loadMatrix, type Matrix, type Person } from './matrix.ts'

type Ctx = Context<typeof OrdersModel>

/** Whether a person's authority covers each document today; of nobody (null) only the rules for everybody count. See `judge`. */
export async function evaluateAuthority(
  ctx: Ctx,
  documents: readonly CommercialDocument[],
  person: Id | null,
): Promise<AuthorityReport[]> {
  if (documents.length === 0) return []
  const matrix = await loadMatrix(ctx, documents, companyDay(ctx))
  return documents.map((document) => reportOf(matrix, document, person))
}

export const reportOf = (matrix: Matrix, document: CommercialDocument, person: Id | null): AuthorityReport =>
  judge(document, person, matrix.day, matrix.rulesOf(person), matrix.ancestors, matrix.netIn(document))

/** Whose authority covers a document, by name, without those who may not approve it: see `barredFrom`. */
export const approversOf = (matrix: Matrix, document: CommercialDocument, barred: ReadonlySet<Id>): Person[] =>
  matrix.people
    .filter(({ id }) => !barred.has(id) && reportOf(matrix, document, id).within)
    .toSorted((a, b) => (a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1))

/** Nobody approves what is his own: the salesperson, whoever changed the content last, and whoever asks. */
export const barredFrom = (document: CommercialDocument, requestedBy: Id | null): ReadonlySet<Id> =>
  new Set([document.owner, document.author, requestedBy].filter((id) => id !== null))

/** Whose authority counts for an actor: of the system, of partners and of customers only what holds for everybody. */
export const personOf = (ctx: Ctx): Id | null =>
  ctx.actor.kind === 'user' || ctx.actor.kind === 'service' ? ctx.actor.id : null
