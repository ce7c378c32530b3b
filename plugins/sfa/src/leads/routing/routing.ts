import type { Id } from '@tessera/core'

/** Why a lead went where it did, as it was at that moment. Stands on the lead, and in its assignment for good. */
export interface Routing {
  readonly reason: 'rule' | 'deputy' | 'overdue' | 'handover'
  /** ISO 8601; tells one routing from the next. */
  readonly at: string
  readonly rule: Id | null
  readonly ruleVersion: number | null
  readonly pool: Id | null
  readonly turn: number | null
  readonly insteadOf: Id | null
}
