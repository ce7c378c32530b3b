import { notFound } from '../../runtime/failures.ts'
import type { Portal } from '../../runtime/portal.ts'

/** How a page of the gallery is looked at: as the visitor does, unless its address says otherwise (`?theme=dark`). There is no gallery outside development. */
export function look({ portal }: { readonly portal: Portal }) {
  if (!portal.development) throw notFound()
  const asked = portal.url.searchParams
  const one = <T extends string>(name: string, all: readonly T[], else_: T): T =>
    all.find((value) => value === asked.get(name)) ?? else_
  return {
    lang: portal.language,
    theme: one('theme', ['light', 'dark', 'auto'], portal.theme),
    density: one('density', ['compact', 'comfortable'], portal.density),
    dir: one('dir', ['ltr', 'rtl'], portal.dir),
    query: asked,
  }
}
