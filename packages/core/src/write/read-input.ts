import { type IssueCode, issue } from '../errors/issues.ts'
import type { Issue } from '../errors/tessera-error.ts'
import type { EntityMeta } from '../model/registry.ts'
import { parseValue, type ValueSettings } from '../values/parse-value.ts'
import { fitsExternalKey } from './external-key.ts'

/** What one input says, normalised. Null where something in it was refused. */
export interface ReadInput {
  readonly id: string | undefined
  readonly values: Record<string, unknown>
  readonly externalKeys: Readonly<Record<string, string>> | undefined
}

/** Who gives an input: a caller with limited fields, or code that is trusted with all of them. */
export type Writable = ReadonlySet<string> | 'all'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Reads one input of an entity: normalises each value and notes everything wrong with it in `issues`. */
export function readInput(
  entity: EntityMeta,
  input: unknown,
  path: Issue['path'],
  writable: Writable,
  settings: ValueSettings,
  issues: Issue[],
): ReadInput {
  const values: Record<string, unknown> = {}
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    issues.push(
      issue(path, 'TYPE', { expected: 'an object with fields', got: Array.isArray(input) ? 'a list' : typeof input }),
    )
    return { id: undefined, values, externalKeys: undefined }
  }
  const refuse = (name: string, code: IssueCode, params = {}): void =>
    void issues.push(issue([...path, name], code, params))
  let id: string | undefined
  let externalKeys: Readonly<Record<string, string>> | undefined
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined) continue
    const field = entity.fields.get(name)
    const known = field !== undefined || name === 'id' || name === 'externalKeys'
    if (known && (field?.definition.kind === 'computed' || (writable !== 'all' && !writable.has(name)))) {
      refuse(name, 'NOT_WRITABLE')
    } else if (field) {
      const read = parseValue(value, field.definition, [...path, name], settings, issues)
      if (read !== undefined) values[name] = read
    } else if (name === 'id') {
      if (typeof value === 'string' && uuid.test(value)) id = value.toLowerCase()
      else refuse(name, 'ID', { got: value })
    } else if (name === 'externalKeys') {
      externalKeys = readExternalKeys(value, [...path, name], issues)
    } else {
      refuse(name, 'UNKNOWN_FIELD', { known: [...entity.fields.keys()].join(', ') })
    }
  }
  return { id, values, externalKeys }
}

function readExternalKeys(
  value: unknown,
  path: Issue['path'],
  issues: Issue[],
): Readonly<Record<string, string>> | undefined {
  const entries = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : null
  if (entries?.every(([system, key]) => fitsExternalKey(system) && fitsExternalKey(key)))
    return Object.fromEntries(entries) as Record<string, string>
  issues.push(issue(path, 'EXTERNAL_KEY'))
  return undefined
}

/** The defaults of fields an input leaves out. */
export function defaultsFor(entity: EntityMeta, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const field of entity.fields.values()) {
    if (field.name in given || field.definition.kind === 'computed' || field.definition.kind === 'sequence') continue
    const { default: preset } = field.definition
    if (preset !== undefined) values[field.name] = typeof preset === 'function' ? preset() : preset
    else if (field.definition.nullable) values[field.name] = null
  }
  return values
}

/** Required fields that still have no value, once all hooks had their say; before that, read-only ones are theirs to fill. */
export function missingFields(
  entity: EntityMeta,
  values: Readonly<Record<string, unknown>>,
  path: Issue['path'],
  beforeHooks = false,
): Issue[] {
  const missing: Issue[] = []
  for (const { name, definition } of entity.fields.values()) {
    const optional = definition.nullable || definition.kind === 'computed' || definition.kind === 'sequence'
    if (!optional && !(beforeHooks && definition.readonly) && (values[name] === undefined || values[name] === null))
      missing.push(issue([...path, name], 'REQUIRED'))
  }
  return missing
}
