import type { EntityMeta } from '@tessera/core'
import { askAll } from './ask.ts'
import { type Crawl, surprises } from './graphql-crawl.ts'
import { type MarkedFirm, type Person, shared } from './two-trees.ts'

/** Looks for what is theirs by the search over everything: their names, beginnings of them, addresses, and numbers. */
export async function askBySearch({ watch }: Crawl, { browser }: Person, { mark }: MarkedFirm): Promise<string[]> {
  const texts = [
    mark,
    `${mark}1`,
    `${mark} Distribution`,
    mark.toLowerCase(),
    mark.slice(0, 3),
    `${mark}.email`,
    '%',
    '_',
  ]
  const asked = texts.map((text) => `search(text: "${text}", first: 100) { entity title node { __typename id } }`)
  const answers = await askAll(browser, 'query', asked)
  return answers.flatMap(({ data, errors }, at) =>
    [...watch.findings(JSON.stringify(data)), ...surprises(errors)].map((finding) => `${asked[at]}: ${finding}`),
  )
}

/**
 * An order and a cursor tell of columns what they hold. Asks to sort, to group and to sum up by each column that somebody may not read, here
 * and behind each ref: every one must be refused. Sorting by what one may read must put nothing of theirs into a cursor.
 */
export async function askByOrder({ t, watch }: Crawl, { actor, browser }: Person): Promise<string[]> {
  const { access, registry } = t.crm
  const may = (entity: EntityMeta): boolean => access.may(actor, entity, 'read')
  const hidden: string[] = []
  const open: string[] = []
  for (const entity of registry.entities.values()) {
    if (!may(entity)) continue
    const fields = access.readableFields(actor, entity)
    const by = (order: string) =>
      `${entity.plural}(first: 50, orderBy: [{ ${order} }]) { pageInfo { endCursor } edges { cursor } }`
    const put = (list: string[], order: string): void => void list.push(by(order))
    for (const { name, definition, target } of entity.fields.values()) {
      if (definition.words) continue
      const readable = fields.has(name)
      if (sortable.has(definition.kind)) put(readable ? open : hidden, `${name}: asc`)
      if (!readable && definition.kind === 'enum')
        hidden.push(`${entity.name}Aggregate(groupBy: [{ field: ${name} }]) { count }`)
      if (!readable && summed.has(definition.kind))
        hidden.push(`${entity.name}Aggregate { max { ${selected(name, definition.kind)} } }`)
      if (!target || definition.kind !== 'ref' || !may(target)) continue
      const far = access.readableFields(actor, target)
      for (const field of target.fields.values())
        if (sortable.has(field.definition.kind) && !field.definition.words)
          put(readable && far.has(field.name) ? open : hidden, `${name}: { ${field.name}: desc }`)
    }
  }
  const findings: string[] = []
  for (const [at, { data, errors }] of (await askAll(browser, 'query', hidden, 20)).entries())
    if (data !== null || errors.length === 0)
      findings.push(`${hidden[at]}: is answered ${JSON.stringify(data)?.slice(0, 120)}`)
  for (const [at, { data, errors }] of (await askAll(browser, 'query', open, 20)).entries()) {
    const text = JSON.stringify(data).replaceAll(/"(?:cursor|endCursor)":"([\w-]+)"/g, (_, cursor: string) =>
      decoded(cursor),
    )
    for (const finding of [...watch.findings(text), ...surprises(errors)]) findings.push(`${open[at]}: ${finding}`)
  }
  if (hidden.length < 100 || open.length < 100)
    findings.push(`asked only ${hidden.length} hidden and ${open.length} open orders`)
  return findings
}

const sortable: ReadonlySet<string> = new Set([
  ...[
    'text',
    'email',
    'phone',
    'url',
    'enum',
    'int',
    'duration',
    'decimal',
    'percent',
    'money',
    'bool',
    'date',
    'instant',
  ],
])
const summed: ReadonlySet<string> = new Set(['int', 'decimal', 'percent', 'money'])
const selected = (name: string, kind: string): string => (kind === 'money' ? `${name} { amount }` : name)
const decoded = (cursor: string): string => Buffer.from(cursor, 'base64url').toString('utf8')

/** What leaves as a file: every entity, all rows, as somebody. */
export async function takeAlong(
  { t, watch }: Crawl,
  { actor }: Person,
  exported: (entity: string) => AsyncIterable<string>,
): Promise<string[]> {
  const findings: string[] = []
  for (const entity of t.crm.registry.entities.values()) {
    if (!t.crm.access.may(actor, entity, 'read') || shared.has(entity.name)) continue
    let text = ''
    for await (const piece of exported(entity.name)) text += piece
    for (const finding of watch.findings(text)) findings.push(`export of ${entity.plural}: ${finding}`)
  }
  return findings
}
