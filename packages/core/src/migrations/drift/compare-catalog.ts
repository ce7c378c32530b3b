import { isDeepStrictEqual } from 'node:util'
import type { PluginMigrations } from '../run/plan.ts'
import type { Schema, SchemaName, Table } from '../schema/schema.ts'
import type { Catalog, CatalogTable } from './catalog.ts'
import type { DriftFinding } from './drift-finding.ts'

/**
 * Compares the tables of one schema as they are wanted with those there are. What the snapshots of `plan` keep for a
 * `contract` step is no finding. `secured` asks for row-level security too.
 */
export function compareTables(
  name: SchemaName,
  schema: Schema,
  wanted: Catalog,
  real: Catalog,
  plan: readonly PluginMigrations[],
  secured: boolean,
): DriftFinding[] {
  const findings: DriftFinding[] = []
  const left = plan.flatMap(({ snapshot }) => snapshot.tables)
  for (const table of schema.tables) {
    const expected = wanted.get(table.name)
    const found = real.get(table.name)
    const path = `${name}.${table.name}`
    if (!expected) continue
    if (!found) {
      findings.push({
        plugin: table.plugin,
        kind: 'missing',
        what: 'table',
        name: path,
        detail: 'the table is not there',
        advice: restore,
      })
      continue
    }
    findings.push(
      ...compareColumns(table, path, expected, found, left),
      ...compareObjects(table, path, expected, found, left),
    )
    if (expected.partitionedBy !== found.partitionedBy) {
      const detail = `${found.partitionedBy ?? 'no partitions'} instead of ${expected.partitionedBy ?? 'no partitions'}`
      findings.push({ plugin: table.plugin, kind: 'different', what: 'table', name: path, detail, advice: restore })
    }
    if (secured && name === 'crm' && !found.rowSecurity) {
      findings.push({
        plugin: table.plugin,
        kind: 'missing',
        what: 'row security',
        name: path,
        detail: 'row-level security is off: policies do not apply',
        advice: `Run: ALTER TABLE ${path} ENABLE ROW LEVEL SECURITY`,
      })
    }
  }
  const known = new Set(schema.tables.map((table) => table.name))
  for (const table of real.keys()) {
    if (known.has(table)) continue
    const owner = left.find((item) => item.name === table && item.schema === name)
    if (owner?.retired) continue
    findings.push({
      plugin: owner?.plugin ?? null,
      kind: 'extra',
      what: 'table',
      name: `${name}.${table}`,
      detail: 'no installed plugin has this table',
      advice:
        'If its plugin was removed for good, save what you need and drop the table; otherwise add the plugin to `plugins` again.',
    })
  }
  return findings
}

const restore =
  'Run `tessera migrate status`. If nothing is pending, somebody changed the database by hand: undo that, or restore a backup.'
const handmade = 'Somebody added it by hand. Move it into a plugin, or drop it.'

function compareColumns(
  table: Table,
  path: string,
  expected: CatalogTable,
  found: CatalogTable,
  left: readonly Table[],
): DriftFinding[] {
  const owner = (column: string): string => table.columns.find(({ name }) => name === column)?.plugin ?? table.plugin
  const findings: DriftFinding[] = []
  for (const [column, wanted] of expected.columns) {
    const real = found.columns.get(column)
    const at = { plugin: owner(column), what: 'column', name: `${path}.${column}`, advice: restore } as const
    if (!real) findings.push({ ...at, kind: 'missing', detail: 'the column is not there' })
    else if (!isDeepStrictEqual(real, wanted))
      findings.push({ ...at, kind: 'different', detail: `${shown(real)} instead of ${shown(wanted)}` })
  }
  for (const column of found.columns.keys()) {
    if (expected.columns.has(column) || retiredColumns(table, left).has(column)) continue
    findings.push({
      plugin: table.plugin,
      kind: 'extra',
      what: 'column',
      name: `${path}.${column}`,
      detail: 'no installed plugin has this column',
      advice: handmade,
    })
  }
  return findings
}

function shown({
  type,
  notNull,
  default: value,
  generated,
}: {
  type: string
  notNull: boolean
  default: string | null
  generated: boolean
}): string {
  const rest = value === null ? '' : generated ? ` computed as ${value}` : ` default ${value}`
  return `${type}${notNull ? ' not null' : ''}${rest}`
}

/** Columns that wait for a `contract` step, which are no drift. */
function retiredColumns(table: Table, left: readonly Table[]): ReadonlySet<string> {
  const parts = left.filter((part) => part.name === table.name && part.schema === table.schema)
  return new Set(parts.flatMap((part) => part.columns.filter((column) => column.retired).map((column) => column.name)))
}

function compareObjects(
  table: Table,
  path: string,
  expected: CatalogTable,
  found: CatalogTable,
  left: readonly Table[],
): DriftFinding[] {
  const parts = left.filter((part) => part.name === table.name && part.schema === table.schema)
  const leaving = new Set(
    parts.flatMap((part) => [...part.checks, ...part.foreignKeys, ...part.indexes]).map((item) => item.name),
  )
  const owners = new Map(
    [...table.checks, ...table.foreignKeys, ...table.indexes].map((item) => [item.name, item.plugin]),
  )
  const owner = (name: string): string => owners.get(name) ?? table.plugin
  return (['constraint', 'index'] as const).flatMap((what) => {
    const key = what === 'index' ? 'indexes' : 'constraints'
    const findings: DriftFinding[] = []
    for (const [name, wanted] of expected[key]) {
      const real = found[key].get(name)
      const at = { plugin: owner(name), what, name: `${path}.${name}`, advice: restore } as const
      if (real === undefined) findings.push({ ...at, kind: 'missing', detail: `not there: ${wanted}` })
      else if (real !== wanted) findings.push({ ...at, kind: 'different', detail: `${real} instead of ${wanted}` })
    }
    for (const name of found[key].keys()) {
      if (expected[key].has(name) || leaving.has(name)) continue
      findings.push({
        plugin: owner(name),
        kind: 'extra',
        what,
        name: `${path}.${name}`,
        detail: `${found[key].get(name)}`,
        advice: handmade,
      })
    }
    return findings
  })
}
