import type { EntityMeta } from '@tessera/core'
import { askAll } from './ask.ts'
import { type Crawl, surprises } from './graphql-crawl.ts'
import type { Named } from './schema-map.ts'
import { type MarkedFirm, type Person, shared } from './two-trees.ts'

/**
 * Filters are questions, too: whether a row of mine leads to one whose name begins with theirs. Asks them all, over every field and every
 * relation; the answer must be none.
 */
export async function askByFilter(
  { t, schema }: Crawl,
  { actor, browser }: Person,
  { mark, planted }: MarkedFirm,
): Promise<string[]> {
  const readable = (entity: EntityMeta): EntityMeta | null => (t.crm.access.may(actor, entity, 'read') ? entity : null)
  const asked: string[] = []
  for (const entity of t.crm.registry.entities.values()) {
    if (!readable(entity)) continue
    const fields = t.crm.access.readableFields(actor, entity)
    const texts = (type: Named, of: ReadonlySet<string>): string[] =>
      type.inputs.flatMap(({ name, type: used }) => (used.name === 'StringCondition' && of.has(name) ? [name] : []))
    const type = schema.type(`${typeOf(entity)}Where`)
    const count = (where: string): void => void asked.push(`${entity.plural}(where: { ${where} }) { totalCount }`)
    for (const name of texts(type, fields)) {
      count(`${name}: { startsWith: "${mark}" }`)
      count(`not: { ${name}: { ne: "${mark}1" } }`)
    }
    for (const { name, target, definition } of entity.fields.values()) {
      if (!target || !fields.has(name)) continue
      const ids = shared.has(target.name) || definition.kind === 'refs' ? [] : (planted.get(target.name) ?? [])
      if (ids.length > 0) count(`${name}: { in: ${JSON.stringify(ids)} }`)
      if (!readable(target)) continue
      const inside = schema.type(`${typeOf(target)}Where`)
      const leads = definition.kind === 'refs' ? 'some' : 'is'
      for (const text of texts(inside, t.crm.access.readableFields(actor, target)).slice(0, 4))
        count(`${name}: { ${leads}: { ${text}: { startsWith: "${mark}" } } }`)
    }
    for (const { name, from } of entity.inverses.values()) {
      if (!readable(from)) continue
      const inside = schema.type(`${typeOf(from)}Where`)
      for (const text of texts(inside, t.crm.access.readableFields(actor, from)).slice(0, 2))
        count(`${name}: { some: { ${text}: { startsWith: "${mark}" } } }`)
    }
  }
  const answers = await askAll(browser, 'query', asked, 20)
  return answers.flatMap(({ data, errors }, at) => {
    const { totalCount = 0 } = (data ?? {}) as { totalCount?: number }
    const findings = [...surprises(errors), ...(totalCount > 0 ? [`${totalCount} rows`] : [])]
    return findings.map((finding) => `${asked[at]}: ${finding}`)
  })
}

const typeOf = ({ name }: EntityMeta): string => name.charAt(0).toUpperCase() + name.slice(1)
