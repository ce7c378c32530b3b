import type { EntityMeta } from '../model/registry.ts'
import type { Actor, ActorKind } from './actor.ts'
import type { Operation } from './grant.ts'

/** Whether a rule is asked about the row as it stands, or as it will be after the write. */
export type RowState = 'old' | 'new'

/** All grants, compiled: the database's part as SQL, and the questions that code asks before it. */
export interface AccessPlan {
  /** Roles, functions, table and column privileges, policies: run as one script after migrations, harmless to repeat. */
  readonly statements: readonly string[]
  /** Changes exactly when `statements` do. */
  readonly checksum: string
  /**
   * A SQL boolean over the row `alias` of an entity's table: may the actor of the current transaction do this? For statements
   * that run as `tessera_writer`, which no policy limits. `false` where no grant exists.
   */
  check(entity: EntityMeta, operation: Operation, kind: ActorKind, alias: string, state: RowState): string
  /**
   * A condition that every row the actor may read meets anyway, for an index to serve: `t."owner_id" = (select tessera.actor_id())`
   * for somebody with the scope `own`. A policy, which is the same for all scopes, can not use that index. Added to a query it
   * changes no result, only the plan. Null where there is none, `false` where the actor may read no row. Partners and customers,
   * whose policies can use their indexes, have one where their rows are seen through other rows. It depends on the actor's
   * permissions and on how many teams and territories he has, not on who he is: see `profileOf`.
   */
  hint(actor: Actor, entity: EntityMeta, alias: string): string | null
  /** Whether any grant lets this actor do it to any row at all. */
  may(actor: Actor, entity: EntityMeta, operation: Operation): boolean
  /** The fields (system fields included) this actor may read. Rows are the database's business. */
  readableFields(actor: Actor, entity: EntityMeta): ReadonlySet<string>
  /** The fields this actor may give in an input. Read-only fields are in none. */
  writableFields(actor: Actor, entity: EntityMeta, operation: 'create' | 'update'): ReadonlySet<string>
}
