import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { assemble, type PortalConfig, type TesseraError } from '@tessera/core'
import { createTestCrm } from '@tessera/testing'
import { createTestServer } from '@tessera/testing/server'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openPortal } from '../host/portal-host.ts'
import { notes } from '../test-support/notes/index.ts'
import { buildPortal, findBuild } from './build-portal.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-portal-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const file = async (name: string, text: string): Promise<URL> => {
  await writeFile(join(folder, name), text)
  return pathToFileURL(join(folder, name))
}
const page = (text: string) => `<html><body><h1>${text}</h1></body></html>`
const optionsFor = (portal: PortalConfig) => ({
  folder,
  outDir: join(folder, 'out'),
  assembly: assemble({ plugins: [notes()], portal }, { environment: {} }),
})

it('builds once, anew after any file it was made from has changed, and once for several who ask at once', async () => {
  const entry = await file(
    'own.astro',
    `---\nimport { text } from './text.ts'\nimport './whole.css'\n---\n${page('{text}')}`,
  )
  await file('whole.css', '@import "./part.css";')
  await file('part.css', 'h1 { color: red }')
  await file('text.ts', "export const text = 'one'")
  const options = optionsFor({ pages: { '/own': { entry, public: true } } })
  expect(await findBuild(options)).toBeNull()
  const [first, other] = await Promise.all([buildPortal(options), buildPortal(options)])
  expect([first.fresh, other.fresh].toSorted()).toEqual([false, true])
  expect((await buildPortal(options)).fresh).toBe(false)
  await file('text.ts', "export const text = 'two'")
  expect(await findBuild(options)).toBeNull()
  expect((await buildPortal(options)).fresh).toBe(true)
  await file('part.css', 'h1 { color: green }')
  expect(await findBuild(options)).toBeNull()
  expect((await buildPortal(options)).fresh).toBe(true)
  expect((await readdir(join(folder, 'out'))).filter((name) => /^(?:lock|work)/.test(name))).toEqual([])
}, 240_000)

it('lets an integrator replace a page, a slot, the looks and the logo', async () => {
  const options = optionsFor({
    pages: { '/notes': { entry: await file('mine.astro', page('Our own notes')) }, '/notes/new': false },
    slots: { 'home.top': { entry: await file('card.astro', '<p>Our own card</p>') } },
    tokens: await file('tokens.css', ':root { --color-accent: rgb(1 2 3) }'),
    logo: await file('logo.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'),
    translations: { en: await file('en.json', '{ "portal.signIn": "Come in" }') },
  })
  const { folder: built } = await buildPortal(options)
  await using t = await createTestCrm({ plugins: [notes()], portal: options.assembly.config.portal ?? {} })
  const server = await createTestServer(t, { portal: await openPortal({ assembly: t.crm.assembly, folder: built }) })
  const actor = await t.actor('partner')
  const browser = await server.signedIn({ id: (actor as { id: string }).id, email: 'partner1@example.com' })
  const html = { accept: 'text/html' }
  expect(await (await browser.get('/notes', html)).text()).toContain('Our own notes')
  expect((await browser.get('/notes/new', html)).status).toBe(404)
  const home = await (await browser.get('/', html)).text()
  expect(home).toContain('Our own card')
  expect(home).not.toContain('Something new?')
  expect(home).toMatch(/<img[^>]+src="\/_portal\/logo\.[\w-]+\.svg"/)
  const sheets = [...home.matchAll(/href="(\/_portal\/[^"]+\.css)"/g)].map(([, path = '']) => path)
  const styles = await Promise.all(sheets.map(async (path) => (await browser.get(path)).text()))
  expect(styles.join('')).toMatch(/--color-accent:\s*(?:rgb\(1 2 3\)|#010203)/)
  expect(await (await server.browser().get('/sign-in', html)).text()).toContain('Come in')
}, 240_000)

it('says which page keeps it from being built, and why', async () => {
  const failure = async (text: string): Promise<TesseraError> =>
    buildPortal(optionsFor({ pages: { '/own': { entry: await file('own.astro', text) } } })).then(
      () => Promise.reject(new Error('it was built')),
      (error) => error,
    )
  const server = await failure("---\nimport { createCrm } from '@tessera/core'\ncreateCrm\n---\n<p></p>")
  expect(server.code).toBe('PORTAL_BUILD_FAILED')
  expect(server.message).toContain('own.astro imports "@tessera/core", which runs in the server only')
  expect((await failure('---\nconst = 1\n---\n<p></p>')).message).toContain('own.astro')
  expect(await readFile(join(folder, 'out/current.json'), 'utf8').catch(() => 'none')).toBe('none')
}, 240_000)
