import { Writable } from 'node:stream'
import { createCrm } from '@tessera/core'
import { describe, expect, it } from 'vitest'
import { createLogger } from './create-logger.ts'
import { Browser, createSignInCrm, formTokenOf, password, person, serverOf } from './test-support/test-server.ts'

function capture(level = 'trace') {
  let text = ''
  const destination = new Writable({
    write(chunk, _, done) {
      text += chunk
      done()
    },
  })
  return {
    log: createLogger({ level, destination }),
    lines: () =>
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    text: () => text,
  }
}

it('secrets are left out, wherever in an object they are', () => {
  const { log, text } = capture()
  const secrets = { password: 's1', token: 's2', authorization: 's3', cookie: 's4', 'set-cookie': ['s5'], apiKey: 's6' }
  log.info(secrets, 'top')
  log.info({ headers: secrets }, 'headers')
  log.warn({ req: { headers: secrets } }, 'request')
  expect(text()).not.toMatch(/"s\d"/)
  expect(text()).toContain('[secret]')
})

describe('the log of a server', () => {
  it('tells each request, and nothing of what was secret in it', async () => {
    await using t = await createSignInCrm()
    const { log, lines, text } = capture()
    const crm = createCrm({ assembly: t.crm.assembly, access: t.crm.access, database: t.database, log })
    const secret = 'a secret of a test, long enough'
    const server = await serverOf(
      { crm },
      {
        authSecret: secret,
        routes: [
          {
            method: 'POST',
            path: '/fails',
            handle: async ({ request }) =>
              Promise.reject(new Error(`failed on ${(await request.text()).length} bytes`)),
          },
        ],
      },
    )
    const ann = await person(t, 'ann@example.com')
    const browser = new Browser(server)
    const formToken = formTokenOf(await (await browser.get('/sign-in?token=query-secret')).text())
    await browser.signIn('ann@example.com', 'a wrong password')
    await browser.postForm('/sign-in', { token: formToken, email: 'ann@example.com', password: 'wrong in a form' })
    await browser.signIn('ann@example.com')
    const cookies = [...browser.cookies.values()]
    await browser.postJson(
      '/graphql',
      { query: 'mutation { a(password: "in a query") }' },
      { 'x-secret': 'header-secret' },
    )
    await browser.postJson('/graphql', {}, { authorization: 'Bearer wrong-key-secret' })
    await browser.get('/graphql?query=%7Bin-a-get-query%7D')
    await browser.postJson('/fails', { password: 'in a body' })
    await browser.postJson('/auth/revoke-session', { token: 'a-token-to-revoke' })
    await browser.postJson('/auth/sign-out', {})

    const token = cookies.find((cookie) => cookie.includes('.'))?.split('.')[0] as string
    expect(token.length).toBeGreaterThan(20)
    for (const hidden of [
      password,
      secret,
      formToken,
      token,
      ...cookies,
      'wrong password',
      'wrong in a form',
      'header-secret',
      'wrong-key-secret',
      'query-secret',
      'in a query',
      'in-a-get-query',
      'in a body',
      'a-token-to-revoke',
    ]) {
      expect(text()).not.toContain(hidden)
      expect(text()).not.toContain(encodeURIComponent(hidden))
    }
    expect(lines()).toContainEqual(
      expect.objectContaining({
        method: 'POST',
        path: '/graphql',
        status: 200,
        address: '203.0.113.7',
        ms: expect.any(Number),
        requestId: expect.any(String),
      }),
    )
    expect(lines()).toContainEqual(expect.objectContaining({ msg: 'signed in', user: ann.id }))
    expect(lines()).toContainEqual(
      expect.objectContaining({
        level: 50,
        code: 'INTERNAL',
        err: expect.objectContaining({ message: expect.stringMatching(/^failed on/) }),
      }),
    )
  })
})
