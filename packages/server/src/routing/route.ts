import type { Visit } from './visit.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * A path the server answers: its own pages, and whatever is mounted on it (a portal, webhooks, files). Whatever the handler
 * throws becomes the coded error its client can read; requests of foreign pages, headers, logs and shutdown are the server's.
 *
 * @example { method: 'GET', path: '/files/:id', handle: async (visit) => new Response(await read(visit.params.id)) }
 */
export interface Route {
  readonly method: Method | readonly Method[]
  /** Hono's pattern: `/files/:id`, `/portal/*`. */
  readonly path: string
  /** Pages of every site may send here. Whoever sets it must take nothing from the visitor's cookies. */
  readonly anyOrigin?: boolean
  /**
   * Open to whoever looks on as somebody else, though it is no GET. Whoever sets it must write nothing but through `visitor.actor`, which
   * the pipeline refuses, and `requirePerson`.
   */
  readonly whileViewing?: boolean
  handle(visit: Visit): Response | Promise<Response>
}
