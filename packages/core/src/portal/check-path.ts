import { TesseraError } from '../errors/tessera-error.ts'

const segment = /^(?:[a-z0-9][a-z0-9.-]*|\[[a-zA-Z]\w*\]|\[\.\.\.[a-zA-Z]\w*\])$/

/** Holds a page's path to what can be told apart: `/`, `/deals`, `/deals/[id]`, `/library/[...folder]`. @throws PORTAL_PATH_INVALID */
export function checkPortalPath(plugin: string, path: string): void {
  const parts = path.split('/').slice(1)
  const usable =
    path === '/' || (path.startsWith('/') && parts.every((part) => segment.test(part)) && !restBeforeEnd(parts))
  if (!usable) throw new TesseraError('PORTAL_PATH_INVALID', { plugin, path })
}

/** Two paths that differ in the names of their parameters only are one. */
export const shapeOfPath = (path: string): string =>
  path.replace(/\[(\.\.\.)?\w+\]/g, (_all, rest: string | undefined) => `[${rest ?? ''}]`)

const restBeforeEnd = (parts: readonly string[]): boolean => parts.slice(0, -1).some((part) => part.startsWith('[...'))
