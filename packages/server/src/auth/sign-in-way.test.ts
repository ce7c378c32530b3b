import type { TestCrm } from '@tessera/testing'
import { codeOf } from '@tessera/testing/authenticator'
import { magicLink } from 'better-auth/plugins/magic-link'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Server } from '../create-server.ts'
import { Browser, createSignInCrm, password, person, serverOf } from '../test-support/test-server.ts'
import type { SignInWay } from './sign-in-way.ts'

const sent: { readonly email: string; readonly token: string }[] = []
const byLink: SignInWay = {
  plugin: magicLink({
    disableSignUp: true,
    sendMagicLink: async ({ email, token }) => {
      sent.push({ email, token })
    },
  }),
  routes: [
    ['POST', '/auth/sign-in/magic-link'],
    ['GET', '/auth/magic-link/verify'],
  ],
}

let t: TestCrm
let server: Server

beforeAll(async () => {
  t = await createSignInCrm()
  server = await serverOf(t, { signInWays: [byLink] })
})

afterAll(() => t.close())

const follow = async (email: string): Promise<Browser> => {
  const browser = new Browser(server)
  await browser.postJson('/auth/sign-in/magic-link', { email })
  await browser.get(`/auth/magic-link/verify?token=${sent.at(-1)?.token}`)
  return browser
}

it('a way that is given opens a session, and without it its paths are not there', async () => {
  const user = await person(t, 'link@example.com')
  expect(await (await (await follow(user.email)).graphql()).json()).toMatchObject({ id: user.id })
  const plain = new Browser(await serverOf(t))
  expect((await plain.postJson('/auth/sign-in/magic-link', { email: user.email })).status).toBe(404)
})

it('registers nobody', async () => {
  expect((await (await follow('nobody@example.com')).graphql()).status).toBe(401)
  const [found] = await t.database.pipeline([{ text: `select from auth."user" where email = 'nobody@example.com'` }])
  expect(found?.rowCount).toBe(0)
})

it('does not lead past a second factor', async () => {
  const user = await person(t, 'guarded@example.com')
  const browser = new Browser(server)
  await browser.signIn(user.email)
  const { secret } = (await (await browser.postJson('/auth/two-factor/enrol', { password })).json()) as {
    secret: string
  }
  await browser.postJson('/auth/two-factor/confirm', { code: codeOf(secret) })
  expect((await (await follow(user.email)).graphql()).status).toBe(401)
})
