import { type AnyEntity, contributionPoint, type Id } from '@tessera/core'

/** How rows of an entity are handed over. */
export interface HandoverItem {
  readonly entity: AnyEntity
  /** The ref to who it belongs to; the entity's owner field unless given. */
  readonly field?: string
  /** They stay with who had them, and why: what somebody wrote stays his. */
  readonly keep?: string
  /** Only rows whose field has one of these values move; the others stay, as a record of whose they were. */
  readonly open?: { readonly field: string; readonly in: readonly string[] }
  /** What else changes on a row with its owner. */
  readonly patch?: (to: Id, now: Date) => Readonly<Record<string, unknown>>
}

/**
 * Where plugins say how their rows are handed over when somebody leaves. Without a word every entity with an owner is handed over by
 * that field, so a new one can not be forgotten; what is to stay, or belongs to somebody by another field, is said here.
 * @example
 * contributes: [handoverItems.add('delegation', { entity: ApprovalDelegation, keep: 'ends with its time' })]
 */
export const handoverItems = contributionPoint<HandoverItem>('sfa.handover')
