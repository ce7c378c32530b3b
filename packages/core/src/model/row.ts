import type { AnyEntity, Extension } from './entity.ts'
import type { AnyField, Field, Fields } from './field.ts'
import type { AnyModel } from './model.ts'

/** A row's id: a UUID version 7 in its usual text form. */
export type Id = string

/** What every row has besides its own fields. */
export interface SystemRow {
  readonly id: Id
  readonly createdAt: Date
  readonly createdBy: Id | null
  readonly updatedAt: Date
  readonly updatedBy: Id | null
  /** Counts up with every write; the optimistic lock. */
  readonly version: number
  /** When the row went to the recycle bin, else null. */
  readonly deletedAt: Date | null
  /** Keys under which other systems know this row, by system: `{ erp: '4711' }`. */
  readonly externalKeys: Readonly<Record<string, string>>
}

type FlagsOf<X> = X extends Field<any, infer F, any> ? F : never

/** What a row holds in one field. */
export type ValueOf<X extends AnyField> = 'null' extends FlagsOf<X> ? X['value'] | null : X['value']

export type ValuesOf<F extends Fields> = { readonly [K in keyof F]: ValueOf<F[K]> }

type OptionalKeys<F extends Fields> = {
  [K in keyof F]: [FlagsOf<F[K]> & ('null' | 'default' | 'readonly')] extends [never] ? never : K
}[keyof F]

export type InputOf<F extends Fields> = { readonly [K in Exclude<keyof F, OptionalKeys<F>>]: ValueOf<F[K]> } & {
  readonly [K in OptionalKeys<F>]?: ValueOf<F[K]> | undefined
}

type PatchOf<F extends Fields> = { readonly [K in keyof F]?: ValueOf<F[K]> | undefined }

/** A row of an entity as its own plugin declares it. What others add is in `RowIn`. */
export type Row<E extends AnyEntity> = ValuesOf<E['fields']> & SystemRow

// Code that works on any model (the pipeline, the oracle) says `any`, and must not unfold the recursion below.
type IsAny<T> = 0 extends 1 & T ? true : false

/** All models a model sees: itself and, transitively, what it needs. */
export type Seen<M extends AnyModel> =
  IsAny<M> extends true
    ? any
    : AnyModel extends M
      ? AnyModel
      : M | (M['needs'][number] extends infer D ? (D extends AnyModel ? Seen<D> : never) : never)

/** The entities a model sees. */
export type EntitiesIn<M extends AnyModel> = IsAny<M> extends true ? AnyEntity : Seen<M>['entities'][number]

type Prefixed<P extends string, F extends Fields> = { [K in keyof F & string as `${P}${Capitalize<K>}`]: F[K] }

type UnionToIntersection<U> = (U extends unknown ? (u: U) => void : never) extends (i: infer I) => void ? I : never

type AddedBy<S, N extends string> = S extends { modelName: infer P extends string; extend: readonly (infer X)[] }
  ? X extends Extension<N, infer F extends Fields>
    ? Prefixed<P, F>
    : never
  : never

type AddedFields<M extends AnyModel, E extends AnyEntity> = [AddedBy<Seen<M>, E['entityName']>] extends [never]
  ? {}
  : UnionToIntersection<AddedBy<Seen<M>, E['entityName']>>

/** The fields of an entity that a model sees: the owner's, and those added by models it sees (`prmPartnerTier`). */
export type FieldsIn<M extends AnyModel, E extends AnyEntity> =
  IsAny<M> extends true ? any : IsAny<E> extends true ? any : E['fields'] & AddedFields<M, E>

/** The names of these fields, such as a hook's `fields` and `changed` speak of. */
export type FieldNameIn<M extends AnyModel, E extends AnyEntity> =
  IsAny<FieldsIn<M, E>> extends true ? string : keyof FieldsIn<M, E> & string

/** A row of an entity with every field a model sees. */
export type RowIn<M extends AnyModel, E extends AnyEntity> =
  IsAny<FieldsIn<M, E>> extends true ? any : ValuesOf<FieldsIn<M, E>> & SystemRow

/** What creates a row: required fields, and whatever else is to be set. `id` may be given by the caller. */
export type CreateInput<M extends AnyModel, E extends AnyEntity> =
  IsAny<FieldsIn<M, E>> extends true
    ? any
    : InputOf<FieldsIn<M, E>> & {
        readonly id?: Id | undefined
        readonly externalKeys?: Readonly<Record<string, string>> | undefined
      }

/** What changes a row: the fields to set; null empties a nullable one. */
export type Patch<M extends AnyModel, E extends AnyEntity> =
  IsAny<FieldsIn<M, E>> extends true
    ? any
    : PatchOf<FieldsIn<M, E>> & {
        readonly externalKeys?: Readonly<Record<string, string>> | undefined
      }
