import type { EntityMeta, FieldMeta } from '../model/registry.ts'
import type { Draft } from './draft.ts'

/** Rows of one statement: with more, PostgreSQL spends its time on memory, and nothing is made ready meanwhile. */
const mostTogether = 1_000

/**
 * The rows of a write, statement by statement. Those of which one refers to another stay together, since what a row refers to has to
 * be there at the end of its statement.
 */
export function partsOf(
  entity: EntityMeta,
  drafts: readonly Draft[],
  fields: readonly FieldMeta[],
): (readonly Draft[])[] {
  if (drafts.length <= mostTogether || refersToItself(entity, drafts, fields)) return [drafts]
  const parts: (readonly Draft[])[] = []
  for (let start = 0; start < drafts.length; start += mostTogether)
    parts.push(drafts.slice(start, start + mostTogether))
  return parts
}

function refersToItself(entity: EntityMeta, drafts: readonly Draft[], fields: readonly FieldMeta[]): boolean {
  const own = fields.filter(({ target }) => target === entity)
  if (own.length === 0) return false
  const ids = new Set(drafts.map(({ id }) => id))
  return drafts.some(({ patch }) =>
    own.some(({ name }) => [patch[name]].flat().some((id) => typeof id === 'string' && ids.has(id))),
  )
}
