import { html, raw } from 'hono/html'
import type { Route } from '../routing/route.ts'
import type { Visit } from '../routing/visit.ts'

type Bundle = typeof import('@graphql-yoga/render-graphiql/graphiql')

const files: Readonly<Record<string, { readonly from: keyof Bundle; readonly type: string }>> = {
  'app.js': { from: 'js', type: 'text/javascript' },
  'app.css': { from: 'css', type: 'text/css' },
  'editor-worker.js': { from: 'editorWorkerService', type: 'text/javascript' },
  'graphql-worker.js': { from: 'graphqlWorker', type: 'text/javascript' },
  'json-worker.js': { from: 'jsonWorker', type: 'text/javascript' },
}

/** GraphiQL at `/graphiql`, from our own files: no third party is asked. For development. */
export function graphiqlRoutes(): Route[] {
  // 9 MB of source, so it is read when the first person looks.
  let bundle: Promise<Bundle> | undefined
  const load = (): Promise<Bundle> => {
    bundle ??= import('@graphql-yoga/render-graphiql/graphiql')
    return bundle
  }
  return [
    { method: 'GET', path: '/graphiql', handle: page },
    {
      method: 'GET',
      path: `/graphiql/:file{${Object.keys(files).join('|')}}`,
      async handle({ params }) {
        const { from, type } = files[params.file as string] as (typeof files)[string]
        const headers = { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'private, max-age=86400' }
        return new Response((await load())[from], { headers })
      },
    },
  ]
}

const defaultQuery = `# Ctrl+Space completes, Ctrl+Enter runs.
# The book explains the schema.

{
  users(first: 5) {
    nodes {
      id
      name
    }
  }
}
`

async function page(visit: Visit): Promise<Response> {
  // The API tells nothing to strangers, not even its schema.
  if (!(await visit.visitor()))
    return new Response(null, { status: 303, headers: { location: '/sign-in?next=/graphiql' } })
  const { nonce, siteName } = visit.page
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
  const options = { endpoint: '/graphql', title: `GraphiQL · ${siteName}`, defaultQuery, credentials: 'same-origin' }
  const boot = `
self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_, label) => '/graphiql/' + (label === 'json' || label === 'graphql' ? label : 'editor') + '-worker.js' }
YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), ${JSON.stringify(options).replaceAll('<', '\\u003c')})`
  const body = String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${options.title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/graphiql/app.css">
</head>
<body id="body" class="no-focus-outline">
<noscript>GraphiQL needs JavaScript.</noscript>
<div id="root"></div>
<script src="/graphiql/app.js"></script>
<script nonce="${nonce}">${raw(boot)}</script>
</body>
</html>
`)
  return new Response(body, {
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy },
  })
}
