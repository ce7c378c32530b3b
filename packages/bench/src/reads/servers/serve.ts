import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { type Actor, type Database, openDatabase } from '@tessera/core'
import { type ActorName, actorHeader, actorNames, type People, peopleOf } from '../actors.ts'
import type { Size } from '../data/fill.ts'

/** Connections to PostgreSQL of each server. */
export const poolSize = 10

/** What a server's process is told: `node <server>.ts <url> <size>`. */
export interface Told {
  readonly url: string
  readonly people: People
  readonly database: Database
}

export async function told(): Promise<Told> {
  const [url = '', size] = process.argv.slice(2)
  const database = await openDatabase({ url, maxConnections: poolSize })
  return { url, database, people: await peopleOf(database, Number(size) as Size) }
}

export function actorNameOf(headers: { get(name: string): string | null }): ActorName {
  const name = headers.get(actorHeader)
  const known = actorNames.find((each) => each === name)
  if (!known) throw new Error(`no actor is called ${name}`)
  return known
}

export const actorOf = ({ actors }: People, headers: { get(name: string): string | null }): Actor =>
  actors[actorNameOf(headers)]

/** Listens on a free port of this machine as the product's server does, tells the parent, and answers what it asks. */
export function listen(fetch: (request: Request) => Response | Promise<Response>): void {
  const server = createAdaptorServer({ fetch })
  server.listen(0, '127.0.0.1', () => listening((server.address() as AddressInfo).port))
}

/** Says where the server is, and how much memory it has when asked. */
export function listening(port: number): void {
  process.on('message', (asked) => {
    if (asked !== 'memory') return
    ;(globalThis as { gc?: () => void }).gc?.()
    process.send?.({ memory: process.memoryUsage() })
  })
  process.on('disconnect', () => process.exit())
  process.send?.({ port })
}
