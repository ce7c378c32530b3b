import { Reject, TesseraError } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Server } from '../create-server.ts'
import { Browser, createSignInCrm, person, serverOf } from '../test-support/test-server.ts'
import type { Route } from './route.ts'

let t: TestCrm
let server: Server
let ann: Browser

const mounted: Route[] = [
  {
    method: 'GET',
    path: '/mounted/:name',
    handle: async ({ params, page }) => Response.json({ ...params, language: page.language }),
  },
  { method: ['PUT', 'DELETE'], path: '/mounted/:name', handle: () => new Response(null, { status: 204 }) },
  {
    method: 'GET',
    path: '/policy',
    handle: () =>
      new Response('', { headers: { 'content-security-policy': "default-src 'self'", 'cache-control': 'public' } }),
  },
  { method: 'GET', path: '/broken', handle: () => Promise.reject(new Error('a password: hunter2')) },
  { method: 'GET', path: '/rejected', handle: () => Promise.reject(new Reject('prm.taken', 'Already protected.')) },
  {
    method: 'GET',
    path: '/refused',
    handle: () =>
      Promise.reject(new TesseraError('VALIDATION', {}, { issues: [{ path: ['a', 1], code: 'NUL', message: 'no' }] })),
  },
  {
    method: 'GET',
    path: '/members',
    handle: async (visit) => Response.json({ name: (await visit.requireVisitor()).name }),
  },
]

beforeAll(async () => {
  t = await createSignInCrm()
  server = await serverOf(t, {
    routes: mounted,
    publicUrl: 'https://crm.test',
    allowedOrigins: ['https://shop.example'],
    graphqlBodyLimit: 1000,
  })
  await person(t, 'ann@example.com')
  ann = new Browser(server, 'https://crm.test')
  await ann.signIn('ann@example.com')
})

afterAll(() => t.close())

const graphql = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  ann.send('POST', '/graphql', { headers: { 'content-type': 'application/json', ...headers }, body })

const codeOf = async (answer: Response) => {
  const body = (await answer.json()) as { error?: { code: string }; errors?: { extensions: { code: string } }[] }
  return [answer.status, body.error?.code ?? body.errors?.[0]?.extensions.code]
}

describe('every response', () => {
  it.each(['/', '/health', '/graphql', '/nowhere', '/broken', '/mounted/x'])(
    'carries the security headers: %s',
    async (path) => {
      const { headers } = await new Browser(server, 'https://crm.test').get(path)
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-security-policy': expect.stringMatching(
          path === '/'
            ? /^default-src 'none'; style-src 'nonce-[\w+/=]{20,}'; .*frame-ancestors 'none'$/
            : /^default-src 'none'; frame-ancestors 'none'$/,
        ),
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
        'strict-transport-security': 'max-age=31536000',
        'cross-origin-opener-policy': 'same-origin',
        'cache-control': 'no-store',
        'x-request-id': expect.stringMatching(/^[\w-]{36}$/),
      })
      expect(headers.has('x-powered-by')).toBe(false)
    },
  )

  it('has a nonce of its own', async () => {
    const policies = await Promise.all(
      [1, 2].map(async () => (await ann.get('/')).headers.get('content-security-policy')),
    )
    expect(policies[0]).not.toBe(policies[1])
  })

  it('keeps what a route says itself', async () => {
    const { headers } = await ann.get('/policy')
    expect(headers.get('content-security-policy')).toBe("default-src 'self'")
    expect(headers.get('cache-control')).toBe('public')
  })

  it("echoes the request's id where it is one, and makes one otherwise", async () => {
    expect((await ann.get('/health', { 'x-request-id': 'abc-123' })).headers.get('x-request-id')).toBe('abc-123')
    for (const bad of ['a b', '<script>', 'x'.repeat(101)]) {
      expect((await ann.get('/health', { 'x-request-id': bad })).headers.get('x-request-id')).not.toBe(bad)
    }
  })
})

describe('what goes wrong', () => {
  it('leads from an address with a slash at its end to the one without it, on this site only', async () => {
    const lead = async (path: string) => {
      const { status, headers } = await ann.get(path)
      return [status, headers.get('location')]
    }
    expect(await lead('/mounted/a/?b=1')).toEqual([308, '/mounted/a?b=1'])
    expect((await lead('//elsewhere.example/'))[0]).toBe(404)
    expect((await lead('/'))[0]).not.toBe(308)
  })

  it('is JSON for programs', async () => {
    expect(await codeOf(await ann.get('/nowhere'))).toEqual([404, 'ROUTE_UNKNOWN'])
    expect(await codeOf(await ann.get('/rejected'))).toEqual([422, 'REJECTED'])
    expect(await (await ann.get('/refused')).json()).toMatchObject({
      error: { code: 'VALIDATION', issues: [{ path: ['a', 1], code: 'NUL' }] },
    })
    expect(await codeOf(await new Browser(server).get('/members'))).toEqual([401, 'UNAUTHENTICATED'])
  })

  it('is a page for people', async () => {
    const answer = await ann.get('/nowhere', { accept: 'text/html,*/*', 'accept-language': 'zh' })
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await answer.text()).toContain('<h1>错误 404</h1>')
  })

  it('shows nothing of an unexpected error but its request', async () => {
    for (const accept of ['*/*', 'text/html']) {
      const answer = await ann.get('/broken', { accept, 'x-request-id': 'find-me' })
      expect(answer.status).toBe(500)
      const text = await answer.text()
      expect(text).toContain('find-me')
      expect(text).not.toContain('hunter2')
    }
  })

  it('with a path of markup shows it as text', async () => {
    const text = await (await ann.get('/%3Cscript%3Ealert(1)', { accept: 'text/html' })).text()
    expect(text).not.toContain('<script')
  })

  it('says which methods there are', async () => {
    const answer = await ann.postJson('/mounted/x', {})
    expect(answer.headers.get('allow')).toBe('GET, HEAD, PUT, DELETE')
    expect(await codeOf(answer)).toEqual([405, 'METHOD_NOT_ALLOWED'])
    expect(await codeOf(await ann.send('DELETE', '/graphql'))).toEqual([405, 'METHOD_NOT_ALLOWED'])
  })
})

describe('a mounted route', () => {
  it('gets its parameters and the visitor', async () => {
    expect(await (await ann.get('/mounted/%E4%B8%AD', { 'accept-language': 'zh' })).json()).toEqual({
      name: '中',
      language: 'zh',
    })
    expect((await ann.send('PUT', '/mounted/x')).status).toBe(204)
    expect(await (await ann.get('/members')).json()).toEqual({ name: 'ann' })
  })

  it("can not take the place of the server's own", async () => {
    const shadow = await serverOf(t, {
      routes: [{ method: 'GET', path: '/health', handle: () => new Response('mine') }],
    })
    expect(await (await new Browser(shadow).get('/health')).json()).toMatchObject({ status: 'ok' })
  })
})

describe('a body for GraphQL', () => {
  it('may not be larger than the limit', async () => {
    expect((await graphql(JSON.stringify({ query: '{ __typename }', pad: 'x'.repeat(900) }))).status).toBe(200)
    expect(await codeOf(await graphql(JSON.stringify({ query: 'x'.repeat(1000) })))).toEqual([413, 'BODY_TOO_LARGE'])
    expect(await codeOf(await graphql('{}', { 'content-length': '10485760' }))).toEqual([413, 'BODY_TOO_LARGE'])
  })
})

describe('pages of other sites', () => {
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }

  it("can not act with a person's session", async () => {
    expect(await codeOf(await ann.graphql(foreign))).toEqual([403, 'CROSS_SITE'])
    expect(await codeOf(await ann.postJson('/auth/sign-out', {}, foreign))).toEqual([403, 'CROSS_SITE'])
    expect((await ann.graphql()).status).toBe(200)
  })

  it('can not sign somebody in as somebody else', async () => {
    expect(
      await codeOf(await new Browser(server).postJson('/auth/sign-in/email', { email: 'a', password: 'b' }, foreign)),
    ).toEqual([403, 'CROSS_SITE'])
  })

  it('may not even read, unless they are on the list', async () => {
    const preflight = (origin: string) =>
      server.fetch(
        new Request('https://crm.test/graphql', {
          method: 'OPTIONS',
          headers: {
            origin,
            'access-control-request-method': 'POST',
            'access-control-request-headers': 'content-type',
          },
        }),
      )
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
    const allowed = await preflight('https://shop.example')
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://shop.example')
    expect(allowed.headers.get('access-control-allow-credentials')).toBe('true')
    const answer = await ann.graphql({ origin: 'https://shop.example', 'sec-fetch-site': 'same-site' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://shop.example')
    expect((await ann.graphql()).headers.get('access-control-allow-origin')).toBeNull()
  })

  it('by default none is on the list', async () => {
    const closed = await serverOf(t)
    const answer = await closed.fetch(
      new Request('http://crm.test/graphql', { method: 'OPTIONS', headers: { origin: 'https://shop.example' } }),
    )
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

describe('a server is not made', () => {
  it('without a secret outside development', async () => {
    await expect(serverOf(t, { development: false, authSecret: undefined })).rejects.toMatchObject({
      code: 'SECRET_MISSING',
    })
  })

  it.each([
    'crm.example.com',
    'ftp://crm.example.com',
    'https://crm.example.com/path',
    'https://u:p@crm.example.com',
    'https://crm.example.com?a',
  ])('with a public address that is none: %s', async (publicUrl) => {
    await expect(serverOf(t, { publicUrl })).rejects.toMatchObject({ code: 'PUBLIC_URL_INVALID' })
  })
})
