import type { Actor } from '../access/actor.ts'
import { type Issue, TesseraError } from '../errors/tessera-error.ts'
import type { AnyRow } from '../model/record.ts'
import { type EntityMeta, type FieldMeta, systemFieldNames } from '../model/registry.ts'
import { closest } from '../plugin/closest.ts'
import type { Crm } from '../runtime/crm.ts'
import { formatAmount, type Money } from '../values/money.ts'

/** Rows that refs of a batch lead to, by field, then by id. */
export type Targets = ReadonlyMap<string, ReadonlyMap<string, AnyRow>>

/** One column of an export. */
export interface ExportColumn {
  readonly name: string
  /** The ref whose target has to be read for it. */
  readonly ref: FieldMeta | null
  /** The value as JSON would have it. */
  json(row: AnyRow, targets: Targets): unknown
  /** The value as a cell; empty for none. Not yet made safe for spreadsheets. */
  cell(row: AnyRow, targets: Targets): string
  /** Whether a person could have typed a formula into it. */
  readonly free: boolean
}

/**
 * Reads the names of columns: `name` for a field, `owner.name` for a field of the row a ref leads to, `externalKeys.erp` for a key.
 * @throws EXPORT_FIELDS
 */
export function exportColumns(crm: Crm, actor: Actor, entity: EntityMeta, names: readonly string[]): ExportColumn[] {
  const issues: Issue[] = []
  const columns = names.flatMap((name, index) => {
    const made = columnsNamed(crm, actor, entity, name)
    if (typeof made !== 'string') return made
    issues.push({ path: ['fields', index], code: 'EXPORT', message: made })
    return []
  })
  if (issues.length > 0) throw new TesseraError('EXPORT_FIELDS', {}, { issues })
  return columns
}

/** What is exported where nobody says: the id and every field that may be read; refs by the title of their target. */
export function defaultNames(crm: Crm, actor: Actor, entity: EntityMeta): string[] {
  const readable = crm.access.readableFields(actor, entity)
  const names = [...entity.fields.values()]
    .filter((field) => readable.has(field.name) && !field.definition.words)
    .map((field) => {
      const title = field.target?.title
      return field.target && title && crm.access.readableFields(actor, field.target).has(title.name)
        ? `${field.name}.${title.name}`
        : field.name
    })
  return ['id', ...names]
}

function columnsNamed(crm: Crm, actor: Actor, entity: EntityMeta, path: string): ExportColumn[] | string {
  const [name = '', part, ...more] = path.split('.')
  const refusal = unreadable(crm, actor, entity, name)
  if (refusal || more.length > 0)
    return refusal ?? `«${path}» goes further than one ref. Take a field of the row that «${name}» leads to.`
  const field = entity.fields.get(name)
  if (part === undefined) return fieldColumns(path, name, field)
  if (name === 'externalKeys')
    return [column(path, null, true, (row) => (row.externalKeys as Readonly<Record<string, string>>)[part] ?? null)]
  const target = field?.target
  if (!field || !target) return `«${name}» is no ref, so it has no «${part}».`
  const hidden = unreadable(crm, actor, target, part)
  if (hidden) return hidden
  const value = (row: AnyRow, targets: Targets): unknown => {
    const found = idsOf(row[name]).map((id) => targets.get(name)?.get(id)?.[part] ?? null)
    return field.joinTable ? found : (found[0] ?? null)
  }
  return [
    {
      ...column(path, field, true, value),
      cell: (row, targets) => [value(row, targets)].flat().map(cellText).join('; '),
    },
  ]
}

function unreadable(crm: Crm, actor: Actor, entity: EntityMeta, name: string): string | null {
  const known = [...entity.fields.keys(), ...systemFieldNames]
  if (!known.includes(name)) {
    const near = closest(name, known)
    return `${entity.name} has no field «${name}».${near ? ` Did you mean «${near}»?` : ''}`
  }
  const readable = crm.access.readableFields(actor, entity)
  if (readable.size === 0) return `You may not read ${entity.plural}.`
  return readable.has(name) ? null : `You may not read «${name}» of ${entity.plural}.`
}

function fieldColumns(path: string, name: string, field: FieldMeta | undefined): ExportColumn[] {
  const kind = field?.definition.kind
  const plain = column(path, null, kind !== undefined && freeKinds.has(kind), (row) => row[name])
  if (kind !== 'money') return [plain]
  const amount = (row: AnyRow): Money | null => row[name] as Money | null
  return [
    {
      ...plain,
      json: (row) => amountJson(amount(row)),
      cell: (row) => (amount(row) ? formatAmount(amount(row) as Money) : ''),
    },
    // A second column for spreadsheets; JSON has the currency with the amount.
    { ...plain, name: `${path}.currency`, json: () => undefined, cell: (row) => amount(row)?.currency ?? '' },
  ]
}

const freeKinds: ReadonlySet<string> = new Set(['text', 'richText', 'email', 'url', 'json', 'sequence', 'computed'])

const column = (
  name: string,
  ref: FieldMeta | null,
  free: boolean,
  value: (row: AnyRow, targets: Targets) => unknown,
): ExportColumn => ({
  name,
  ref,
  free,
  json: (row, targets) => jsonOf(value(row, targets)),
  cell: (row, targets) => cellText(value(row, targets)),
})

const idsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? (value as string[]) : typeof value === 'string' ? [value] : []

const isMoney = (value: unknown): value is Money =>
  typeof value === 'object' && value !== null && typeof (value as Money).minor === 'bigint'

const amountJson = (money: Money | null): unknown =>
  money ? { amount: formatAmount(money), currency: money.currency } : null

const jsonOf = (value: unknown): unknown =>
  isMoney(value) ? amountJson(value) : value instanceof Date ? value.toISOString() : (value ?? null)

function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (isMoney(value)) return `${formatAmount(value)} ${value.currency}`
  if (Array.isArray(value)) return value.map(cellText).join('; ')
  if (typeof value !== 'object') return String(value)
  if ('lat' in value && 'lon' in value) return `${value.lat},${value.lon}`
  return JSON.stringify(value)
}
