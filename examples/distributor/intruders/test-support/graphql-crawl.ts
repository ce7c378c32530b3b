import type { EntityMeta } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { type AnswerError, askAll } from './ask.ts'
import type { Planted } from './plant-rows.ts'
import type { SchemaMap } from './schema-map.ts'
import { Selections } from './selections.ts'
import { type Person, shared } from './two-trees.ts'
import type { Watch } from './watch.ts'

export interface Crawl {
  readonly t: TestCrm
  readonly schema: SchemaMap
  readonly watch: Watch
}

const typeOf = ({ name }: EntityMeta): string => name.charAt(0).toUpperCase() + name.slice(1)

/** What somebody is told of an entity they may not read, or of a field. Whatever else goes wrong is a finding. */
const expected: ReadonlySet<string> = new Set(['FORBIDDEN', 'NOT_FOUND', 'VALIDATION', 'REJECTED'])
export const surprises = (errors: readonly AnswerError[]): string[] =>
  errors.flatMap(({ message, extensions }) => (expected.has(extensions?.code ?? '') ? [] : [message]))

/** Rows somebody sees, by entity. */
export type Seen = ReadonlyMap<string, ReadonlySet<string>>

/** Reads all rows of all entities, and everything that hangs on them, as somebody. */
export async function readEverything(
  { t, schema, watch }: Crawl,
  { actor, browser }: Person,
): Promise<{ readonly findings: string[]; readonly seen: Seen }> {
  const findings: string[] = []
  const selections = new Selections(schema, t, actor)
  const look = async (fields: readonly string[]) => {
    const answers = await askAll(browser, 'query', fields, 8)
    for (const [at, { data, errors }] of answers.entries())
      for (const finding of [...watch.findings(JSON.stringify({ data, errors })), ...surprises(errors)])
        findings.push(`${fields[at]?.slice(0, 200)}: ${finding}`)
    return answers
  }
  const entities = [...t.crm.registry.entities.values()]
  const lists = await look(
    entities.map((entity) => {
      const leaves = selections.leaves(typeOf(entity)).join(' ')
      return `${entity.plural}(first: 200) { totalCount nodes { ${leaves} } }`
    }),
  )
  const counts = await look(entities.map(({ name }) => `${name}Aggregate { count }`))
  const seen = new Map<string, Set<string>>()
  for (const [at, entity] of entities.entries()) {
    const { nodes = [], totalCount = 0 } = (lists[at]?.data ?? {}) as { nodes?: { id: string }[]; totalCount?: number }
    const [{ count = 0 } = {}] = (counts[at]?.data ?? []) as { count?: number }[]
    seen.set(entity.name, new Set(nodes.map(({ id }) => id)))
    if (totalCount !== count || Math.min(totalCount, 200) !== nodes.length)
      findings.push(`${entity.plural}: counts ${totalCount}, sums up ${count} and shows ${nodes.length}`)
  }
  await look(
    entities
      .filter(({ name }) => seen.get(name)?.size)
      .flatMap((entity) =>
        selections.branches(typeOf(entity)).map((branch) => `${entity.plural}(first: 20) { nodes { id ${branch} } }`),
      ),
  )
  return { findings, seen }
}

const nowhere = '0190a1b2-0000-7000-8000-000000000000'

/** Asks for rows by ids of theirs: nothing may differ from what is said of an id that there is not. */
export async function askById({ t, watch }: Crawl, { browser }: Person, theirs: Planted): Promise<string[]> {
  const findings: string[] = []
  const asked = [...t.crm.registry.entities.values()]
    .filter(({ name }) => !shared.has(name))
    .flatMap(({ name }) => [nowhere, ...(theirs.get(name) ?? [])].map((id) => ({ name, id })))
  const nodeId = (name: string, id: string): string => Buffer.from(`${name}:${id}`).toString('base64url')
  const ways: readonly ((name: string, id: string) => string)[] = [
    (name, id) => `${name}(id: "${id}") { __typename id }`,
    (name, id) => `${name}(id: "${id}", deleted: true) { __typename id }`,
    (name, id) => `node(id: "${nodeId(name, id)}") { __typename id }`,
  ]
  for (const way of ways) {
    const answers = await askAll(
      browser,
      'query',
      asked.map(({ name, id }) => way(name, id)),
      20,
    )
    const said = answers.map((answer, at) => JSON.stringify(plain(answer, asked[at]?.id ?? '')))
    const ofNobody = new Map(asked.flatMap(({ name, id }, at) => (id === nowhere ? [[name, said[at]] as const] : [])))
    for (const [at, { name, id }] of asked.entries())
      if (said[at] !== ofNobody.get(name) || watch.findings(said[at] ?? '').length > 0)
        findings.push(`${way(name, id)}: ${said[at]} instead of ${ofNobody.get(name)}`)
  }
  return findings
}

/** An answer without what differs from call to call: where it stands, and the id that was asked for. */
export function plain({ data, errors }: { data: unknown; errors: readonly AnswerError[] }, id: string): unknown {
  const text = JSON.stringify({ data, errors: errors.map(({ message, extensions }) => ({ message, extensions })) })
  return JSON.parse(text.replaceAll(id, 'ID'))
}
