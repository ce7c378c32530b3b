import type { AnyEntity } from '../model/entity.ts'
import type { AnyField, Field } from '../model/field.ts'
import type { AnyModel } from '../model/model.ts'
import type { FieldsIn, SystemRow } from '../model/row.ts'
import type { Money } from '../values/money.ts'

/** Conditions on one value; all given ones must hold. Texts compare case-sensitively, except in `contains` and `startsWith`. */
export interface Condition<V> {
  readonly eq?: V | null
  readonly ne?: V | null
  readonly in?: readonly V[]
  readonly notIn?: readonly V[]
  readonly lt?: V
  readonly lte?: V
  readonly gt?: V
  readonly gte?: V
  readonly isNull?: boolean
  /** The text has this in it, whatever the case. */
  readonly contains?: string
  readonly startsWith?: string
}

/** Conditions on a ref: on the id it holds, or on the row it leads to. */
export interface RefCondition<W> extends Pick<Condition<string>, 'eq' | 'ne' | 'in' | 'notIn' | 'isNull'> {
  readonly is?: W
}

/** Conditions on the rows of a list; `{}` matches any row. */
export interface ListCondition<W> {
  readonly some?: W
  readonly every?: W
  readonly none?: W
}

type TargetWhere<T> = T extends AnyEntity ? Where<T['fields']> : Readonly<Record<string, unknown>>

type ConditionOf<X extends AnyField> =
  X extends Field<infer V, any, infer T>
    ? [V] extends [readonly string[]]
      ? ListCondition<TargetWhere<T>>
      : T extends AnyEntity
        ? RefCondition<TargetWhere<T>>
        : [V] extends [Money]
          ? Condition<Money>
          : Condition<V> & { readonly is?: Readonly<Record<string, unknown>> }
    : never

/** A filter: `{ name: { contains: 'bike' }, or: [{ stage: { eq: 'won' } }, { amount: { gt: … } }] }`. */
export type Where<F extends Readonly<Record<string, AnyField>>> = {
  readonly [K in keyof F]?: ConditionOf<F[K]>
} & {
  readonly [K in keyof SystemRow]?: Condition<SystemRow[K]>
} & {
  readonly and?: readonly Where<F>[]
  readonly or?: readonly Where<F>[]
  readonly not?: Where<F>
}

/** `{ name: 'asc' }`, or by a field of the row a ref leads to: `{ account: { name: 'desc' } }`. Missing values come last ascending. */
export type Order<F extends Readonly<Record<string, AnyField>>> = {
  readonly [K in keyof F | keyof SystemRow]?: Direction | Readonly<Record<string, Direction>>
}

type Direction = 'asc' | 'desc'

export interface ListOptions<M extends AnyModel, E extends AnyEntity> {
  readonly where?: Where<FieldsIn<M, E>>
  readonly orderBy?: readonly Order<FieldsIn<M, E>>[]
  readonly limit?: number
  readonly offset?: number
  /** Rows of the recycle bin instead of the others, or both. */
  readonly deleted?: boolean | 'any'
}
