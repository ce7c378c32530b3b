import type { EntityMeta, FieldMeta, Registry } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'

/** The ids of what was planted, by entity. */
export type Planted = ReadonlyMap<string, readonly string[]>

export interface Ground {
  /** Stands in every text, so that it is known wherever it shows. */
  readonly mark: string
  /** Rows that are there already, by entity: the partner itself, its people, its files. */
  readonly given: Planted
  /** Plants no others than these. */
  readonly only?: ReadonlySet<string>
}

/**
 * Gives somebody a row of every entity, in each status there is, with the mark in every text and refs among themselves. By SQL, past
 * all hooks: no business rule keeps a row away that an access rule would then never be asked about.
 * @returns also the entities of which no row could be made, with the reason
 */
export async function plantRows(
  { database, crm }: TestCrm,
  ground: Ground,
): Promise<{ readonly planted: Planted; readonly failed: ReadonlyMap<string, string> }> {
  const planted = new Map<string, string[]>([...ground.given].map(([name, ids]) => [name, [...ids]]))
  const failed = new Map<string, string>()
  for (const entity of inOrder(crm.registry)) {
    if (planted.has(entity.name) || ground.only?.has(entity.name) === false) continue
    const made: string[] = []
    for (let turn = 0; turn < variantsOf(entity, planted); turn++) {
      for (const refs of ['all', 'required'] as const) {
        const id = crypto.randomUUID()
        const values = valuesFor(entity, { ...ground, planted, turn, refs })
        try {
          await insert(database, entity, new Map([...values, ['id', id]]))
          made.push(id)
          break
        } catch (error) {
          failed.set(entity.name, (error as Error).message)
        }
      }
    }
    planted.set(entity.name, made)
    if (made.length > 0) failed.delete(entity.name)
  }
  return { planted, failed }
}

/**
 * Lets rows be planted that no rule of their entity would allow, such as one with every ref at once. In a database that is thrown away:
 * nothing here asks whether rows make sense, only who sees them.
 */
export async function dropRowRules({ database }: TestCrm): Promise<void> {
  const [found] = await database.pipeline([
    {
      text: `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as statement from pg_constraint
        where connamespace = 'crm'::regnamespace and contype in ('c', 'x')
        union all select format('drop index %s', indexrelid::regclass) from pg_index join pg_class on pg_class.oid = indrelid
        where relnamespace = 'crm'::regnamespace and indisunique and not indisprimary`,
    },
  ])
  const statements = (found?.rows ?? []) as { statement: string }[]
  await database.pipeline(statements.map(({ statement }) => ({ text: statement })))
}

/** Entities after those they must refer to, and as far as that goes also after those they may refer to. */
function inOrder({ entities }: Registry): EntityMeta[] {
  const order = new Set<EntityMeta>()
  const open = new Set<EntityMeta>()
  const visit = (entity: EntityMeta, only: 'all' | 'required'): void => {
    if (order.has(entity) || open.has(entity)) return
    open.add(entity)
    for (const { target, definition } of entity.fields.values())
      if (target && definition.kind === 'ref' && !definition.nullable) visit(target, only)
    if (only === 'all')
      for (const { target, definition } of entity.fields.values())
        if (target && definition.kind === 'ref' && definition.nullable && !needs(target).some((one) => open.has(one)))
          visit(target, 'all')
    open.delete(entity)
    order.add(entity)
  }
  for (const entity of entities.values()) visit(entity, 'all')
  return [...order]
}

/** Whatever a row of an entity can not be without, and what that can not be without. */
function needs(entity: EntityMeta, known = new Set<EntityMeta>()): readonly EntityMeta[] {
  for (const { target, definition } of entity.fields.values())
    if (target && definition.kind === 'ref' && !definition.nullable && !known.has(target)) {
      known.add(target)
      needs(target, known)
    }
  return [...known]
}

const statusOf = (entity: EntityMeta): FieldMeta | undefined =>
  ['status', 'state'].map((name) => entity.fields.get(name)).find((field) => field?.definition.kind === 'enum')

function variantsOf(entity: EntityMeta, planted: ReadonlyMap<string, readonly string[]>): number {
  const parents = [...entity.fields.values()].flatMap(({ definition, target }) =>
    definition.kind === 'ref' && !definition.nullable && target ? [planted.get(target.name)?.length ?? 1] : [],
  )
  return Math.max(1, statusOf(entity)?.definition.values?.length ?? 1, ...parents)
}

interface Turn extends Ground {
  readonly planted: ReadonlyMap<string, readonly string[]>
  readonly turn: number
  /** Whether to refer to whatever may be referred to, or to no more than must be. */
  readonly refs: 'all' | 'required'
}

function valuesFor(entity: EntityMeta, given: Turn): Map<string, unknown> {
  const values = new Map<string, unknown>()
  for (const field of entity.fields.values()) {
    const { definition, columns } = field
    if (definition.kind === 'computed' || definition.kind === 'refs') continue
    const value = valueFor(entity, field, given)
    for (const [index, column] of columns.entries())
      values.set(column.name, Array.isArray(value) ? value[index] : value)
  }
  return values
}

/** One value, or one for each of the field's columns. */
function valueFor(entity: EntityMeta, field: FieldMeta, { mark, planted, turn, refs }: Turn): unknown {
  const { name, definition, target } = field
  const number = turn + 1
  switch (definition.kind) {
    case 'ref': {
      if (!target || (definition.nullable && (refs === 'required' || target === entity))) return null
      const pool = planted.get(target.name) ?? []
      return pool[turn % pool.length] ?? null
    }
    case 'file':
      return planted.get('storedFile')?.[0] ?? null
    case 'enum':
      return definition.values?.[field === statusOf(entity) ? turn % definition.values.length : 0]
    case 'email':
      return `${mark}.${name}.${number}@example.com`.toLowerCase()
    case 'phone':
      return `+4930123${number}`
    case 'url':
      return `https://example.com/${mark}/${name}/${number}`
    case 'int':
    case 'duration':
      return Math.max(definition.min ?? 0, Math.min(definition.max ?? 1000, number))
    case 'decimal':
    case 'percent':
      return '1'
    case 'money':
      return [100n * BigInt(number), 'EUR']
    case 'bool':
      // What is published is nobody's secret.
      return /^(?:active|current)$/.test(name)
    case 'date':
    case 'instant':
      return dayOf(name, number)
    case 'json':
      return JSON.stringify([`${mark} ${name}`])
    case 'geo':
      return [50 + number / 100, 7]
    default:
      return textOf(name, definition.max ?? 500, mark, number)
  }
}

/** What begins has begun, and what ends has not ended, each at another day. */
function dayOf(name: string, number: number): string {
  const day = String(1 + (number % 28)).padStart(2, '0')
  return /until|to$|ends|expires|due|deadline/i.test(name) ? `2099-12-${day}` : `2026-01-${day}`
}

/** Codes are read by formats, which do not take any text. */
function textOf(name: string, max: number, mark: string, number: number): string {
  if (/currency/i.test(name)) return 'EUR'
  if (/country|region$/i.test(name) && max < 4) return 'DE'
  if (/^(?:language|locale)/i.test(name)) return 'en'
  if (/timeZone/i.test(name)) return 'Europe/Berlin'
  return `${mark}${number}${max < 20 ? '' : ` ${name}`}`.slice(0, max)
}

async function insert(
  database: TestCrm['database'],
  entity: EntityMeta,
  values: ReadonlyMap<string, unknown>,
): Promise<void> {
  const names = [...values.keys()].map((name) => `"${name}"`)
  const places = names.map((_, index) => `$${index + 1}`)
  const text = `insert into crm."${entity.table}" (${names}) values (${places})`
  await database.pipeline([{ text, values: [...values.values()] as never }])
}
