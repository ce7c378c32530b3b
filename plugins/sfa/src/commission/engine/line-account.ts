import type { Id } from '@tessera/core'
import type { SettledEntry } from './plan-terms.ts'

/** What a person has of an order line. */
export interface LineShare {
  /** Commission that is left, after what was taken back. */
  amount: bigint
  basis: bigint
  /** Commission ever earned on it, for its cap. */
  gross: bigint
  rule: Id | null
  ruleVersion: number | null
  /** The entry of a closed period that earned it first. */
  earlier: Id | null
}

/** What has been credited on an order line so far. */
export interface LineAccount {
  /** In minor units of the order's currency. */
  net: bigint
  readonly people: Map<Id, LineShare>
}

/** Accounts of order lines, beginning with what closed periods settled. */
export class LineAccounts {
  readonly #accounts = new Map<Id, LineAccount>()

  constructor(settled: readonly SettledEntry[]) {
    const seen = new Set<string>()
    for (const entry of settled.toSorted((a, b) => (a.periodStart < b.periodStart ? -1 : 1))) {
      const account = this.of(entry.orderLine)
      const once = `${entry.event} ${entry.periodStart}`
      if (!seen.has(once)) account.net += entry.eventNet
      seen.add(once)
      const share = this.shareOf(account, entry.person)
      share.amount += entry.amount
      share.basis += entry.basis
      if (entry.kind === 'clawback') continue
      share.gross += entry.amount
      share.earlier ??= entry.id
      share.rule ??= entry.rule
      share.ruleVersion ??= entry.ruleVersion
    }
  }

  of(orderLine: Id): LineAccount {
    let account = this.#accounts.get(orderLine)
    if (!account) {
      account = { net: 0n, people: new Map() }
      this.#accounts.set(orderLine, account)
    }
    return account
  }

  shareOf(account: LineAccount, person: Id): LineShare {
    let share = account.people.get(person)
    if (!share) {
      share = { amount: 0n, basis: 0n, gross: 0n, rule: null, ruleVersion: null, earlier: null }
      account.people.set(person, share)
    }
    return share
  }
}
