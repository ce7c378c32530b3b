import { type Actor, createGraphqlHandler, type EntityMeta, exportEntity, sql } from '@tessera/core'
import type { TestCrm } from '../../create-test-crm.ts'
import type { GraphqlAnswer } from '../../graphql-answer.ts'
import { idOf, named } from '../subject.ts'
import type { Shown } from './expected.ts'
import type { Question } from './question.ts'

interface Edges {
  readonly totalCount?: number
  readonly edges: readonly { readonly node: Node }[]
}
interface Node {
  readonly id: string
  readonly [field: string]: string | Node | readonly Node[] | Edges | null
}

/** Reads a CRM on every path there is. */
export class Reader {
  readonly #t: TestCrm
  #actor: Actor | null = null
  readonly #handler: (request: Request) => Promise<Response>

  constructor(t: TestCrm) {
    this.#t = t
    // One question asks for much at once, which no client needs.
    const limits = { cost: 1e12, aliases: 10_000, rootFields: 1000, tokens: 1e6, characters: 1e7 }
    this.#handler = createGraphqlHandler({ crm: t.crm, actorOf: () => this.#actor, limits })
  }

  async read(actor: Actor, exporting: Actor, question: Question): Promise<Shown> {
    const { entity, ids } = question
    const ctx = this.#t.as(actor)
    const rows = await allowed(() => ctx.list(named(entity) as never, { limit: 10_000 }), [])
    const found = await Promise.all(ids.map((id) => allowed(() => ctx.find(named(entity) as never, id), null)))
    const raw = await allowed(
      () =>
        ctx.db
          .selectFrom(entity.name as never)
          .select('id' as never)
          .where('deletedAt' as never, 'is', null as never)
          .execute(),
      [],
    )
    const exported = await this.#exported(exporting, entity)
    return new Map([
      ['ctx.list', (rows as unknown[]).map(idOf)],
      ['fields of ctx.list', fieldsOf(rows)],
      ['ctx.find', found.filter(Boolean).map(idOf)],
      ['ctx.db', raw.map(idOf)],
      ['export', exported.map(idOf)],
      ['columns of export', fieldsOf(exported)],
      ...(await this.#graphql(actor, question)),
    ])
  }

  /** The columns of an entity that the actor’s own database role may read with raw SQL. */
  async columns(actor: Actor, entity: EntityMeta): Promise<readonly string[]> {
    const { rows } = await sql<{ name: string }>`select a.attname as name from pg_attribute a
      where a.attrelid = ${`crm."${entity.table}"`}::regclass and a.attnum > 0 and not a.attisdropped
        and has_column_privilege(a.attrelid, a.attnum, 'select')`.execute(this.#t.as(actor).db)
    return rows.map(({ name }) => name)
  }

  async #exported(actor: Actor, entity: EntityMeta): Promise<object[]> {
    let text = ''
    await allowed(async () => {
      for await (const part of exportEntity(this.#t.crm, actor, { entity: entity.name, format: 'ndjson' })) text += part
      // An export is noted in the security log, which is read here too: what is compared must be as it was.
      await this.#t.database.pipeline([{ text: `delete from crm.security_event where kind = 'export'` }])
    }, undefined)
    const lines = text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ kind }) => entity.name !== 'securityEvent' || kind !== 'export')
    // A ref is exported by its target’s title, as `owner.name`.
    return lines.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name.replace(/\..*/, ''), value])),
    )
  }

  async #graphql(actor: Actor, { entity, ids, refs, lists, word, group }: Question): Promise<Shown> {
    const nested = [
      ...refs.map(({ name }) => `${name} { id }`),
      ...lists.map(({ name }) => `${name}(first: 200) { edges { node { id } } }`),
    ].join(' ')
    const data = await this.#ask(
      actor,
      `query ($word: String!) {
        list: ${entity.plural}(first: 200) { totalCount edges { node { id ${nested} } } }
        figures: ${entity.name}Aggregate { count }
        ${group ? `groups: ${entity.name}Aggregate(groupBy: [{ field: ${group.name} }]) { count group { ${group.name} } }` : ''}
        ${word === null ? '' : `search(text: $word, first: 200, entities: [${entity.name}]) { node { id } }`}
        ${ids.map((id, index) => `r${index}: ${entity.name}(id: "${id}") { id } n${index}: node(id: "${nodeId(entity, id)}") { id }`).join(' ')}
      }`.replace(word === null ? 'query ($word: String!)' : '', ''),
      { word },
    )
    const list = data.list as Edges | null
    const nodes = (list?.edges ?? []).map(({ node }) => node)
    const figures = (data.figures ?? []) as { count: number }[]
    const groups = (data.groups ?? []) as { count: number; group: Record<string, unknown> }[]
    const hits = (data.search ?? []) as { node: Node }[]
    const byAlias = (letter: string): string[] =>
      ids.flatMap((_, index) => (data[`${letter}${index}`] ? [idOf(data[`${letter}${index}`])] : []))
    return new Map([
      ['GraphQL list', nodes.map(idOf)],
      ['GraphQL totalCount', list ? [String(list.totalCount)] : []],
      ['GraphQL aggregate', figures.map(({ count }) => String(count))],
      ['GraphQL groups', groups.map((each) => `${each.group[group?.name ?? '']} ${each.count}`)],
      ['GraphQL by id', byAlias('r')],
      ['GraphQL node', byAlias('n')],
      [
        'GraphQL nested',
        nodes.flatMap((node) =>
          [...refs, ...lists].flatMap(({ name }) => idsIn(node[name]).map((id) => `${node.id} ${name} ${id}`)),
        ),
      ],
      ['GraphQL search', hits.map(({ node }) => node.id)],
    ])
  }

  async #ask(actor: Actor, query: string, variables: object): Promise<Readonly<Record<string, unknown>>> {
    this.#actor = actor
    const response = await this.#handler(
      new Request('http://crm.example/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      }),
    )
    const { data, errors } = (await response.json()) as GraphqlAnswer
    const other = errors?.find(({ extensions }) => extensions?.code !== 'FORBIDDEN')
    if (other) throw new Error(`${other.extensions?.code}: ${other.message} ${JSON.stringify(other.extensions)}`)
    return data ?? {}
  }
}

const nodeId = (entity: EntityMeta, id: string): string => Buffer.from(`${entity.name}:${id}`).toString('base64url')

const fieldsOf = (rows: readonly object[]): string[] => [...new Set(rows.flatMap((row) => Object.keys(row)))]

function idsIn(value: Node[string] | undefined): string[] {
  if (!value || typeof value === 'string') return []
  if ('edges' in value) return (value as Edges).edges.map(({ node }) => node.id)
  return [value as Node | readonly Node[]].flat().map(idOf)
}

/** Being refused shows as little as finding nothing. */
async function allowed<T>(read: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await read()
  } catch (error) {
    const { code = '' } = error as { code?: string }
    if (['FORBIDDEN', 'EXPORT_FIELDS', '42501'].includes(code)) return otherwise
    throw error
  }
}
