import { type Issue, TesseraError } from '../../errors/tessera-error.ts'
import type { EntityMeta, FieldMeta, Registry } from '../../model/registry.ts'
import { closest } from '../../plugin/closest.ts'
import {
  type ImportProfile,
  type ImportProfileInput,
  type ImportRecord,
  importProfileSchema,
  type ValueSource,
} from './profile.ts'
import { columnsOfSource } from './read-cell.ts'

/** A record of a profile, with what it stands for in this installation. */
export interface RecordPlan {
  readonly as: string
  readonly entity: EntityMeta
  readonly mode: 'create' | 'update' | 'upsert'
  readonly key:
    | { readonly by: 'system'; readonly system: string; readonly from: ValueSource }
    | { readonly by: 'field'; readonly field: FieldMeta }
    | null
  readonly repeats: boolean
  readonly when: string | null
  readonly fields: readonly { readonly field: FieldMeta; readonly source: ValueSource }[]
}

/** A profile that fits this installation. */
export interface ImportPlan {
  readonly profile: ImportProfile
  readonly records: readonly RecordPlan[]
}

/**
 * Reads a profile and compares it with what is installed and, if given, with the columns of a file.
 * @throws IMPORT_PROFILE with every finding
 */
export function checkProfile(
  input: ImportProfileInput | unknown,
  registry: Registry,
  columns?: readonly string[],
): ImportPlan {
  const read = importProfileSchema.safeParse(input)
  if (!read.success) {
    const issues = read.error.issues.map(({ path, message }) => ({
      path: path.length === 0 ? ['profile'] : path.map((part) => (typeof part === 'number' ? part : String(part))),
      code: 'PROFILE',
      message,
    }))
    throw new TesseraError('IMPORT_PROFILE', {}, { issues })
  }
  const findings = new Findings()
  const profile = read.data
  const records = profile.records.map((record, index) =>
    planRecord(record, index, profile.records.slice(0, index), registry, findings),
  )
  if (columns) checkColumns(profile, columns, findings)
  if (findings.issues.length > 0) throw new TesseraError('IMPORT_PROFILE', {}, { issues: findings.issues })
  return { profile, records: records.filter((record) => record !== null) }
}

export const recordName = (record: ImportRecord): string => record.as ?? record.entity

class Findings {
  readonly issues: Issue[] = []
  add(path: Issue['path'], message: string): void {
    this.issues.push({ path, code: 'PROFILE', message })
  }
}

const guess = (name: string, known: readonly string[]): string => {
  const near = closest(name, known)
  return near ? ` Did you mean «${near}»?` : ` Known: ${known.join(', ')}.`
}

function planRecord(
  record: ImportRecord,
  index: number,
  earlier: readonly ImportRecord[],
  registry: Registry,
  findings: Findings,
): RecordPlan | null {
  const path = ['records', index]
  const as = recordName(record)
  if (earlier.some((other) => recordName(other) === as))
    findings.add([...path, 'as'], `two records are called «${as}»; give one of them another \`as\``)
  const entity = registry.entities.get(record.entity)
  if (!entity) {
    findings.add(
      [...path, 'entity'],
      `there is no entity «${record.entity}».${guess(record.entity, [...registry.entities.keys()])}`,
    )
    return null
  }
  const fields = Object.entries(record.fields).flatMap(([name, source]) => {
    const field = entity.fields.get(name)
    if (!field) {
      findings.add(
        [...path, 'fields', name],
        `${entity.name} has no field «${name}».${guess(name, [...entity.fields.keys()])}`,
      )
      return []
    }
    checkSource(field, source, [...path, 'fields', name], earlier, registry, findings)
    return [{ field, source }]
  })
  const key = planKey(record, entity, [...path, 'key'], findings)
  const mode = record.mode ?? (key ? 'upsert' : 'create')
  if (!key && mode !== 'create')
    findings.add([...path, 'mode'], `\`${mode}\` needs a \`key\` by which rows are found again`)
  if (!key && record.repeats)
    findings.add([...path, 'repeats'], 'a record that repeats needs a `key` by which it is recognised')
  return { as, entity, mode, key, repeats: record.repeats ?? false, when: record.when ?? null, fields }
}

function planKey(record: ImportRecord, entity: EntityMeta, path: Issue['path'], findings: Findings): RecordPlan['key'] {
  const { key } = record
  if (!key) return null
  if (key.field === undefined) return { by: 'system', system: key.system as string, from: key.from as ValueSource }
  const field = entity.fields.get(key.field)
  if (!field)
    findings.add(path, `${entity.name} has no field «${key.field}».${guess(key.field, [...entity.fields.keys()])}`)
  else if (!(key.field in record.fields)) findings.add(path, `the key «${key.field}» is not among \`fields\``)
  else if (!keyKinds.has(field.definition.kind)) findings.add(path, `a ${field.definition.kind} can not be a key`)
  return field ? { by: 'field', field } : null
}

const keyKinds: ReadonlySet<string> = new Set(['text', 'email', 'phone', 'url', 'int', 'enum', 'date'])

function checkSource(
  field: FieldMeta,
  source: ValueSource,
  path: Issue['path'],
  earlier: readonly ImportRecord[],
  registry: Registry,
  findings: Findings,
): void {
  const { kind } = field.definition
  if (kind === 'computed') findings.add(path, `«${field.name}» is computed by the database`)
  const leads = kind === 'ref' || kind === 'refs'
  if (source.record !== undefined) {
    const target = earlier.find((other) => recordName(other) === source.record)
    if (!leads) findings.add(path, `«${field.name}» is no ref, so it can not take a record`)
    else if (!target)
      findings.add(
        path,
        `there is no record «${source.record}» before this one.${guess(source.record, earlier.map(recordName))}`,
      )
    else if (target.entity !== field.target?.name)
      findings.add(path, `«${source.record}» is of ${target.entity}, «${field.name}» leads to ${field.target?.name}`)
  } else if (leads && !source.lookup && source.value === undefined) {
    findings.add(
      path,
      `say how the ${field.target?.name} is found: \`lookup\` by \`system\` or \`field\`, or \`record\``,
    )
  }
  if (source.lookup && !leads) findings.add(path, `«${field.name}» is no ref, so nothing can be looked up`)
  const by = source.lookup?.field
  if (by !== undefined && field.target && !field.target.fields.has(by)) {
    findings.add(
      path,
      `${field.target.name} has no field «${by}».${guess(by, [...(registry.entities.get(field.target.name)?.fields.keys() ?? [])])}`,
    )
  }
  if (kind === 'money' && source.currency === undefined && source.value === undefined)
    findings.add(path, 'money needs a `currency`')
  if (source.object && kind !== 'json')
    findings.add(path, `\`object\` is for json fields, «${field.name}» is a ${kind}`)
}

function checkColumns(profile: ImportProfile, columns: readonly string[], findings: Findings): void {
  const missing = (name: string, path: Issue['path']): void => {
    if (!columns.includes(name)) findings.add(path, `the file has no column «${name}».${guess(name, columns)}`)
  }
  for (const [index, record] of profile.records.entries()) {
    const path = ['records', index]
    if (record.when !== undefined) missing(record.when, [...path, 'when'])
    if (record.key?.from) for (const name of columnsOfSource(record.key.from)) missing(name, [...path, 'key', 'from'])
    for (const [field, source] of Object.entries(record.fields))
      for (const name of columnsOfSource(source)) missing(name, [...path, 'fields', field])
  }
}
