import {
  type Context,
  formatAmount,
  type Hook,
  type Id,
  type On,
  Reject,
  type RowIn,
  TesseraError,
} from '@tessera/core'
import { FundAccount, FundEntry, type PrmModel } from '../../model.ts'

type Ctx = Context<typeof PrmModel>
type Account = RowIn<typeof PrmModel, typeof FundAccount>
type Entry = RowIn<typeof PrmModel, typeof FundEntry>

/** The ledger is only ever added to, and every entry moves the balances of its two accounts with it: on every path, also the system's. */
export const ledgerRules = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(FundEntry).before(['update', 'delete', 'restore'], { name: 'stays' }, () => {
    throw new Reject(
      'prm.fundEntryStays',
      'An entry of the fund ledger is not changed or deleted. Take it back by another.',
    )
  }),
  on(FundAccount).before(['delete', 'restore'], { name: 'stays' }, () => {
    throw new Reject('prm.fundEntryStays', 'An account of the fund ledger is kept.')
  }),
  on(FundAccount).before('create', { name: 'empty' }, ({ row }) => {
    if (row.balance.minor !== 0n)
      throw new Reject('prm.fundEntryStays', 'An account of the fund ledger opens empty. Post what goes into it.')
  }),
  on(FundEntry).before('create', { batch: true, name: 'balances' }, async (events) => {
    const [first] = events
    if (!first) return
    await moveBalances(
      first.ctx.asSystem('moves balances of funds'),
      events.map(({ row }) => row),
    )
  }),
]

/**
 * Holds the accounts, in the order of their ids so that nobody waits in a circle, and moves their balances. That none goes below zero is for
 * the table's CHECK to say.
 */
async function moveBalances(ctx: Ctx, entries: readonly Entry[]): Promise<void> {
  const ids = [...new Set(entries.flatMap(({ debit, credit }) => [debit, credit]))].sort()
  const accounts = ctx.mutate(FundAccount)
  const held = new Map((await accounts.updateMany(ids.map((id) => ({ id, patch: {} })))).map((row) => [row.id, row]))
  const moved = new Map<Id, bigint>()
  for (const { debit, credit, amount, budget } of entries) {
    for (const account of [held.get(debit), held.get(credit)])
      if (account && (account.balance.currency !== amount.currency || account.budget !== budget))
        throw new Reject('prm.fundCurrency', `The account counts in ${account.balance.currency}, of its own budget.`)
    moved.set(debit, (moved.get(debit) ?? 0n) - amount.minor)
    moved.set(credit, (moved.get(credit) ?? 0n) + amount.minor)
  }
  try {
    await accounts.updateMany(
      ids.map((id) => {
        const { balance } = held.get(id) as Account
        return { id, patch: { balance: { ...balance, minor: balance.minor + (moved.get(id) ?? 0n) } } }
      }),
    )
  } catch (error) {
    if (!(error instanceof TesseraError && error.code === 'CHECK_FAILED')) throw error
    const short = [...held.values()].find(
      ({ id, kind, balance }) => kind !== 'funding' && balance.minor + (moved.get(id) ?? 0n) < 0n,
    )
    throw short ? exceeded(short, -(moved.get(short.id) ?? 0n)) : error
  }
}

const holders = {
  funding: 'budget',
  unallocated: 'budget',
  available: 'allocation',
  committed: 'approved request',
  payable: 'approved claim',
  paid: 'paid amount',
} as const

function exceeded({ kind, balance }: Account, asked: bigint): Reject {
  const { currency } = balance
  const [left, wanted] = [formatAmount(balance), formatAmount({ minor: asked, currency })]
  return new Reject(
    'prm.fundExceeded',
    `The ${holders[kind]} has ${left} ${currency} left, and this takes ${wanted}. Take ${left} or less, or raise the ${holders[kind]} first.`,
    { kind, left, asked: wanted, currency },
  )
}
