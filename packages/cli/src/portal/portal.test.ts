import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it, vi } from 'vitest'
import { TemporaryProject } from '../test-support/temporary-project.ts'

// Portals are built, a database is made and a process started.
vi.setConfig({ testTimeout: 180_000 })
afterEach(() => {
  vi.unstubAllEnvs()
})

const project = new TemporaryProject({
  'tessera.config.ts': `
import { defineCrm } from '@tessera/core'

export default defineCrm({
  plugins: [],
  portal: { pages: { '/hello': { entry: new URL('./hello.astro', import.meta.url), public: true } } },
})
`,
  'hello.astro': '<html><body><h1>Hello from a page</h1></body></html>',
})

it('is needed in production, is built by a command, and not built again while nothing changes', async () => {
  for (const [name, value] of Object.entries({ DATABASE_URL: '', REDIS_URL: '', TESSERA_SECRET: 'x'.repeat(40) }))
    vi.stubEnv(name, value)
  const refused = await project.tessera('start', '--json')
  expect(refused.code).toBe(1)
  expect(JSON.parse(refused.out).error).toMatchObject({
    code: 'PORTAL_BUILD_MISSING',
    message: expect.stringContaining('tessera portal build'),
  })
  const built = await project.tessera('portal', 'build', '--json')
  expect([built.code, JSON.parse(built.out).fresh]).toEqual([0, true])
  expect(built.err).toContain('portal: built in')
  const again = await project.tessera('portal', 'build', '--json')
  expect(JSON.parse(again.out)).toEqual({ ...JSON.parse(built.out), fresh: false })
  project.write({ 'hello.astro': '<html><body><h1>Changed</h1></body></html>' })
  expect(JSON.parse((await project.tessera('start', '--json')).out).error.code).toBe('PORTAL_BUILD_MISSING')
})

it('is built by a start in development where it is stale, and answers', async () => {
  const { DATABASE_URL: _url, REDIS_URL: _redis, ...environment } = process.env
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('../bin.ts', import.meta.url)), 'start', '--demo', '--json'],
    { cwd: project.folder, env: { ...environment, PORT: '0' }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let told = ''
  child.stderr.on('data', (data) => {
    told += data
  })
  const exited = once(child, 'exit')
  try {
    const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), exited])) as [string]
    const { url, portal } = JSON.parse(line)
    expect(portal).toBe(true)
    expect(told).toContain('portal: built in')
    expect(await (await fetch(`${url}/hello`)).text()).toContain('Changed')
    const home = await fetch(url, { redirect: 'manual' })
    expect([home.status, home.headers.get('location')]).toEqual([303, '/sign-in?next=%2F'])
    expect(await (await fetch(`${url}/start`)).text()).toContain('GraphiQL')
  } finally {
    child.kill('SIGTERM')
    await exited
  }
})
