import type { AnyEntity } from '../model/entity.ts'
import type { AnyModel } from '../model/model.ts'
import type { FieldNameIn, Id, Patch, RowIn } from '../model/row.ts'
import type { Context } from '../runtime/context.ts'

export type WriteOperation = 'create' | 'update' | 'delete' | 'restore'

/**
 * When a hook runs. `validate`: before the transaction, returns issues. `before`: in the transaction before the write, may
 * return a patch or throw `Reject`. `after`: in the transaction after the write, throwing rolls back. `committed`: after
 * commit, at least once, retried; its writes on our database happen once.
 */
export type Phase = 'validate' | 'before' | 'after' | 'committed'

/** What a hook in the transaction learns of one written row. */
export interface HookEvent<M extends AnyModel, E extends AnyEntity> {
  readonly entity: E['entityName']
  readonly operation: WriteOperation
  readonly id: Id
  /** The row as it was; null on create. */
  readonly old: RowIn<M, E> | null
  /** What is being written: the input, and what earlier hooks changed. Empty on delete and restore. */
  readonly patch: Patch<M, E>
  /** The row as it will be (`validate`, `before`) or is (`after`). Before a create, what the database adds is still missing. */
  readonly row: RowIn<M, E>
  /** Names of fields whose value differs from `old`; on create, of all fields in `patch`. */
  readonly changed: ReadonlySet<FieldNameIn<M, E>>
  readonly ctx: Context<M>
}

/** What a durable hook gets after the commit. The row may have changed again since: `row` is as it was at the commit. */
export interface CommittedEvent<M extends AnyModel, E extends AnyEntity> extends Omit<HookEvent<M, E>, 'patch'> {
  /** The event's id, the same at every delivery: an idempotency key for effects outside our database. */
  readonly eventId: Id
  readonly occurredAt: Date
  /** 1 at the first delivery. */
  readonly attempt: number
}

/** What `validate` returns for each thing wrong; `field` is the name on the row. */
export interface FieldIssue {
  readonly field: string
  readonly code: string
  readonly message: string
}
