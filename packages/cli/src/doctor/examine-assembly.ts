import type { Assembly } from '@tessera/core'
import { type Finding, finding } from './finding.ts'

/** What is wrong with a project before any database is asked. */
export function examineAssembly({ grants, registry, leftOut }: Assembly): Finding[] {
  const readable = new Set(
    grants
      .filter(({ type, operations }) => type === 'allow' && operations.includes('read'))
      .map(({ entity }) => entity),
  )
  return [
    ...leftOut.map(({ plugin, reason }) => finding('warning', 'PLUGIN_LEFT_OUT', { plugin, reason })),
    ...[...registry.entities.values()]
      .filter(({ name }) => !readable.has(name))
      .map(({ name, plugin }) => finding('warning', 'READ_NOT_GRANTED', { entity: name, plugin })),
  ]
}
