import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it, vi } from 'vitest'
import { TemporaryProject } from '../test-support/temporary-project.ts'

// Databases are made, and processes started: many seconds where others work on the same machine.
vi.setConfig({ testTimeout: 120_000 })

const project = new TemporaryProject({
  'tessera.config.ts': `
import { defineCrm } from '@tessera/core'

export default defineCrm({ plugins: [] })
`,
  'demo.ts': `
import { defineDemo } from '@tessera/cli'
import { Role, RoleAssignment, User } from '@tessera/core'

export default defineDemo({
  version: 1,
  signIns: [{ role: 'administrator', name: 'Ann', email: 'ann@example.com', password: 'tessera-demo' }],
  async seed({ crm }) {
    const ctx = crm.system('demo', 'seeds')
    const user = await ctx.mutate(User).create({ name: 'Ann', email: 'ann@example.com', kind: 'staff' })
    const role = await ctx.mutate(Role).create({ name: 'Administrator', grants: { '*': 'all' } })
    await ctx.mutate(RoleAssignment).create({ user: user.id, role: role.id })
  },
})
`,
})

const processes: ChildProcess[] = []
afterEach(() => {
  vi.unstubAllEnvs()
  for (const left of processes.splice(0)) left.kill('SIGKILL')
})

/** What a start that fails prints, with these variables set. */
async function failing(environment: Readonly<Record<string, string>>, ...args: readonly string[]) {
  for (const [name, value] of Object.entries({ DATABASE_URL: '', REDIS_URL: '', TESSERA_SECRET: '', ...environment }))
    vi.stubEnv(name, value)
  const { code, out, err } = await project.tessera('start', '--json', ...args)
  const { error } = JSON.parse(out)
  expect(out.trimEnd()).not.toContain('\n')
  expect(err.trimEnd().split('\n').at(-1)).toBe(`tessera: ${error.message}`)
  return { exit: code, ...error }
}

it.each([
  ['PORT_INVALID', '«seven» is no port', { PORT: 'seven' }],
  ['SECRET_MISSING', 'Set it to a random text', {}],
  [
    'DATABASE_UNREACHABLE',
    'No PostgreSQL answers at 127.0.0.1:1: connect ECONNREFUSED',
    { DATABASE_URL: 'postgres://127.0.0.1:1/crm' },
  ],
  ['DATABASE_URL_INVALID', 'Write it as postgres://', { DATABASE_URL: 'mysql://127.0.0.1/crm' }],
])(
  'says %s in one sentence, with a non-zero exit code',
  async (code, sentence, environment: Record<string, string>) => {
    const development = code === 'SECRET_MISSING' ? [] : ['--development']
    expect(await failing(environment, ...development)).toEqual({
      exit: 1,
      code,
      message: expect.stringContaining(sentence),
    })
  },
)

it('says which port is in use, and where no Redis answers', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  expect(await failing({ PORT: String(port) }, '--demo')).toEqual({
    exit: 1,
    code: 'PORT_IN_USE',
    message: `Port ${port} on 127.0.0.1 is already in use. Stop the other program, or choose another port with PORT.`,
  })
  expect(await failing({ REDIS_URL: `redis://127.0.0.1:1` }, '--demo')).toMatchObject({
    exit: 1,
    code: 'QUEUES_UNREACHABLE',
  })
  other.close()
})

/** The program in a process of its own, up to its first line. */
async function started() {
  const { DATABASE_URL: _url, REDIS_URL: _redis, ...environment } = process.env
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('../bin.ts', import.meta.url)), 'start', '--demo', '--json'],
    {
      cwd: project.folder,
      env: { ...environment, PORT: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  processes.push(child)
  const lines: string[] = []
  let err = ''
  child.stderr.on('data', (data) => {
    err += data
  })
  const output = createInterface(child.stdout).on('line', (line) => lines.push(line))
  await Promise.race([once(output, 'line'), once(child, 'exit')])
  if (lines.length === 0) throw new Error(err)
  const exited = once(child, 'exit')
  return {
    ready: JSON.parse(lines[0] ?? ''),
    lines,
    told: () => err,
    async end(signal: NodeJS.Signals) {
      child.kill(signal)
      const [code] = await exited
      return code as number | null
    },
  }
}

/** Sends GraphQL as the administrator of the demo. */
async function asAnn({ url, graphql, signIns }: { url: string; graphql: string; signIns: { administrator: object } }) {
  const headers = { 'content-type': 'application/json', origin: url }
  const signedIn = await fetch(`${url}/auth/sign-in/email`, {
    method: 'POST',
    headers,
    body: JSON.stringify(signIns.administrator),
  })
  const cookie = signedIn.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ')
  return async (query: string) => {
    const answer = await fetch(graphql, {
      method: 'POST',
      headers: { ...headers, cookie },
      body: JSON.stringify({ query }),
    })
    return (await answer.json()) as { data: unknown }
  }
}

it('prints one line of JSON once it answers, keeps what it confirmed through a kill -9, and ends cleanly by Ctrl-C', async () => {
  const first = await started()
  expect(first.ready).toEqual({
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    graphql: `${first.ready.url}/graphql`,
    signIns: { administrator: { name: 'Ann', email: 'ann@example.com', password: 'tessera-demo' } },
    portal: false,
  })
  const names = Array.from({ length: 20 }, (_, index) => `Team ${String(index).padStart(2, '0')}`)
  const write = await asAnn(first.ready)
  for (const name of names) {
    const answer = await write(`mutation { createTeam(input: { name: "${name}" }) { name } }`)
    expect(answer).toEqual({ data: { createTeam: { name } } })
  }
  expect(await first.end('SIGKILL')).toBeNull()

  const second = await started()
  const read = await asAnn(second.ready)
  expect(await read('{ teams(first: 50, orderBy: [{ name: asc }]) { nodes { name } } }')).toEqual({
    data: { teams: { nodes: names.map((name) => ({ name })) } },
  })
  expect(await second.end('SIGINT')).toBe(0)
  expect(second.lines).toHaveLength(1)
  expect(second.told()).toBe('stopping …\n')
})
