import { type Context, type Money, type RowIn, TesseraError } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { FundEntry, type PrmModel } from '../../model.ts'
import { type AccountOf, keyOf, openAccounts } from './accounts.ts'

type Ctx = Context<typeof PrmModel>
type Entry = RowIn<typeof PrmModel, typeof FundEntry>

/** An amount on its way from one account to another. */
export interface Posting {
  readonly kind: Exclude<Entry['kind'], 'reverse'>
  readonly from: AccountOf
  readonly to: AccountOf
  readonly amount: Money
  /** The record behind it: `fundRequest:<id>`. */
  readonly cause: string
}

/** Posts amounts, together or not at all. Amounts of 0 are left out. @throws REJECTED `prm.fundExceeded` where an account has not so much */
export async function post(ctx: Ctx, postings: readonly Posting[]): Promise<Entry[]> {
  const due = postings.filter(({ amount }) => amount.minor !== 0n)
  const [first] = due
  if (!first) return []
  const accounts = await openAccounts(
    ctx,
    due.flatMap(({ from, to }) => [from, to]),
    first.amount.currency,
  )
  const idOf = (account: AccountOf): string => accounts.get(keyOf(account))?.id ?? ''
  return ctx.mutate(FundEntry).createMany(
    due.map(({ kind, from, to, amount, cause }) => ({
      kind,
      budget: from.budget,
      debit: idOf(from),
      credit: idOf(to),
      amount,
      cause,
      postedOn: companyDay(ctx),
    })),
  )
}

/** Takes an entry back, by one from its credit to its debit. Once: a second one is refused by the unique index. */
export async function reverseEntry(ctx: Ctx, entry: Entry, cause: string): Promise<Entry> {
  return ctx.mutate(FundEntry).create({
    kind: 'reverse',
    budget: entry.budget,
    debit: entry.credit,
    credit: entry.debit,
    amount: entry.amount,
    cause,
    reversalOf: entry.id,
    postedOn: companyDay(ctx),
  })
}

/** The last entry of a kind with this cause that nothing took back. @throws NOT_FOUND */
export async function standingEntry(ctx: Ctx, kind: Posting['kind'], cause: string): Promise<Entry> {
  const entries = await ctx.list(FundEntry, { where: { cause: { eq: cause } }, orderBy: [{ id: 'desc' }], limit: 1000 })
  const reversed = new Set(entries.map(({ reversalOf }) => reversalOf))
  const entry = entries.find((candidate) => candidate.kind === kind && !reversed.has(candidate.id))
  if (!entry) throw new TesseraError('NOT_FOUND', { entity: 'fundEntry', id: `${kind} ${cause}` })
  return entry
}
