import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requestLimits } from '../requests/request-limits.ts'
import { Browser, createSignInCrm, formTokenOf, password, person, serverOf } from '../test-support/test-server.ts'
import { signInAttempts } from './attempts.ts'

let t: TestCrm

beforeAll(async () => {
  t = await createSignInCrm()
})

afterAll(() => t.close())

const limits = { perEmail: 3, perAddress: 5, windowSeconds: 60 }
const attempts = () => signInAttempts(requestLimits(t.crm, 'another secret'), limits)
const limited = {
  code: 'RATE_LIMITED',
  params: { seconds: expect.toSatisfy((seconds: number) => seconds > 0 && seconds <= 60) },
}

describe('attempts to sign in', () => {
  it('are limited for one e-mail address, however it is written and wherever they come from', async () => {
    await attempts().begin('ann@example.com', '198.51.100.1')
    await attempts().begin(' ANN@example.com', '198.51.100.2')
    await attempts().begin('Ann@Example.com ', 'unknown')
    await expect(attempts().begin('ann@example.com', '198.51.100.3')).rejects.toMatchObject(limited)
    await attempts().begin('bob@example.com', '198.51.100.3')
  })

  it('are limited from one network address, whichever e-mail is tried', async () => {
    for (let i = 0; i < 5; i++) await attempts().begin(`guess${i}@example.com`, `2001:db8::${i}`)
    await expect(attempts().begin('guess6@example.com', '2001:db8::abcd')).rejects.toMatchObject(limited)
    await attempts().begin('guess6@example.com', '2001:db8:0:1::1')
  })

  it('that come all at once are counted singly', async () => {
    const all = await Promise.allSettled(
      Array.from({ length: 20 }, () => attempts().begin('cid@example.com', 'unknown')),
    )
    expect(all.filter((one) => one.status === 'fulfilled')).toHaveLength(3)
  })

  it('with the right password do not count', async () => {
    for (let i = 0; i < 10; i++) {
      await attempts().begin('dan@example.com', '198.51.100.9')
      await attempts().succeeded('dan@example.com', '198.51.100.9')
    }
    await attempts().begin('eve@example.com', '198.51.100.9')
  })

  it('are free again when the time is over, and what is over is swept away', async () => {
    for (let i = 0; i < 3; i++) await attempts().begin('fay@example.com', 'unknown')
    await expect(attempts().begin('fay@example.com', 'unknown')).rejects.toMatchObject(limited)
    await t.database.pipeline([{ text: `update auth.attempt set until = now() - interval '1 second'` }])
    await attempts().begin('fay@example.com', 'unknown')
    const [left] = await t.database.pipeline([{ text: 'select count from auth.attempt' }])
    expect(left?.rows).toEqual([{ count: 1 }])
  })

  it('are stored without the address that was typed', async () => {
    await attempts().begin('my secret typed into the wrong field', '198.51.100.77')
    const [stored] = await t.database.pipeline([
      { text: 'select string_agg(key, $1) as keys from auth.attempt', values: [','] },
    ])
    expect(stored?.rows[0]?.keys).not.toMatch(/secret|198\.51/)
  })
})

describe('a server under attack', () => {
  it('answers 429 with the time to wait, for known and unknown addresses alike, and lets nobody in meanwhile', async () => {
    const server = await serverOf(t, { signInLimits: { ...limits, perAddress: 100 } })
    await person(t, 'gus@example.com')
    for (const email of ['gus@example.com', 'nobody@example.com']) {
      for (let i = 0; i < 3; i++) expect((await new Browser(server).signIn(email, 'wrong password')).status).toBe(401)
      const refused = await new Browser(server).signIn(email, password)
      expect(refused.status).toBe(429)
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(await refused.json()).toMatchObject({ error: { code: 'RATE_LIMITED' } })
      expect(refused.headers.getSetCookie()).toEqual([])
    }
  })

  it('says so on the page, too', async () => {
    const server = await serverOf(t, { signInLimits: { ...limits, perEmail: 0 } })
    const browser = new Browser(server)
    const token = formTokenOf(await (await browser.get('/sign-in')).text())
    const refused = await browser.postForm('/sign-in', { token, email: 'hal@example.com', password })
    expect(refused.status).toBe(429)
    expect(await refused.text()).toContain('Too many requests')
  })
})
