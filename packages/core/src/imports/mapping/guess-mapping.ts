import type { EntityMeta, FieldMeta } from '../../model/registry.ts'
import type { ImportProfileInput, ValueSource } from './profile.ts'

/** Where a column probably goes. */
export interface ColumnGuess {
  readonly column: string
  /** The field's name; null where nothing fits. */
  readonly field: string | null
}

type FieldSources = ImportProfileInput['records'][number]['fields']

/** Compares a file's columns with the names and labels (in every language) of an entity's fields. Each field is taken once. */
export function guessColumns(entity: EntityMeta, columns: readonly string[]): ColumnGuess[] {
  const candidates = [...entity.fields.values()].filter(
    ({ definition }) => definition.kind !== 'computed' && !definition.readonly,
  )
  const scores = columns.flatMap((column) =>
    candidates.map((field) => ({ column, field, score: likeness(column, field) })),
  )
  const taken = new Map<string, string>()
  const likely = scores.filter(({ score }) => score >= 0.6).sort((a, b) => b.score - a.score)
  for (const { column, field } of likely) {
    if (!taken.has(column) && ![...taken.values()].includes(field.name)) taken.set(column, field.name)
  }
  return columns.map((column) => ({ column, field: taken.get(column) ?? null }))
}

/** A profile to begin with: the guessed columns of one entity. `currency` is for amounts whose column names none. */
export function guessProfile(entity: EntityMeta, columns: readonly string[], currency: string): ImportProfileInput {
  const fields: FieldSources = {}
  for (const { column, field } of guessColumns(entity, columns)) {
    if (field !== null) fields[field] = sourceFor(entity.fields.get(field) as FieldMeta, column, currency)
  }
  return { records: [{ entity: entity.name, fields }] }
}

function sourceFor(field: FieldMeta, column: string, currency: string): string | ValueSource {
  if (field.definition.kind === 'money') return { column, currency: currencySuffix(column) ?? currency }
  if (field.target) return { column, lookup: { field: field.target.title?.name ?? 'name' } }
  return column
}

const currencySuffix = (column: string): string | null => {
  const last = words(column).at(-1)?.toUpperCase() ?? ''
  return /^[A-Z]{3}$/.test(last) && Intl.supportedValuesOf('currency').includes(last) ? last : null
}

/** From 0 to 1: how many words a column shares with a field's name or one of its labels. */
function likeness(column: string, field: FieldMeta): number {
  const { label } = field.definition
  const names = [field.name, ...(typeof label === 'string' ? [label] : Object.values(label ?? {}))]
  const given = new Set(
    words(column).filter((word) => field.definition.kind !== 'money' || word.toUpperCase() !== currencySuffix(column)),
  )
  return Math.max(...names.map((name) => overlap(given, new Set(words(name)))))
}

function overlap(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  if ([...left].join('') === [...right].join('')) return 1
  const common = [...left].filter((word) => right.has(word)).length
  return (common / new Set([...left, ...right]).size) * 0.99
}

/** `annualRevenue`, `annual_revenue` and `Annual revenue` are the same words; Chinese is kept whole. */
function words(name: string): string[] {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replaceAll('e-mail', 'email')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}
