import type { Database } from '@tessera/core'
import type { ActorName, People } from '../actors.ts'
import type { Size } from '../data/fill.ts'

/** The product, and what it is compared with; each a process. */
export const serverNames = ['tessera', 'hand', 'bare', 'postgraphile', 'yoga'] as const
export type ServerName = (typeof serverNames)[number]

export type Variables = Readonly<Record<string, unknown>>

/** What a scenario's requests are made from. */
export interface Prepared {
  readonly database: Database
  readonly people: People
  readonly size: Size
}

/** Something that is asked of each server in turn, again and again. */
export interface Scenario {
  /** By it figures are recorded. */
  readonly name: string
  readonly title: string
  readonly actor: ActorName
  readonly sizes: { readonly full: Size; readonly quick: Size }
  readonly connections: number
  readonly servers: readonly ServerName[]
  /** So many answers a round instead of some seconds, where one takes seconds itself. */
  readonly answersEach?: number
  /** Not part of a quick run. */
  readonly slow?: boolean
  /** The product's query; Yoga is asked the same. */
  readonly query: string
  /** The name of the hand-written statement. */
  readonly hand: string
  readonly postgraphile?: { readonly query: string; readonly read: (data: Answer) => unknown }
  /** Each of them is a request; load goes round through them. */
  readonly requests: (prepared: Prepared) => Promise<readonly Variables[]>
  /** Leaves out of an answer what may differ, such as the text of a cursor. */
  readonly comparable?: (data: Answer) => unknown
  readonly aims?: Aims
}

// biome-ignore lint/suspicious/noExplicitAny: an answer is read by whoever knows its query
export type Answer = any

/** What must hold, from the issue that asked for it. */
export interface Aims {
  /** Requests per second, at least so many times those of the other. */
  readonly atLeast?: Partial<Record<ServerName, number>>
  readonly p95Ms?: number
}
