import { issue } from '../errors/issues.ts'
import { TesseraError } from '../errors/tessera-error.ts'
import { objectName } from '../migrations/schema/identifiers.ts'
import { snakeCase } from '../model/naming.ts'
import type { EntityMeta } from '../model/registry.ts'

interface PostgresError {
  readonly code?: string
  readonly constraint?: string
  readonly table?: string
  readonly message?: string
}

/**
 * What PostgreSQL refused while an entity was written, in our words; anything unknown is thrown on as it is.
 * Only names of fields are told, never values of other rows.
 */
export function writeError(error: unknown, entity: EntityMeta, who: string, operation: string): unknown {
  const { code, table, constraint, message } = error as PostgresError
  switch (code) {
    case '23505': {
      const fields = table === 'external_key' ? 'external key' : uniqueFields(entity, constraint ?? '')
      return new TesseraError('DUPLICATE', { entity: entity.name, fields }, { cause: error })
    }
    case '23503':
      return new TesseraError('REFERENCED', { entity: entity.name, by: table ?? 'another record' }, { cause: error })
    case '23P01':
      return overlap(error, entity, constraint ?? '')
    case '23514':
      return new TesseraError('CHECK_FAILED', { entity: entity.name, check: constraint ?? 'a check' }, { cause: error })
    case '42501':
      return new TesseraError('FORBIDDEN', { who, op: operation, what: `this ${entity.name}` }, { cause: error })
    default:
      // Class 22 is data that does not fit, such as a computed field that divides by a nought of the input.
      if (!code?.startsWith('22')) return error
      return new TesseraError(
        'VALIDATION',
        {},
        { issues: [issue([], 'OUT_OF_RANGE', { reason: message })], cause: error },
      )
  }
}

// By the index' name: PostgreSQL keeps the values, and with them the columns, from roles under row-level security.
function uniqueFields(entity: EntityMeta, index: string): string {
  const single = [...entity.fields.values()].filter((field) => field.definition.unique).map((field) => [field.name])
  const sets = [...single, ...(entity.options.unique ?? [])]
  const found = sets.find((names) => {
    const columns = names.flatMap((name) => entity.fields.get(name)?.columns.map((column) => column.name) ?? [])
    return objectName(entity.table, columns, 'key') === index
  })
  return found?.join(' and ') ?? (index.endsWith('_pkey') ? 'id' : 'value')
}

/** Another row's span meets this one's: which fields to look at, and never what the other row holds. */
function overlap(cause: unknown, entity: EntityMeta, constraint: string): TesseraError {
  const found = Object.entries(entity.options.exclude ?? {}).find(
    ([name]) => objectName(entity.table, [snakeCase(name)], 'excl') === constraint,
  )
  if (!found)
    return new TesseraError('CHECK_FAILED', { entity: entity.name, check: constraint || 'a check' }, { cause })
  const [rule, { same, from, until }] = found
  return new TesseraError('OVERLAP', { entity: entity.name, rule, fields: same.join(' and '), from, until }, { cause })
}
