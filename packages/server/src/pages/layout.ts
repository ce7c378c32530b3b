import { html, raw } from 'hono/html'
import type { Language } from '../requests/accepts.ts'
import { style } from './style.ts'

/** What every page needs to know of its request. */
export interface PageSetting {
  readonly language: Language
  /** For the content security policy: only elements that carry it apply. */
  readonly nonce: string
  readonly requestId: string
  /** The CRM's name, shown in the title. */
  readonly siteName: string
}

/** Escaped HTML made by `html`. */
export type Markup = ReturnType<typeof html>

/** A whole page without scripts. */
export function layout(page: PageSetting, title: string, body: Markup, { narrow = false } = {}): string {
  return String(html`<!doctype html>
<html lang="${page.language === 'zh' ? 'zh-Hans' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title === page.siteName ? title : `${title} · ${page.siteName}`}</title>
<link rel="icon" href="data:,">
<style nonce="${page.nonce}">${raw(style)}</style>
</head>
<body><main${narrow ? raw(' class="narrow"') : ''}>
${body}
</main></body>
</html>
`)
}

/** A page as a response, which allows itself nothing but its own style. */
export function pageResponse(
  body: string,
  page: PageSetting,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): Response {
  const policy = `default-src 'none'; style-src 'nonce-${page.nonce}'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`
  return new Response(body, {
    status,
    headers: { ...headers, 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy },
  })
}
