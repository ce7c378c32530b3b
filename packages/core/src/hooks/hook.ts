import type { AnyEntity } from '../model/entity.ts'
import type { AnyModel } from '../model/model.ts'
import type { FieldNameIn, Patch } from '../model/row.ts'
import { callSite } from '../plugin/call-site.ts'
import type { Context } from '../runtime/context.ts'
import type { CommittedEvent, FieldIssue, HookEvent, Phase, WriteOperation } from './event.ts'

/** `save` stands for create and update, `any` for all four. */
export type OperationName = WriteOperation | 'save' | 'any'

export interface HookOptions<Name extends string = string> {
  /** Tells two hooks of one plugin on one point apart, and is the end of the hook's id. */
  readonly name?: string
  /** Ids of hooks, or of plugins, to run before or after. */
  readonly order?: { readonly before?: readonly string[]; readonly after?: readonly string[] }
  /** Only when one of these fields changed. */
  readonly fields?: readonly Name[]
}

export interface CommittedOptions<Name extends string = string> extends Omit<HookOptions<Name>, 'order'> {
  /** Deliveries tried before the event is a dead letter; 8 unless said otherwise. */
  readonly attempts?: number
  /** First pause between deliveries in ms, doubled each time; 1,000 unless said otherwise. */
  readonly backoffMs?: number
}

type Result<T> = T | undefined | void | Promise<T | undefined | void>
type Operations = OperationName | readonly OperationName[]

/** The points of one entity a plugin may hook into. With `batch`, a handler gets all rows of one write at once (`committed`: many events). */
export interface EntityHooks<M extends AnyModel, E extends AnyEntity> {
  validate(operations: Operations, handler: (event: HookEvent<M, E>) => Result<readonly FieldIssue[]>): Hook
  validate(
    operations: Operations,
    options: HookOptions<FieldNameIn<M, E>>,
    handler: (event: HookEvent<M, E>) => Result<readonly FieldIssue[]>,
  ): Hook
  before(operations: Operations, handler: (event: HookEvent<M, E>) => Result<Patch<M, E>>): Hook
  /** A batch handler returns patches in the order of the events; a hole leaves that row as it is. */
  before(
    operations: Operations,
    options: HookOptions<FieldNameIn<M, E>> & { readonly batch: true },
    handler: (events: readonly HookEvent<M, E>[]) => Result<readonly (Patch<M, E> | undefined | void)[]>,
  ): Hook
  before(
    operations: Operations,
    options: HookOptions<FieldNameIn<M, E>>,
    handler: (event: HookEvent<M, E>) => Result<Patch<M, E>>,
  ): Hook
  after(operations: Operations, handler: (event: HookEvent<M, E>) => Result<void>): Hook
  after(
    operations: Operations,
    options: HookOptions<FieldNameIn<M, E>> & { readonly batch: true },
    handler: (events: readonly HookEvent<M, E>[]) => Result<void>,
  ): Hook
  after(
    operations: Operations,
    options: HookOptions<FieldNameIn<M, E>>,
    handler: (event: HookEvent<M, E>) => Result<void>,
  ): Hook
  committed(operations: Operations, handler: (event: CommittedEvent<M, E>) => Result<void>): Hook
  /** A batch handler gets the events of one request that reached the worker together, with one transaction for all of them. */
  committed(
    operations: Operations,
    options: CommittedOptions<FieldNameIn<M, E>> & { readonly batch: true },
    handler: (events: readonly CommittedEvent<M, E>[], ctx: Context<M>) => Result<void>,
  ): Hook
  committed(
    operations: Operations,
    options: CommittedOptions<FieldNameIn<M, E>>,
    handler: (event: CommittedEvent<M, E>) => Result<void>,
  ): Hook
}

/** A hook as data. `handler` takes one event, or an array with `batch`. */
export interface Hook {
  readonly entity: string
  readonly phase: Phase
  readonly operations: readonly WriteOperation[]
  readonly name?: string
  readonly batch: boolean
  readonly order: { readonly before: readonly string[]; readonly after: readonly string[] }
  readonly fields: readonly string[] | null
  readonly attempts: number
  readonly backoffMs: number
  readonly handler: (event: never) => unknown
  /** Where it is declared, as `path:line`. */
  readonly source: string
}

/** What `hooks: (…) => [...]` of a plugin gets: `on(Account).before('update', …)`. */
export type On<M extends AnyModel> = <E extends AnyEntity>(entity: E) => EntityHooks<M, E>

const expand: Readonly<Record<OperationName, readonly WriteOperation[]>> = {
  create: ['create'],
  update: ['update'],
  delete: ['delete'],
  restore: ['restore'],
  save: ['create', 'update'],
  any: ['create', 'update', 'delete', 'restore'],
}

/** The one `on` there is; each plugin sees it typed with its own columns. */
export const on = (entity: AnyEntity): EntityHooks<any, any> => {
  const point =
    (phase: Phase) =>
    (operations: Operations, ...rest: readonly unknown[]): Hook => {
      const options = (rest.length === 2 ? rest[0] : {}) as HookOptions & CommittedOptions & { batch?: boolean }
      const names = typeof operations === 'string' ? [operations] : operations
      return {
        entity: entity.entityName,
        phase,
        operations: [...new Set(names.flatMap((name) => expand[name]))],
        ...(options.name === undefined ? {} : { name: options.name }),
        batch: options.batch ?? false,
        order: { before: options.order?.before ?? [], after: options.order?.after ?? [] },
        fields: options.fields ?? null,
        attempts: options.attempts ?? 8,
        backoffMs: options.backoffMs ?? 1000,
        handler: rest.at(-1) as Hook['handler'],
        source: callSite(import.meta.dirname),
      }
    }
  return { validate: point('validate'), before: point('before'), after: point('after'), committed: point('committed') }
}
