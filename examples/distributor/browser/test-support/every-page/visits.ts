import { assemble, type InstalledPage } from '@tessera/core'
import { installedPages, letsIn } from '@tessera/portal/testing'
import config from '../../../tessera.config.ts'
import type { Example } from '../open-example.ts'
import type { Person } from './people.ts'
import { queries, records } from './records.ts'

/** A page to look at, as somebody. */
export interface Visit {
  /** Of the page, such as `/orders/[id]`. */
  readonly page: string
  /** Where it is, such as `/orders/01a2…`. */
  readonly address: string
  /** Tells several looks of one page apart, such as `draft`. */
  readonly state: string | null
}

/** Pages that are looked at by other tests, with the reason. */
const elsewhere = (path: string): boolean => path.startsWith('/design') // gallery.test.ts

/** All pages of the quick start, from what is installed. */
export const pages: readonly InstalledPage[] = installedPages(assemble(config).portal).filter(
  ({ path }) => !elsewhere(path),
)

/** The addresses of every page that somebody is let in to; of public pages for nobody. */
export async function visitsOf(example: Pick<Example, 'graphql'>, person: Person | null): Promise<readonly Visit[]> {
  const open = pages.filter((page) => (person ? page.public || letsIn(page, person) : page.public))
  const ask = person && (await example.graphql(person.email))
  const visits: Visit[] = []
  for (const { path } of open) {
    if (!path.includes('[')) {
      for (const query of ['', ...(queries[path] ?? [])])
        visits.push({ page: path, address: path + query, state: query || null })
      continue
    }
    const source = records[path]
    const found = source && ask ? await recordsOf(ask, source) : []
    for (const { id, own, state } of found) {
      const query = source?.query ? `?${source.query}=${own}` : ''
      visits.push({ page: path, address: path.replace('[id]', id) + query, state })
    }
  }
  return visits
}

interface Found {
  /** The record’s, where another’s is in the path. */
  readonly own: string
  readonly id: string
  readonly state: string | null
}

type Ask = Awaited<ReturnType<Example['graphql']>>

async function recordsOf(
  ask: Ask,
  { list, where, id = 'id', each }: (typeof records)[string],
): Promise<readonly Found[]> {
  const filter = where ? `, where: { ${where} }` : ''
  const query = `{ found: ${list}(first: 100${filter}) { nodes { own: id id: ${id} ${each ? `state: ${each}` : ''} } } }`
  const { found } = await ask<{ found: { nodes: readonly { own: string; id: string; state?: unknown }[] } }>(query)
  const byState = new Map<string | null, Found>()
  for (const { own, id, state } of found.nodes) {
    const key = state === undefined ? null : String(state)
    if (!byState.has(key)) byState.set(key, { own, id, state: key })
  }
  return [...byState.values()]
}
