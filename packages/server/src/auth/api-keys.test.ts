import { Role, RoleAssignment, User } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Server } from '../create-server.ts'
import { Browser, createSignInCrm, person, serverOf } from '../test-support/test-server.ts'
import { createApiKey, listApiKeys, revokeApiKey } from './api-keys.ts'

let t: TestCrm
let server: Server

beforeAll(async () => {
  t = await createSignInCrm()
  server = await serverOf(t)
})

afterAll(() => t.close())

async function service(name: string) {
  const user = await person(t, `${name}@example.com`, 'service')
  const role = await t.create(Role, { name: `role of ${name}`, grants: { 'identity:manage': 'all' } })
  await t.create(RoleAssignment, { role: role.id, user: user.id })
  return user
}

const call = (key: string, on = server) => new Browser(on).graphql({ authorization: `Bearer ${key}` })

describe('a service', () => {
  it('calls the API with its key, as itself and with the permissions of its roles', async () => {
    const erp = await service('erp')
    const { key } = await createApiKey(t.crm, erp.id, { name: 'ERP' })
    const answer = await call(key)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      kind: 'service',
      id: erp.id,
      permissions: { 'identity:manage': 'all' },
    })
    expect(answer.headers.getSetCookie()).toEqual([])
  })

  it('is not let in with a key that is made up, cut, ended, revoked, or its own after it is switched off', async () => {
    const shop = await service('shop')
    const { key, id } = await createApiKey(t.crm, shop.id, { name: 'shop' })
    const late = new Date(t.clock.now().getTime() - 1)
    const ended = await createApiKey(t.crm, shop.id, { name: 'ended', expiresAt: late })
    const made = `tsk_${'a'.repeat(43)}`
    for (const wrong of [made, key.slice(0, -1), `${key}x`, ended.key, '', 'x'.repeat(10_000)]) {
      const answer = await call(wrong)
      expect(answer.status).toBe(401)
      expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'API_KEY_INVALID' } }] })
    }
    expect((await call(key)).status).toBe(200)
    await revokeApiKey(t.crm, id)
    const another = await serverOf(t)
    expect((await call(key, another)).status).toBe(401)
    const next = await createApiKey(t.crm, shop.id, { name: 'next' })
    await t.update(User, shop.id, { active: false })
    expect((await call(next.key)).status).toBe(401)
  })

  it('does with its key nothing that needs a person, and a wrong key is not made good by a session', async () => {
    const bot = await service('bot')
    const { key } = await createApiKey(t.crm, bot.id, { name: 'bot' })
    const headers = { authorization: `Bearer ${key}` }
    const browser = new Browser(server)
    expect((await browser.postJson('/auth/partner', { partner: bot.id }, headers)).status).toBe(403)
    expect((await browser.postForm('/password', { current: 'x', new: 'y' }, headers)).status).toBe(403)
    await person(t, 'ann@example.com')
    await browser.signIn('ann@example.com')
    expect((await browser.graphql()).status).toBe(200)
    expect((await browser.graphql({ authorization: 'Bearer nonsense' })).status).toBe(401)
  })

  it('that tries many keys is refused unheard', async () => {
    const tries = Array.from({ length: 101 }, () =>
      new Browser(server).postJson('/graphql', {}, { authorization: 'Bearer tsk_wrong' }, '192.0.2.55'),
    )
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 429)).toHaveLength(1)
  })
})

describe('a key', () => {
  it('is listed without what would let somebody use it, with the hour of its last use', async () => {
    const api = await service('api')
    const { key, id } = await createApiKey(t.crm, api.id, { name: 'for the shop' })
    await call(key)
    const [listed] = await listApiKeys(t.crm, api.id)
    expect(listed).toMatchObject({ id, name: 'for the shop', hint: key.slice(-4), expiresAt: null })
    expect(listed?.lastUsedAt).toEqual(t.clock.now())
    expect(JSON.stringify(listed)).not.toContain(key)
    const [stored] = await t.database.pipeline([{ text: 'select * from auth.api_key where id = $1', values: [id] }])
    expect(JSON.stringify(stored?.rows)).not.toContain(key.slice(4))
  })

  it('is for services only', async () => {
    const eve = await person(t, 'eve@example.com')
    await expect(createApiKey(t.crm, eve.id, { name: 'mine' })).rejects.toMatchObject({ code: 'VALIDATION' })
  })
})
