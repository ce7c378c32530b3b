import { definePlugin, model, webRoutes } from '@tessera/core'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { type Browser, createTestServer, formTokenOf, type TestServer } from '@tessera/testing/server'
import { html } from 'hono/html'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { person } from '../test-support/test-server.ts'

class OffersModel extends model('offers', {}) {}

const offers = definePlugin(OffersModel)({
  contributes: [
    webRoutes.add('offer', {
      method: 'GET',
      path: '/offers/:token',
      handle: (visit) =>
        visit.page(
          'Offer',
          html`<h1>${visit.params.token}</h1><form method="post"><input type="hidden" name="token" value="${visit.formToken()}"></form>`,
        ),
    }),
    webRoutes.add('accept', {
      method: 'POST',
      path: '/offers/:token',
      bodyLimit: 200,
      async handle(visit) {
        const fields = await visit.form()
        visit.requireFormToken(fields.get('token'))
        return new Response('accepted')
      },
    }),
    webRoutes.add('me', {
      method: 'GET',
      path: '/offers-of-mine',
      handle: async (visit) => Response.json((await visit.requireActor()).kind),
    }),
    webRoutes.add('form', {
      method: 'POST',
      path: '/forms/:key',
      origin: 'any',
      rateLimit: { perAddress: 3, windowSeconds: 600 },
      handle: async (visit) => Response.json({ sent: await visit.json(), actor: await visit.actor() }),
    }),
  ],
})

let t: TestCrm
let served: TestServer

beforeAll(async () => {
  t = await createTestCrm({ plugins: [offers()] })
  served = await createTestServer(t)
})

afterAll(() => t.close())

const fromElsewhere = { origin: 'https://shop.example', 'sec-fetch-site': 'cross-site' }

describe('a route of a plugin', () => {
  it('answers with a page in the server’s style, which escapes what it is given and allows itself nothing else', async () => {
    const answer = await served.browser().get('/offers/%3Cscript%3E')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'nonce-/)
    const page = await answer.text()
    expect(page).toContain('<h1>&lt;script&gt;</h1>')
    expect(page).toContain('<title>Offer · Tessera</title>')
  })

  it('takes a form from its own page only', async () => {
    const browser = served.browser()
    const token = formTokenOf(await (await browser.get('/offers/a')).text())
    expect((await browser.postForm('/offers/a', { token: 'made up' })).status).toBe(403)
    expect(await (await browser.postForm('/offers/a', { token })).text()).toBe('accepted')
    expect((await browser.postForm('/offers/a', { token }, fromElsewhere)).status).toBe(403)
    expect((await served.browser().postForm('/offers/a', { token })).status).toBe(403)
  })

  it('reads no more than it allows', async () => {
    const answer = await served.browser().postForm('/offers/a', { token: 'x'.repeat(300) })
    expect(answer.status).toBe(413)
  })

  it('knows who is signed in', async () => {
    expect((await served.browser().get('/offers-of-mine')).status).toBe(401)
    const browser = await served.browser()
    await person(t, 'ann@example.com')
    await browser.signIn('ann@example.com')
    expect(await (await browser.get('/offers-of-mine')).json()).toBe('user')
  })

  it('that is open to all sites gives them leave, and nobody’s rights', async () => {
    await person(t, 'bob@example.com')
    const browser = served.browser()
    await browser.signIn('bob@example.com')
    const answer = await browser.postJson('/forms/contact', { name: 'Bo' }, fromElsewhere)
    expect(await answer.json()).toEqual({ sent: { name: 'Bo' }, actor: null })
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    const asked = await browser.send('OPTIONS', '/forms/contact', {
      headers: { ...fromElsewhere, 'access-control-request-method': 'POST' },
    })
    expect(asked.status).toBe(204)
    expect(asked.headers.get('access-control-allow-credentials')).not.toBe('true')
  })

  it('counts the requests of an address, all servers together', async () => {
    const another = await createTestServer(t)
    const send = (browser: Browser) => browser.postJson('/forms/contact', {}, {}, '203.0.113.99')
    for (let i = 0; i < 3; i++) expect((await send(served.browser())).status).toBe(200)
    const refused = await send(another.browser())
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('can not take the place of another', async () => {
    class RivalModel extends model('rival', {}) {}
    const rival = (path: string) =>
      definePlugin(RivalModel)({
        contributes: [webRoutes.add('rival', { method: 'GET', path, handle: () => new Response() })],
      })
    for (const path of ['/offers/:id', '/sign-in', '/health']) {
      await using other = await createTestCrm({ plugins: [offers(), rival(path)()] })
      await expect(createTestServer(other)).rejects.toMatchObject({ code: 'ROUTE_TAKEN', params: { path } })
    }
  })
})
