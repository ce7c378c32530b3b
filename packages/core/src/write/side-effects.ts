import type { Statement } from '../database/database.ts'
import { TesseraError } from '../errors/tessera-error.ts'
import { quote, tableOf } from '../model/record.ts'
import type { EntityMeta, Inverse } from '../model/registry.ts'

/** What moving rows to the recycle bin means for the rows that refer to them. */
export interface Dependents {
  readonly inverse: Inverse
  readonly action: 'restrict' | 'setNull' | 'cascade'
  readonly statement: Statement
}

/** One look-up for each ref that leads to the entity: which live rows refer to these ids? */
export function dependentLookups(entity: EntityMeta, ids: readonly string[]): Dependents[] {
  return [...entity.inverses.values()]
    .filter((inverse) => inverse.field.definition.kind === 'ref')
    .map((inverse) => {
      const column = quote(inverse.field.columns[0]?.name ?? '')
      const action = inverse.field.definition.onDelete ?? 'restrict'
      const limit = action === 'restrict' ? ' limit 1' : ''
      const text = `select id from ${tableOf(inverse.from)} where ${column} = any($1::uuid[]) and deleted_at is null and not (id = any($2::uuid[]))${limit}`
      return { inverse, action, statement: { text, values: [ids, inverse.from === entity ? ids : []] } }
    })
}

/** @throws REFERENCED */
export function refuseReferenced(entity: EntityMeta, { inverse }: Dependents): never {
  throw new TesseraError('REFERENCED', {
    entity: entity.name,
    by: `at least one ${inverse.from.name} (its ${inverse.field.name})`,
  })
}
