import type {
  ArgBuilder,
  FieldNullability,
  InputFieldMap,
  InputShapeFromFields,
  ShapeFromTypeParam,
  TypeParam,
} from '@pothos/core'
import type { AnyEntity } from '../model/entity.ts'
import type { AnyModel } from '../model/model.ts'
import type { EntitiesIn, Id, RowIn } from '../model/row.ts'
import type { Context } from '../runtime/context.ts'
import type { BuilderTypes, GraphqlBuilder } from './graphql-types.ts'
import type { FieldRate } from './rate-limits.ts'

type MaybePromise<T> = T | Promise<T>

/** A row as a resolver may give it: what `ctx.find` and `ctx.list` give, or just its id. The answer's fields are read by core. */
export type RowResult<M extends AnyModel, E extends AnyEntity> = Id | RowIn<M, E>

/** The GraphQL type of an entity. */
export type RowRef<M extends AnyModel, E extends AnyEntity> = PothosSchemaTypes.ObjectRef<BuilderTypes, RowResult<M, E>>

/** An input type that a plugin made with `kit.builder.inputType`, for handing it from file to file. */
export type InputRef<T> = PothosSchemaTypes.InputObjectRef<BuilderTypes, T>

interface FieldShape<
  Type extends TypeParam<BuilderTypes>,
  Nullable extends FieldNullability<Type>,
  Args extends InputFieldMap,
> {
  /** `'String'`, `kit.ref(Account)`, or a list of one: `[kit.ref(Account)]`. */
  readonly type: Type
  /** True unless said otherwise, so that one failing field leaves the rest of the answer standing. */
  readonly nullable?: Nullable
  readonly description?: string
  readonly args?: (arg: ArgBuilder<BuilderTypes>) => Args
}

/** A root field of a plugin. */
export interface RootField<
  M extends AnyModel,
  Type extends TypeParam<BuilderTypes>,
  Nullable extends FieldNullability<Type>,
  Args extends InputFieldMap,
> extends FieldShape<Type, Nullable, Args> {
  /** Refuses one person with RATE_LIMITED who asks more often; wherever the server answers, not in tests of the CRM alone. */
  readonly rateLimit?: FieldRate
  readonly resolve: (
    args: InputShapeFromFields<Args>,
    ctx: Context<M>,
  ) => MaybePromise<ShapeFromTypeParam<BuilderTypes, Type, Nullable>>
}

type Needed<M extends AnyModel, E extends AnyEntity, N extends keyof RowIn<M, E>> = Pick<
  RowIn<M, E>,
  N | ('id' & keyof RowIn<M, E>)
>

/** A field that code makes from other fields of its row. */
export interface CodeField<
  M extends AnyModel,
  E extends AnyEntity,
  N extends keyof RowIn<M, E> & string,
  Type extends TypeParam<BuilderTypes>,
  Nullable extends FieldNullability<Type>,
  Args extends InputFieldMap,
> extends FieldShape<Type, Nullable, Args> {
  /** The fields of the row that the code reads; core selects them together with the rest. */
  readonly needs: readonly N[]
  /** Makes the value of one row. For values that have to be fetched, use `resolveMany`. */
  readonly resolve?: (
    row: Needed<M, E, N>,
    args: InputShapeFromFields<Args>,
    ctx: Context<M>,
  ) => MaybePromise<ShapeFromTypeParam<BuilderTypes, Type, Nullable>>
  /** Makes the values of all rows of the answer at once, in their order. An Error fails its row's field alone. */
  readonly resolveMany?: (
    rows: readonly Needed<M, E, N>[],
    args: InputShapeFromFields<Args>,
    ctx: Context<M>,
  ) => MaybePromise<readonly (ShapeFromTypeParam<BuilderTypes, Type, Nullable> | Error)[]>
}

/**
 * What `graphql: (kit) => { … }` of a plugin gets: ways to add to the derived schema, typed with the columns the plugin sees.
 *
 * @example
 * graphql: (kit) => {
 *   kit.field(Account, 'displayName', { type: 'String', needs: ['name', 'website'], resolve: (row) => row.name || row.website })
 *   kit.query('myAccounts', { type: [kit.ref(Account)], resolve: (_args, ctx) => ctx.list(Account, { limit: 10 }) })
 * }
 */
export interface GraphqlKit<M extends AnyModel> {
  readonly model: M
  /** The Pothos builder of the whole schema, for types of the plugin's own. */
  readonly builder: GraphqlBuilder
  /** An entity's type, for `type:` of fields. Its resolvers return rows or ids. */
  ref<E extends EntitiesIn<M>>(entity: E): RowRef<M, E>
  /** Adds a field to an entity's type. */
  field<
    E extends EntitiesIn<M>,
    const N extends keyof RowIn<M, E> & string,
    Type extends TypeParam<BuilderTypes>,
    Nullable extends FieldNullability<Type> = true,
    Args extends InputFieldMap = {},
  >(entity: E, name: string, field: CodeField<M, E, N, Type, Nullable, Args>): void
  query<
    Type extends TypeParam<BuilderTypes>,
    Nullable extends FieldNullability<Type> = true,
    Args extends InputFieldMap = {},
  >(name: string, field: RootField<M, Type, Nullable, Args>): void
  mutation<
    Type extends TypeParam<BuilderTypes>,
    Nullable extends FieldNullability<Type> = true,
    Args extends InputFieldMap = {},
  >(name: string, field: RootField<M, Type, Nullable, Args>): void
}
