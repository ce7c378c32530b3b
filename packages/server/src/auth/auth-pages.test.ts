import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Server } from '../create-server.ts'
import { Browser, createSignInCrm, formTokenOf, password, person, serverOf } from '../test-support/test-server.ts'
import { localPath } from './auth-routes.ts'

let t: TestCrm
let server: Server

beforeAll(async () => {
  t = await createSignInCrm()
  server = await serverOf(t)
  await person(t, 'ann@example.com')
})

afterAll(() => t.close())

const fields = { email: 'ann@example.com', password, remember: 'yes' }

describe('signing in with a form', () => {
  it('needs no JavaScript: page, post, and on to where one wanted to go', async () => {
    const browser = new Browser(server)
    const page = await (await browser.get('/sign-in?next=/graphiql%3Fa%3D1')).text()
    expect(page).not.toContain('<script')
    const answer = await browser.postForm('/sign-in', { ...fields, token: formTokenOf(page), next: '/graphiql?a=1' })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/graphiql?a=1')
    expect(await (await browser.get('/')).text()).toContain('<strong>ann</strong>')
  })

  it('says what was wrong, keeps the address and never the password', async () => {
    const browser = new Browser(server)
    const token = formTokenOf(await (await browser.get('/sign-in')).text())
    const answer = await browser.postForm('/sign-in', {
      ...fields,
      token,
      password: 'a wrong password',
      email: '"><script>@example.com',
    })
    expect(answer.status).toBe(401)
    const page = await answer.text()
    expect(page).toContain('role="alert"')
    expect(page).toContain('&quot;&gt;&lt;script&gt;@example.com')
    expect(page).not.toContain('a wrong password')
    expect((await browser.postForm('/sign-in', { ...fields, token: formTokenOf(page) })).status).toBe(303)
  })

  it('is refused without the token of this visitor, and offers the form again', async () => {
    const browser = new Browser(server)
    const stranger = formTokenOf(await (await new Browser(server).get('/sign-in')).text())
    await browser.get('/sign-in')
    for (const token of ['', 'forged', stranger]) {
      const answer = await browser.postForm('/sign-in', { ...fields, token })
      expect(answer.status).toBe(403)
      expect(answer.headers.getSetCookie().join()).not.toContain('session_token')
      expect(formTokenOf(await answer.text())).toBeTruthy()
    }
    const withoutCookie = await new Browser(server).postForm('/sign-in', { ...fields, token: stranger })
    expect(withoutCookie.status).toBe(403)
  })

  it('is refused from a page of another site', async () => {
    const browser = new Browser(server)
    const token = formTokenOf(await (await browser.get('/sign-in')).text())
    const answer = await browser.postForm(
      '/sign-in',
      { ...fields, token },
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    )
    expect(answer.status).toBe(403)
    expect(answer.headers.getSetCookie().join()).not.toContain('session_token')
  })

  it('leads to no other site', () => {
    for (const path of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      'javascript:alert(1)',
      '/%0d%0aset-cookie:a=b',
      'http://',
      null,
      '///evil.example',
      '/a/..//evil.example',
    ]) {
      const target = localPath(path)
      expect([path, new URL(target, 'http://crm.test').origin]).toEqual([path, 'http://crm.test'])
      expect(target).toMatch(/^\/(?!\/)/)
    }
    expect(localPath('/graphiql?a=1#x')).toBe('/graphiql?a=1')
  })
})

describe('signing out with a form', () => {
  it('ends the session and needs the token', async () => {
    const browser = new Browser(server)
    await browser.signIn('ann@example.com')
    const page = await (await browser.get('/sign-out')).text()
    expect((await browser.postForm('/sign-out', {})).status).toBe(403)
    expect((await browser.graphql()).status).toBe(200)
    const answer = await browser.postForm('/sign-out', { token: formTokenOf(page) })
    expect(answer.headers.get('location')).toBe('/')
    expect((await browser.graphql()).status).toBe(401)
  })
})

describe('changing the password', () => {
  const another = 'staple of correct horses'

  it('needs the current one, keeps this session and ends the others', async () => {
    await person(t, 'eve@example.com')
    const [browser, elsewhere] = [new Browser(server), new Browser(server)]
    await browser.signIn('eve@example.com')
    await elsewhere.signIn('eve@example.com')
    const send = async (current: string, next: string) => {
      const token = formTokenOf(await (await browser.get('/password')).text())
      return browser.postForm('/password', { token, current, new: next })
    }
    const wrong = await send('a wrong password', another)
    expect(wrong.status).toBe(403)
    expect(await wrong.text()).toContain('current password is not right')
    const short = await send(password, 'short')
    expect(short.status).toBe(400)
    expect(await short.text()).toContain('role="alert"')
    expect((await elsewhere.graphql()).status).toBe(200)

    expect((await send(password, another)).status).toBe(200)
    expect((await browser.graphql()).status).toBe(200)
    expect((await elsewhere.graphql()).status).toBe(401)
    const token = formTokenOf(await (await elsewhere.get('/sign-in')).text())
    const signIn = (secret: string) =>
      elsewhere.postForm('/sign-in', { token, email: 'eve@example.com', password: secret })
    expect((await signIn(password)).status).toBe(401)
    expect((await signIn(another)).status).toBe(303)
  })

  it('is refused without the form’s token, and sends strangers to sign in', async () => {
    const browser = new Browser(server)
    expect((await browser.get('/password')).headers.get('location')).toBe('/sign-in?next=/password')
    await browser.signIn('ann@example.com')
    expect((await browser.postForm('/password', { current: password, new: another })).status).toBe(403)
  })

  it('can not be guessed without end', async () => {
    await person(t, 'fay@example.com')
    const browser = new Browser(server)
    await browser.signIn('fay@example.com')
    const token = formTokenOf(await (await browser.get('/password')).text())
    const statuses: number[] = []
    for (let n = 0; n < 11; n++)
      statuses.push((await browser.postForm('/password', { token, current: `guess ${n}`, new: another })).status)
    expect(statuses).toEqual([...Array(10).fill(403), 429])
  })
})

describe('the pages', () => {
  it('speak Chinese to those who read it, and English otherwise', async () => {
    const browser = new Browser(server)
    const chinese = await (await browser.get('/sign-in', { 'accept-language': 'zh-CN,zh;q=0.9' })).text()
    expect(chinese).toContain('<html lang="zh-Hans">')
    expect(chinese).toContain('<h1>登录</h1>')
    expect(await (await browser.get('/sign-in', { 'accept-language': 'fr' })).text()).toContain('<html lang="en">')
  })

  it('allow themselves nothing but their own style', async () => {
    for (const path of ['/', '/sign-in']) {
      const answer = await new Browser(server).get(path)
      const policy = answer.headers.get('content-security-policy') ?? ''
      const nonce = /style-src 'nonce-([^']+)'/.exec(policy)?.[1]
      expect(policy).toContain("default-src 'none'")
      expect(policy).not.toContain('unsafe')
      const page = await answer.text()
      expect(page).toContain(`<style nonce="${nonce}">`)
      expect(page).not.toMatch(/ style=| on\w+=|https?:\/\/(?!crm\.test)/)
    }
  })

  it('show demo sign-ins that work with one click, where there are any', async () => {
    const demo = await serverOf(t, { demo: [{ name: 'Ann', email: 'ann@example.com', password, role: 'admin' }] })
    const browser = new Browser(demo)
    const page = await (await browser.get('/')).text()
    expect(page).toContain(password)
    expect((await browser.postForm('/sign-in', { ...fields, token: formTokenOf(page), next: '/' })).status).toBe(303)
    expect(await (await new Browser(server).get('/')).text()).not.toContain(password)
  })

  it('GraphiQL sends strangers to sign in, and asks no third party', async () => {
    const browser = new Browser(server)
    expect((await browser.get('/graphiql')).headers.get('location')).toBe('/sign-in?next=/graphiql')
    await browser.signIn('ann@example.com')
    const answer = await browser.get('/graphiql')
    expect(answer.headers.get('content-security-policy')).not.toMatch(/https?:/)
    const page = await answer.text()
    for (const [, path = ''] of page.matchAll(/(?:src|href)="([^"]+)"/g)) {
      if (path === 'data:,') continue
      const file = await browser.get(path)
      expect([path, file.status]).toEqual([path, 200])
      expect(file.headers.get('x-content-type-options')).toBe('nosniff')
      expect((await file.text()).length).toBeGreaterThan(100_000)
    }
    expect(page).not.toMatch(/https?:\/\//)
  })

  it('GraphiQL is there in development only', async () => {
    const production = await serverOf(t, { development: false })
    expect((await new Browser(production).get('/graphiql')).status).toBe(404)
    expect(await (await new Browser(production).get('/')).text()).not.toContain('/graphiql')
  })
})
