import { Partner, PartnerMember } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Server } from '../create-server.ts'
import { Browser, createSignInCrm, person, serverOf, works } from '../test-support/test-server.ts'

let t: TestCrm
let server: Server
const partners: { id: string; name: string }[] = []

beforeAll(async () => {
  t = await createSignInCrm()
  server = await serverOf(t)
  const eve = await person(t, 'eve@example.com', 'partner')
  for (const name of ['First', 'Second', 'Strange']) partners.push(await t.create(Partner, { name }))
  await works(t, eve, partners[0] as { id: string }, 'admin')
  await works(t, eve, partners[1] as { id: string })
  await person(t, 'staff@example.com')
})

afterAll(() => t.close())

const idOf = (index: number): string => partners[index]?.id as string

async function signedIn(email: string): Promise<Browser> {
  const browser = new Browser(server)
  await browser.signIn(email)
  return browser
}

describe('somebody who works for two partners', () => {
  it('chooses with a header for which one a request acts', async () => {
    const eve = await signedIn('eve@example.com')
    expect(await (await eve.graphql()).json()).toMatchObject({ kind: 'partner', partner: idOf(0), roles: ['admin'] })
    expect(await (await eve.graphql({ 'x-tessera-partner': idOf(1) })).json()).toMatchObject({
      partner: idOf(1),
      roles: ['sales'],
    })
    expect(await (await eve.graphql()).json()).toMatchObject({ partner: idOf(0) })
  })

  it('chooses for a whole session, and only for this one', async () => {
    const [eve, elsewhere] = [await signedIn('eve@example.com'), await signedIn('eve@example.com')]
    await eve.graphql()
    const answer = await eve.postJson('/auth/partner', { partner: idOf(1) })
    expect(await answer.json()).toEqual({ partner: { id: idOf(1), name: 'Second' } })
    expect(await (await eve.graphql()).json()).toMatchObject({ partner: idOf(1) })
    expect(await (await elsewhere.graphql()).json()).toMatchObject({ partner: idOf(0) })
  })

  it('can not choose one they do not work for, nor nonsense', async () => {
    const eve = await signedIn('eve@example.com')
    for (const partner of [idOf(2), 'nonsense', '', null, 5, [idOf(0)], { id: idOf(0) }]) {
      const answer = await eve.postJson('/auth/partner', { partner })
      expect([answer.status, await answer.json()]).toMatchObject([403, { error: { code: 'PARTNER_FOREIGN' } }])
    }
    for (const partner of [idOf(2), 'nonsense']) {
      const answer = await eve.graphql({ 'x-tessera-partner': partner })
      expect([answer.status, await answer.json()]).toMatchObject([
        403,
        { errors: [{ extensions: { code: 'PARTNER_FOREIGN' } }] },
      ])
    }
    expect(await (await eve.graphql()).json()).toMatchObject({ partner: idOf(0) })
  })

  it('falls back to the other when they no longer work for the chosen one', async () => {
    const eve = await signedIn('eve@example.com')
    await eve.postJson('/auth/partner', { partner: idOf(1) })
    const [membership] = await t.system.list(PartnerMember, { where: { partner: { eq: idOf(1) } } })
    await t.system.mutate(PartnerMember).delete(membership?.id as string)
    expect(await (await eve.graphql()).json()).toMatchObject({ partner: idOf(0) })
    await t.system.mutate(PartnerMember).restore(membership?.id as string)
  })
})

it('staff act for no partner, whatever they send', async () => {
  const staff = await signedIn('staff@example.com')
  expect((await staff.postJson('/auth/partner', { partner: idOf(0) })).status).toBe(403)
  expect(await (await staff.graphql({ 'x-tessera-partner': idOf(0) })).json()).toMatchObject({ kind: 'user' })
})
