import type { Actor, WriteOperation } from '@tessera/core'
import { described, type Subject } from './subject.ts'
import { codePaths } from './writing/code-paths.ts'
import { graphqlPaths } from './writing/graphql-paths.ts'
import { importPaths } from './writing/import-paths.ts'
import { type WritePaths, Writer } from './writing/writer.ts'

const families: readonly WritePaths[] = [codePaths, graphqlPaths, importPaths]

interface Written {
  readonly what: string
  readonly entity: string
  readonly operation: WriteOperation
  readonly ids: readonly string[]
}

/**
 * Writes each entity on every path there is, and says which path did not run every hook: `validate`, `before` and `after`
 * before the answer, `committed` once and after it.
 */
export async function checkWrites(subject: Subject): Promise<string[]> {
  const by: Actor = subject.t.system.actor
  const findings: string[] = []
  const writes: Written[] = []
  for (const entity of subject.written) {
    for (const family of families) {
      const writer = new Writer(subject, entity, by)
      for (const { name, operation, write } of family) {
        const what = `${entity.plugin}: ${entity.name} written by ${name}`
        try {
          const ids = await write(writer)
          if (ids.length === 0) findings.push(`${what} wrote no row`)
          writes.push({ what, entity: entity.name, operation, ids })
        } catch (error) {
          findings.push(`${what} failed: ${described(error)}`)
        }
      }
    }
  }
  const silent = new Set(subject.written.filter((entity) => entity.options.journal === false).map(({ name }) => name))
  const inTime = phasesOf(subject)
  // A plugin of many entities writes thousands of rows here.
  await subject.t.drain(120_000)
  const all = phasesOf(subject)
  for (const { what, entity, operation, ids } of writes) {
    for (const id of ids) {
      const point = `${entity} ${operation} ${id}`
      for (const phase of ['validate', 'before', 'after'])
        if (!inTime.get(point)?.includes(phase)) findings.push(`${what} ran no ${phase} hook for row ${id}`)
      const times = (wanted: string) => all.get(point)?.filter((phase) => phase === wanted).length ?? 0
      // A scheduled job may have come to the row, too: a write more, and once more committed. What has no journal has no events.
      const expected = silent.has(entity) ? 0 : Math.max(times('after'), 1)
      if (times('committed') !== expected)
        findings.push(
          `${what} ran its committed hook ${times('committed')} times for ${expected === 1 ? '' : `${expected} writes of `}row ${id}`,
        )
    }
  }
  return findings
}

/** The phases that ran, by entity, operation and row. */
function phasesOf({ calls }: Subject): ReadonlyMap<string, readonly string[]> {
  const phases = new Map<string, string[]>()
  for (const { entity, operation, id, phase } of calls) {
    const point = `${entity} ${operation} ${id}`
    phases.set(point, [...(phases.get(point) ?? []), phase])
  }
  return phases
}
