import { cpSync, existsSync, rmSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDatabase, startWorkers } from '@tessera/core'
import { createServer, loadActor } from '@tessera/server'
import { buildSchema } from 'graphql'
import { describe, expect, it, vi } from 'vitest'
import { launch } from './project/launch.ts'
import { readProject } from './project/open-project.ts'
import { runNode } from './test-support/run-node.ts'
import { distributor, repository, TemporaryProject, tesseraIn } from './test-support/temporary-project.ts'

// Databases are made, and processes started: many seconds where others work on the same machine.
vi.setConfig({ testTimeout: 120_000 })

// One integrator's day: each part goes on with the project and the database of those before it.
const project = new TemporaryProject()
const made = await project.tessera('new', 'plugin', 'field-visits')
const plugin = 'field-visits/src'
const config = (plugins: string): string => `
import { defineCrm } from '@tessera/core'
import fieldVisits from './field-visits/src/index.ts'
${plugins.includes('telling') ? "import telling from './telling.ts'\n" : ''}
export default defineCrm({ plugins: [${plugins}] })
`
project.write({
  'tessera.config.ts': config('fieldVisits(), telling()'),
  'telling.ts': `
import { existsSync } from 'node:fs'
import { definePlugin, model } from '@tessera/core'
import { FieldVisit, FieldVisitsModel } from './${plugin}/model.ts'

class TellingModel extends model('telling', { needs: [FieldVisitsModel] }) {}

export default definePlugin(TellingModel)({
  hooks: ({ on }) => [
    on(FieldVisit).committed('create', { name: 'mail', attempts: 1 }, () => {
      if (existsSync('${project.path('no-mail')}')) throw new Error('the mail server is down')
    }),
  ],
})
`,
})

// Begun here, because they take a while and nothing else needs to wait.
const compiled = runNode(project.folder, join(repository, 'node_modules/typescript/bin/tsc'), '-p', 'field-visits')
const examinedWithTwoCores = doctorOfTwoCores()

/** A plugin that brings its own copy of the core, as a wrong dependency does. */
function doctorOfTwoCores() {
  const own = join(repository, 'packages/core')
  cpSync(own, project.path('second/core'), {
    recursive: true,
    filter: (path) => !/^.(node_modules|\.cache|dist|test|type-tests)$/.test(path.slice(own.length)),
  })
  project.link('second/core/node_modules', join(own, 'node_modules'))
  project.link('second/node_modules/@tessera/core', project.path('second/core'))
  project.write({
    'second/index.ts': `
import { definePlugin, entity, f, model, permission } from '@tessera/core'

class Second extends entity('second', { name: f.text() }) {}
class SecondModel extends model('second', { entities: [Second] }) {}

export default definePlugin(SecondModel)({
  permissions: { 'second:read': 'Read' },
  access: ({ allow }) => [allow(Second, 'read', permission('second:read'))],
})
`,
    'second.config.ts': `
import { defineCrm } from '@tessera/core'
import fieldVisits from './field-visits/src/index.ts'
import second from './second/index.ts'

export default defineCrm({ plugins: [fieldVisits(), second()] })
`,
  })
  const program = join(repository, 'packages/cli/src/bin.ts')
  return runNode(project.folder, program, 'doctor', '--json', '--config', 'second.config.ts')
}

const tessera = (...args: string[]) => project.tessera(...args)
async function json(...args: string[]) {
  const { code, out } = await project.tessera(...args, '--json')
  return { code, result: JSON.parse(out) }
}
/** Codes of what the doctor finds, and its exit code. */
async function diagnosis(...args: string[]) {
  const { code, result } = await json('doctor', ...args)
  for (const { message } of result.findings) expect(message).toMatch(/\. |`/)
  return { code, codes: result.findings.map((found: { code: string }) => found.code) }
}
async function byHand(...statements: string[]) {
  const database = await openDatabase({ dataDir: project.path('.tessera/data') })
  for (const text of statements) await database.pipeline([{ text }])
  await database.close()
}
/** Runs what waits, as a worker would. */
async function work() {
  const output = { json: false, out: () => undefined, err: () => undefined }
  const { crm, queues, close } = await launch(await readProject({ cwd: project.folder }), {
    output,
    migrate: false,
    logLevel: 'silent',
  })
  const workers = await startWorkers(crm, queues, {})
  await workers.drain()
  await workers.close()
  await close()
}

describe('tessera new plugin', () => {
  it('makes the files every plugin has and says what comes next', async () => {
    expect(made).toMatchObject({ code: 0, err: '' })
    const files = await readdir(project.path('field-visits'), { recursive: true, withFileTypes: true })
    expect(
      files
        .filter((file) => file.isFile())
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['README.md', 'index.test.ts', 'index.ts', 'model.ts', 'package.json', 'tsconfig.json'])
    expect(made.out).toContain('tessera migrate generate fieldVisits')
  })

  // Its test file declares its tests here.
  describe('whose test', () => import(project.path(plugin, 'index.test.ts')))

  it('makes what the compiler accepts', async () => {
    expect(await compiled).toMatchObject({ code: 0, out: '' })
  })

  it('leaves a folder alone that has something in it, and takes no odd name', async () => {
    expect(await json('new', 'plugin', 'field-visits')).toMatchObject({
      code: 1,
      result: { error: { code: 'FOLDER_NOT_EMPTY' } },
    })
    expect(await json('new', 'plugin', '../x')).toMatchObject({ code: 1, result: { error: { code: 'PLUGIN_NAME' } } })
  })
})

describe('tessera migrate', () => {
  it('generate writes the first migration, run applies it once, status tells both', async () => {
    expect(await diagnosis()).toEqual({ code: 3, codes: ['MIGRATIONS_PENDING', 'MIGRATION_OUTDATED'] })
    expect(await json('migrate', 'generate', 'fieldVisits')).toMatchObject({
      code: 0,
      result: { files: ['0001_init'] },
    })
    expect((await tessera('migrate', 'generate', 'field-visits')).out).toMatch(/^Nothing changed/)
    const before = await json('migrate', 'status')
    expect([before.code, before.result.pending]).toEqual([3, expect.any(Number)])
    const { code, out } = await tessera('migrate', 'run')
    expect(code).toBe(0)
    expect(out).toMatch(new RegExp(`^Applied ${before.result.pending} steps:\n[^]*\n {2}fieldVisits/0001_init\n`))
    expect(await json('migrate', 'run')).toMatchObject({ code: 0, result: { applied: [] } })
    const after = await tessera('migrate', 'status')
    expect(after.code).toBe(0)
    expect(after.out).toMatch(/fieldVisits +0001_init +applied +20\d\d-/)
    expect(await diagnosis()).toEqual({ code: 0, codes: [] })
  })

  it('names the plugins that have migrations where the name is wrong', async () => {
    const { code, err } = await tessera('migrate', 'generate', 'visits')
    expect(code).toBe(1)
    expect(err).toMatch(/^tessera: No installed plugin «visits» .* Known: identity, fieldVisits\. .*\n$/)
  })
})

describe('tessera user', () => {
  /** Whether these may sign in at the project's server, and the permissions they then hold. */
  async function signInOf(email: string, password: string) {
    const output = { json: false, out: () => undefined, err: () => undefined }
    const { crm, close } = await launch(await readProject({ cwd: project.folder }), {
      output,
      migrate: false,
      logLevel: 'silent',
    })
    const server = await createServer({ crm, development: true })
    const answer = await server.fetch(
      new Request('http://crm.test/auth/sign-in/email', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      }),
    )
    const { user } = (await answer.json()) as { user?: { id: string } }
    const actor = user && (await loadActor(crm, user.id))?.actor
    await server.close()
    await close()
    return { status: answer.status, permissions: actor?.kind === 'user' ? [...actor.permissions] : null }
  }

  it('add makes an administrator who can sign in, once however often it is run', async () => {
    const first = await json('user', 'add', 'eva@example.com', '--name', 'Eva', '--admin')
    expect(first).toMatchObject({ code: 0, result: { email: 'eva@example.com', name: 'Eva' } })
    const second = await json('user', 'add', 'eva@example.com', '--admin')
    expect(second.result).toMatchObject({ id: first.result.id, name: 'Eva' })
    expect(second.result.password).not.toBe(first.result.password)
    expect(await signInOf('eva@example.com', first.result.password)).toMatchObject({ status: 401 })
    expect(await signInOf('eva@example.com', second.result.password)).toEqual({
      status: 200,
      permissions: [['*', 'all']],
    })
  })

  it('password gives another one; an unknown address or role is named', async () => {
    const { code, out } = await tessera('user', 'password', 'eva@example.com')
    expect(code).toBe(0)
    const password = /\n {2}(\S{24})\n/.exec(out)?.[1] as string
    expect(await signInOf('eva@example.com', password)).toMatchObject({ status: 200 })
    expect((await tessera('user', 'password', 'nobody@example.com')).err).toContain('nobody@example.com')
    const refused = await tessera('user', 'add', 'max@example.com', '--role', 'manager')
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('administrator, got «manager»')])
  })
})

describe('tessera key', () => {
  async function called(authorization: string) {
    const output = { json: false, out: () => undefined, err: () => undefined }
    const project_ = await readProject({ cwd: project.folder })
    const { crm, close } = await launch(project_, { output, migrate: false, logLevel: 'silent' })
    const server = await createServer({ crm, development: true })
    const request = new Request('http://crm.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ query: '{ users { edges { node { email } } } }' }),
    })
    const answer = await (await server.fetch(request)).text()
    await server.close()
    await close()
    return answer
  }

  it('add lets a service call the API until its key is revoked', async () => {
    const { result } = await json('key', 'add', 'erp@example.com', '--role', 'administrator', '--days', '30')
    expect(await called(`Bearer ${result.key}`)).toContain('"email":"erp@example.com"')
    const listed = await json('key', 'list', 'erp@example.com')
    expect(listed.result).toMatchObject([{ id: result.id, hint: result.key.slice(-4), name: 'API' }])
    expect(JSON.stringify(listed)).not.toContain(result.key)
    expect((await tessera('key', 'revoke', result.id)).code).toBe(0)
    expect(await called(`Bearer ${result.key}`)).toContain('API_KEY_INVALID')
    expect((await tessera('key', 'revoke', result.id)).code).toBe(1)
  })

  it('add refuses people: they sign in', async () => {
    const { err, code } = await tessera('key', 'add', 'eva@example.com')
    expect([code, err]).toEqual([1, expect.stringContaining('service')])
  })
})

describe('tessera import and export', () => {
  const file = 'title,owner\nBerlin,ann@example.com\n"Ulm, again",ann@example.com\n苏州,nobody@example.com\n'
  const profile = {
    records: [
      {
        entity: 'fieldVisit',
        key: { field: 'title' },
        fields: { title: 'title', owner: { column: 'owner', lookup: { field: 'email' } } },
      },
    ],
  }

  it('a preview shows each row as it would be written, and why others would not', async () => {
    project.write({
      'users.csv': 'name,email,kind\nAnn,ann@example.com,staff\n',
      'users.json': '{"records":[{"entity":"user","fields":{"name":"name","email":"email","kind":"kind"}}]}',
      'visits.csv': file,
      'visits.json': JSON.stringify(profile),
    })
    expect(await json('import', 'users.csv', '--profile', 'users.json')).toMatchObject({
      code: 0,
      result: { created: 1 },
    })
    const { code, out } = await tessera('import', 'visits.csv', '--profile', 'visits.json', '--preview')
    expect(code).toBe(0)
    expect(out).toMatch(/2 +fieldVisit +created +title Berlin/)
    expect(out).toMatch(/4 +refused +owner: There is no user with email «nobody@example.com»/)
    expect((await tessera('export', 'fieldVisit')).out).toBe('id,title,owner.name\n')
  })

  it('imports what is right, lists what is not with exit code 3, and finds the same rows again', async () => {
    const call = ['import', 'visits.csv', '--profile', 'visits.json', '--errors', 'refused.csv']
    expect(await json(...call)).toMatchObject({ code: 3, result: { created: 2, refused: 1 } })
    expect(await readFile(project.path('refused.csv'), 'utf8')).toContain('nobody@example.com')
    const again = await tessera(...call)
    expect(again.code).toBe(3)
    expect(again.out).toMatch(
      /^read 3, created 0, updated 0, unchanged 2, refused 1\n {2}line 4, owner: There is no user/,
    )
  })

  it('exports what it imported, as CSV and as JSON', async () => {
    const columns = ['--fields', 'title,owner.email']
    expect((await tessera('export', 'fieldVisit', ...columns)).out.replace('owner.email', 'owner')).toBe(
      file.split('\n').slice(0, 3).join('\n').concat('\n'),
    )
    const lines = (await tessera('export', 'fieldVisit', ...columns, '--json')).out.trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line).title)).toEqual(['Berlin', 'Ulm, again'])
    const saved = await json('export', 'fieldVisit', '--where', '{"title":{"eq":"Berlin"}}', '--out', 'visits.out.csv')
    expect(saved).toEqual({ code: 0, result: { file: project.path('visits.out.csv'), rows: 1 } })
  })

  it.each([
    ['CALL_INVALID', 2, ['import', 'visits.csv']],
    ['IMPORT_FILE_MISSING', 1, ['import', 'none.csv', '--profile', 'visits.json']],
    ['PROFILE_FILE', 1, ['import', 'visits.csv', '--profile', 'none.json']],
    ['ENTITY_NAME', 1, ['export', 'fieldVisits']],
    ['EXPORT_FIELDS', 1, ['export', 'fieldVisit', '--fields', 'none']],
    ['EXPORT_FILE', 1, ['export', 'fieldVisit', '--out', 'none/visits.csv']],
    ['FILTER_INVALID', 1, ['export', 'fieldVisit', '--where', '{title']],
  ])('says %s in one sentence', async (error, exit, args) => {
    const { code, result } = await json(...args)
    expect([code, result.error.code]).toEqual([exit, error])
  })
})

describe('tessera events', () => {
  it('lists a dead letter with its cause, and replays it once the cause is mended', async () => {
    project.write({ 'no-mail': '' })
    expect((await tessera('events', 'list', '--state', 'pending')).err).toMatch(/^No worker has taken up \d+ events/m)
    await work()
    const misspelt = await tessera('events', 'list', '--handler', 'telling/fieldVisit.committed.creat.mail')
    expect(misspelt).toMatchObject({ code: 2 })
    expect(misspelt.err).toContain('Did you mean «telling/fieldVisit.committed.create.mail»?')

    const dead = await tessera('events', 'list')
    expect(dead.out).toMatch(/telling\/fieldVisit\.committed\.create\.mail +dead +1 +20.* +the mail server is down/i)
    expect(await diagnosis()).toEqual({ code: 3, codes: ['DELIVERIES_DEAD'] })

    rmSync(project.path('no-mail'))
    expect((await tessera('events', 'replay')).out).toMatch(/^2 deliveries wait again; the next worker takes them\.\n/)
    await work()
    expect(await json('events', 'list', '--state', 'done')).toMatchObject({ code: 0, result: [{}, {}] })
    expect(await diagnosis()).toEqual({ code: 0, codes: [] })
  })
})

describe('tessera doctor', () => {
  it('finds what somebody changed in the database by hand, and how to undo it', async () => {
    await byHand(
      'alter table crm.field_visit add column by_hand int',
      `do $$ declare name text; begin
        for name in select policyname from pg_policies where schemaname = 'crm' and tablename = 'field_visit' loop
          execute format('drop policy %I on crm.field_visit', name);
        end loop; end $$`,
    )
    const { code, result } = await json('doctor')
    expect(code).toBe(3)
    const about = (what: string) =>
      expect.objectContaining({ code: 'SCHEMA_DRIFT', severity: 'error', about: expect.objectContaining({ what }) })
    expect(result.findings).toEqual(expect.arrayContaining([about('column'), about('policy or privilege')]))
    expect(result.findings[0].message).toContain('crm.field_visit.by_hand is extra')
    expect(result.findings.at(-1).message).toContain('tessera migrate run --reapply')

    await byHand('alter table crm.field_visit drop column by_hand')
    expect((await tessera('migrate', 'run', '--reapply')).code).toBe(0)
    expect(await diagnosis()).toEqual({ code: 0, codes: [] })
  })

  it('finds that a query could act as somebody else', async () => {
    await byHand('grant execute on function pg_catalog.set_config(text, text, boolean) to public')
    expect(await diagnosis()).toEqual({ code: 3, codes: ['ACTOR_CHANGEABLE'] })
    await byHand('revoke execute on function pg_catalog.set_config(text, text, boolean) from public')
    expect(await diagnosis()).toEqual({ code: 0, codes: [] })
  })

  it('finds an entity that nobody may read', async () => {
    project.write({
      'hidden/index.ts': `
import { definePlugin } from '@tessera/core'
import { FieldVisitsModel } from '../${plugin}/model.ts'

export default definePlugin(FieldVisitsModel)({ migrations: new URL('../field-visits/migrations/', import.meta.url) })
`,
      'hidden.config.ts': `
import { defineCrm } from '@tessera/core'
import fieldVisits from './hidden/index.ts'

export default defineCrm({ plugins: [fieldVisits()] })
`,
    })
    const { code, out } = await tessera('doctor', '--config', 'hidden.config.ts')
    expect(code).toBe(3)
    expect(out).toMatch(
      /^warning {2}READ_NOT_GRANTED\n {2}Nobody but the system may read fieldVisit: .* Add allow\(fieldVisit, 'read', …\)/,
    )
  })

  it('finds a second copy of the core, and where both lie', async () => {
    const { code, out } = await examinedWithTwoCores
    expect(code).toBe(3)
    expect(JSON.parse(out).findings).toMatchObject([
      { code: 'CORE_DUPLICATE', severity: 'error', about: { second: project.path('second/core/src/plugin') } },
    ])
    expect(out).toContain('Make every plugin depend on it as a peer dependency')
  })

  it('tells of a database that it can not open beside what it finds without', async () => {
    const { code, result } = await json('doctor', '--config', 'hidden.config.ts', '--data', 'package.json')
    expect(code).toBe(3)
    expect(result.findings).toMatchObject([{ code: 'READ_NOT_GRANTED' }, { code: 'DATABASE_FOLDER_UNUSABLE' }])
  })
})

describe('a model that changes', () => {
  const call = ['--config', 'next.config.ts']

  it('is outdated, then pending, then applied; what it gave up stays until the contract step', async () => {
    const model = await readFile(project.path(plugin, 'model.ts'), 'utf8')
    const index = await readFile(project.path(plugin, 'index.ts'), 'utf8')
    project.write({
      'next/src/model.ts': model.replace(/title: .*/, 'costs: f.money().nullable(),'),
      'next/src/index.ts': index
        .replace('../migrations/', '../../field-visits/migrations/')
        .replace(/ {2}hooks: [\s\S]*?\n {2}\],\n/, ''),
      'next.config.ts': `
import { defineCrm } from '@tessera/core'
import fieldVisits from './next/src/index.ts'

export default defineCrm({ plugins: [fieldVisits()] })
`,
    })
    expect((await diagnosis(...call)).codes).toContain('MIGRATION_OUTDATED')
    expect((await tessera('migrate', 'status', ...call)).out).toContain('tessera migrate generate fieldVisits')
    const written = await tessera('migrate', 'generate', 'fieldVisits', '--name', 'costs', ...call)
    expect(written).toMatchObject({ code: 0 })
    expect(written.out).toMatch(/^Wrote 0002_costs, 0003_costs_online\./)
    expect(written.out).toContain('Kept until a contract step: field_visit.title')

    const start = await tessera('start', '--development', ...call)
    expect(start).toMatchObject({ code: 1, out: '' })
    expect(start.err).toMatch(
      /^tessera: The database is not up to date, \d+ pending: .*fieldVisits\/0002_costs.*Run `tessera migrate run`\.\n$/,
    )
    const pending = await json('doctor', ...call)
    expect(pending).toMatchObject({ code: 3, result: { findings: [{ code: 'MIGRATIONS_PENDING' }] } })
    expect((await json('migrate', 'run', ...call)).result.applied).toContain('fieldVisits/0002_costs')
    expect(await diagnosis(...call)).toEqual({ code: 0, codes: [] })

    expect(await json('migrate', 'contract', 'fieldVisits', '--name', 'title', ...call)).toMatchObject({
      code: 0,
      result: { files: ['0004_title_contract'] },
    })
    expect((await json('migrate', 'run', ...call)).result.applied).toContain('fieldVisits/0004_title_contract')
    expect(await diagnosis(...call)).toEqual({ code: 0, codes: [] })
  })
})

describe('the example of a distributor', () => {
  const data = project.path('distributor')
  const example = async (...args: string[]) => {
    const { code, out } = await tesseraIn(distributor, '--data', data, ...args)
    return { code, out }
  }

  it('explains every step of account.update with phase, plugin and a file that exists', async () => {
    const steps = JSON.parse((await example('explain', 'account.update', '--json')).out)
    expect([...new Set(steps.map((step: { phase: string }) => step.phase))]).toEqual([
      'input',
      'transaction',
      'access',
      'before',
      'references',
      'write',
      'after',
      'commit',
    ])
    for (const { plugin: by, what, source } of steps) {
      expect([by, what]).toEqual([expect.stringMatching(/^(core|customers|sfa)$/), expect.stringMatching(/./)])
      const [, file, line] = /^(.*?\.ts)(:\d+)?$/.exec(source) ?? []
      expect([
        source,
        existsSync(by === 'core' ? join(repository, 'packages/core/src', file ?? '') : (file ?? '')),
      ]).toEqual([source, true])
      expect(by === 'core' || line !== undefined).toBe(true)
    }
    const { out } = await example('explain', 'account.update')
    expect(out).toMatch(
      /\n\d+ +before +customers +customers\/account\.before\S+hierarchy .* +\.\.\/\.\.\/plugins\/customers\/src\/accounts\/hierarchy\.ts:\d+\n/,
    )
    expect(await example('explain', 'acount.update', '--json')).toEqual({
      code: 1,
      out: expect.stringMatching(/^\{"error":\{"code":"EXPLAIN_UNKNOWN","message":".*as in account\.update\."\}\}\n$/),
    })
  })

  it('has a graph of its plugins', async () => {
    const { plugins } = JSON.parse((await example('graph', '--json')).out)
    const names = plugins.map((node: { plugin: string }) => node.plugin)
    expect(names.filter((name: string) => ['identity', 'customers', 'trade'].includes(name))).toEqual([
      'identity',
      'customers',
      'trade',
    ])
    expect(plugins[1].contributions).toContain('customers/account.before.save.stageSince')
    expect((await example('graph')).out).toMatch(/\ntrade 0\.1\.0\n {2}needs +customers\n {2}extends +account\n/)
    const { out } = await example('graph', '--mermaid')
    expect(out).toMatch(/^graph LR\n {2}identity\n {2}customers --> identity\n/)
    expect(out).toContain('\n  trade --> customers\n')
  })

  it('has a schema that GraphQL reads back', async () => {
    const { out } = await example('schema', 'print')
    expect(buildSchema(out).getType('Account')).toBeDefined()
    expect(JSON.parse((await example('schema', 'print', '--json')).out).schema).toBe(out.trimEnd())
  })

  it('has nothing for the doctor to find', async () => {
    expect((await example('migrate', 'run')).code).toBe(0)
    expect(await example('doctor')).toEqual({
      code: 0,
      out: 'Nothing found: the project and its database are sound.\n',
    })
  })
})
