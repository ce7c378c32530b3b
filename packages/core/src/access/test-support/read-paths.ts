import { exportEntity } from '../../exports/export-entity.ts'
import { createGraphqlHandler } from '../../graphql/handler.ts'
import type { AnyEntity } from '../../model/entity.ts'
import type { EntityMeta } from '../../model/registry.ts'
import type { Crm } from '../../runtime/crm.ts'
import type { Actor } from '../actor.ts'

/** What each way of reading shows an actor of an entity: ids by the name of the way. */
export type Shown = ReadonlyMap<string, ReadonlySet<string>>

interface Connection {
  readonly edges: readonly { readonly node: Readonly<Record<string, unknown>> & { readonly id: string } }[]
  readonly totalCount?: number
  readonly few?: number
}

type Answer = {
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[]
}

/** Reads a CRM in every way there is: code, raw SQL, GraphQL in all its forms, export. */
export class ReadPaths {
  readonly #crm: Crm
  #actor: Actor | null = null
  readonly #handler: (request: Request) => Promise<Response>

  constructor(crm: Crm) {
    this.#crm = crm
    this.#handler = createGraphqlHandler({ crm, actorOf: () => this.#actor, limits: { depth: 20, cost: 1e9 } as never })
  }

  async read(actor: Actor, entity: EntityMeta, ids: readonly string[]): Promise<Shown> {
    this.#actor = actor
    const ctx = this.#crm.as(actor)
    const named = { entityName: entity.name } as AnyEntity
    const idsOf = (rows: readonly unknown[]): Set<string> => new Set(rows.map((row) => (row as { id: string }).id))
    const byId = `{ ${ids.map((id, index) => `r${index}: ${entity.name}(id: "${id}") { id }`).join(' ')} }`
    return new Map([
      ['ctx.list', idsOf(await allowed(() => ctx.list(named as never, { limit: 1000 }), []))],
      [
        'ctx.find',
        idsOf((await Promise.all(ids.map((id) => allowed(() => ctx.find(named as never, id), null)))).filter(Boolean)),
      ],
      [
        'ctx.db',
        idsOf(
          await allowed(
            () =>
              ctx.db
                .selectFrom(entity.name as never)
                .select('id' as never)
                .where('deletedAt' as never, 'is', null as never)
                .execute(),
            [],
          ),
        ),
      ],
      ['export', await this.#exported(actor, entity)],
      ['connection', await this.#connection(entity)],
      [
        'by id',
        new Set(
          Object.values((await this.#graphql(byId)) ?? {}).flatMap((row) => (row ? [(row as { id: string }).id] : [])),
        ),
      ],
    ])
  }

  /** How many rows `totalCount` and the aggregate count, and `totalCount` up to two. */
  async counts(actor: Actor, entity: EntityMeta): Promise<readonly number[]> {
    this.#actor = actor
    const data = await this.#graphql(
      `{ list: ${entity.plural}(first: 1) { totalCount few: totalCount(upTo: 2) } figures: ${entity.name}Aggregate { count } }`,
    )
    return [
      (data?.list as Connection | null)?.totalCount ?? 0,
      (data?.figures as readonly { count: number }[] | null)?.[0]?.count ?? 0,
      (data?.list as Connection | null)?.few ?? 0,
    ]
  }

  /** Pairs `<id> <field> <target id>` that refs and lists show, one level below the rows. */
  async nested(
    actor: Actor,
    entity: EntityMeta,
    refs: readonly string[],
    lists: readonly string[],
  ): Promise<ReadonlySet<string>> {
    this.#actor = actor
    const fields = [
      ...refs.map((name) => `${name} { id }`),
      ...lists.map((name) => `${name}(first: 200) { edges { node { id } } }`),
    ].join(' ')
    const data = await this.#graphql(`{ list: ${entity.plural}(first: 200) { edges { node { id ${fields} } } } }`)
    const pairs = new Set<string>()
    for (const { node } of (data?.list as Connection | null)?.edges ?? []) {
      for (const name of refs) if (node[name]) pairs.add(`${node.id} ${name} ${(node[name] as { id: string }).id}`)
      for (const name of lists)
        for (const edge of (node[name] as Connection).edges) pairs.add(`${node.id} ${name} ${edge.node.id}`)
    }
    return pairs
  }

  async #connection(entity: EntityMeta): Promise<Set<string>> {
    const found = new Set<string>()
    for (let after: string | null = null; ; ) {
      const data = await this.#graphql(
        `query ($after: String) { list: ${entity.plural}(first: 3, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }`,
        { after },
      )
      const list = data?.list as
        | (Connection & { pageInfo: { hasNextPage: boolean; endCursor: string } })
        | null
        | undefined
      for (const edge of list?.edges ?? []) found.add(edge.node.id)
      if (!list?.pageInfo.hasNextPage) return found
      after = list.pageInfo.endCursor
    }
  }

  async #exported(actor: Actor, entity: EntityMeta): Promise<Set<string>> {
    let text = ''
    await allowed(async () => {
      for await (const part of exportEntity(this.#crm, actor, {
        entity: entity.name,
        fields: ['id'],
        format: 'ndjson',
      }))
        text += part
    }, undefined)
    return new Set(
      text
        .split('\n')
        .filter(Boolean)
        .map((line) => (JSON.parse(line) as { id: string }).id),
    )
  }

  async #graphql(
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<Readonly<Record<string, unknown>> | null> {
    const body = JSON.stringify({ query, variables })
    const response = await this.#handler(
      new Request('http://crm.example/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      }),
    )
    const answer = (await response.json()) as Answer
    const other = answer.errors?.find((error) => error.extensions?.code !== 'FORBIDDEN')
    if (other) throw new Error(JSON.stringify(other))
    return answer.data ?? null
  }
}

/** Being refused shows as little as finding nothing. */
async function allowed<T>(read: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await read()
  } catch (error) {
    const code = (error as { code?: string }).code
    if (code === 'FORBIDDEN' || code === 'EXPORT_FIELDS' || code === '42501') return otherwise
    throw error
  }
}
