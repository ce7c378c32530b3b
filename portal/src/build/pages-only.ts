import type { Plugin } from 'vite'

const forbidden = /^(?:@tessera\/(?:core|server|cli|testing|plugin-[\w-]+)|pg|kysely|@electric-sql\/pglite)(?:\/|$)/

/** Keeps what runs beside the database out of pages: they speak GraphQL as the person who looks at them. */
export const pagesOnly = (): Plugin => ({
  name: 'tessera:pages-only',
  enforce: 'pre',
  resolveId(id, importer) {
    if (!forbidden.test(id)) return null
    throw new Error(
      `${importer ?? 'A page'} imports "${id}", which runs in the server only. A page asks by GraphQL, with Astro.locals.portal.api; of ${id} it may import types (import type).`,
    )
  },
})
