import { readFile } from 'node:fs/promises'
import { Partner, PartnerMember, User } from '@tessera/core'
import { openTestPortal } from '@tessera/portal/testing'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { type Browser, createTestServer, type TestServer } from '@tessera/testing/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import config from '../tessera.config.ts'

const html = { accept: 'text/html' }
let t: TestCrm
let server: TestServer
let seller: Browser
beforeAll(async () => {
  t = await createTestCrm(config)
  server = await createTestServer(t, { portal: await openTestPortal(t.crm.assembly) })
  const partner = await t.create(Partner, { name: 'Rheinfluid' })
  const user = await t.create(User, { name: 'Katrin Vogel', email: 'katrin@rheinfluid.example', kind: 'partner' })
  await t.create(PartnerMember, { partner: partner.id, user: user.id, role: 'sales' })
  seller = await server.signedIn({ id: user.id, email: 'katrin@rheinfluid.example' })
}, 180_000)
afterAll(() => t?.close())

const page = async (path: string, language = 'en'): Promise<string> =>
  (await seller.get(path, { ...html, 'accept-language': language })).text()
const styles = async (of: string): Promise<string> =>
  (
    await Promise.all(
      [...of.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(async ([, href = '']) =>
        (await seller.get(href)).text(),
      ),
    )
  ).join('\n')

it('says everything of its own in every language', async () => {
  const keys = async (language: string): Promise<string[]> =>
    Object.keys(JSON.parse(await readFile(new URL(`${language}.json`, import.meta.url), 'utf8'))).sort()
  expect(await keys('zh')).toEqual(await keys('en'))
})

it('has its own help in place of the portal’s, and keeps the plugins’ part of it', async () => {
  const help = await page('/help')
  expect(help).toContain('A pump stands still')
  expect(help).not.toContain('N</kbd>')
})

it('offers spare parts on the first page, beside what plugins offer', async () => {
  const home = await page('/')
  expect(home).toContain('Order spare parts')
  expect(home.match(/href="\/deals\/new"/g)).toHaveLength(1)
})

it('wears its own logo and colours', async () => {
  const home = await page('/')
  const logo = /<img class="brand-logo" src="([^"]+)"/.exec(home)?.[1] ?? ''
  expect(await (await seller.get(logo)).text()).toContain('Lindqvist Pumps')
  expect(await styles(home)).toMatch(/#0c5a5b/i)
})

it('changes a text of the portal', async () => {
  const signIn = await (await server.browser().get('/sign-in', html)).text()
  expect(signIn).toContain('This is where you and Lindqvist Pumps work together.')
})
