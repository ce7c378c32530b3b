import type { TesseraError } from '@tessera/core'
import { html } from 'hono/html'
import { layout, type PageSetting } from './layout.ts'
import { viewAsEndForm } from './sign-in-page.ts'
import { texts } from './texts.ts'

/** How somebody who looks on as another person ends that: the form's token. */
export interface EndOfView {
  readonly token: string
}

/** An error as a person reads it: what happened, why, what to do, and where to look it up; for who looks on, also the way out of that. */
export function errorPage(error: TesseraError, page: PageSetting, view: EndOfView | null = null): string {
  const t = texts[page.language]
  return layout(
    page,
    `${t.error} ${error.status}`,
    html`${view ? viewAsEndForm(view, t) : ''}
<h1>${t.error} ${error.status}</h1>
<p lang="en">${error.message}</p>
<p class="quiet"><code>${error.code}</code> · ${t.requestId} <code>${page.requestId}</code></p>
<p><a href="/">${t.start}</a></p>`,
    { narrow: true },
  )
}
