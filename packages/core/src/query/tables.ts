import type { AnyEntity } from '../model/entity.ts'
import type { AnyField, Field, Fields } from '../model/field.ts'
import type { GeoPoint } from '../model/fields.ts'
import type { AnyModel } from '../model/model.ts'
import type { EntitiesIn, FieldsIn, SystemRow, ValueOf } from '../model/row.ts'
import type { Money } from '../values/money.ts'

type Nulls<X extends AnyField> = null extends ValueOf<X> ? null : never

type ColumnsOf<F extends Fields> = {
  [K in keyof F & string as F[K] extends Field<readonly string[], any, any>
    ? never
    : F[K] extends Field<Money, any, any>
      ? `${K}Minor`
      : F[K] extends Field<GeoPoint, any, any>
        ? `${K}Lat`
        : unknown extends F[K]['targetType']
          ? K
          : `${K}Id`]: F[K] extends Field<Money, any, any>
    ? bigint | Nulls<F[K]>
    : F[K] extends Field<GeoPoint, any, any>
      ? number | Nulls<F[K]>
      : ValueOf<F[K]>
} & {
  [K in keyof F & string as F[K] extends Field<Money, any, any> ? `${K}Currency` : never]: string | Nulls<F[K]>
} & {
  [K in keyof F & string as F[K] extends Field<GeoPoint, any, any> ? `${K}Lon` : never]: number | Nulls<F[K]>
}

/**
 * The tables a model sees, for Kysely: each entity under its name, columns in camelCase (`amountMinor`, `amountCurrency`,
 * `accountId`).
 */
export type Tables<M extends AnyModel> = 0 extends 1 & M
  ? any
  : {
      [E in EntitiesIn<M> as E['entityName']]: ColumnsOf<FieldsIn<M, Extract<E, AnyEntity>>> & SystemRow
    }
