import type { TesseraError } from '@tessera/core'
import { html } from 'hono/html'
import { layout, type PageSetting } from './layout.ts'
import { texts } from './texts.ts'

/** An error as a person reads it: what happened, why, what to do, and where to look it up. */
export function errorPage(error: TesseraError, page: PageSetting): string {
  const t = texts[page.language]
  return layout(
    page,
    `${t.error} ${error.status}`,
    html`
<h1>${t.error} ${error.status}</h1>
<p lang="en">${error.message}</p>
<p class="quiet"><code>${error.code}</code> · ${t.requestId} <code>${page.requestId}</code></p>
<p><a href="/">${t.start}</a></p>`,
    { narrow: true },
  )
}
