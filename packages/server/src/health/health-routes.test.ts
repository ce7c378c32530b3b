import { connect, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net'
import {
  assemble,
  compileAccess,
  createCrm,
  defineCrm,
  definePlugin,
  model,
  openDatabase,
  openQueues,
  queueMigrationStep,
  runMigrations,
  TesseraError,
} from '@tessera/core'
import { createTestCrm } from '@tessera/testing'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { authMigrationStep } from '../auth/auth-migration.ts'
import { Browser, createSignInCrm, person, serverOf } from '../test-support/test-server.ts'

const get = async (server: Awaited<ReturnType<typeof serverOf>>, path: string) => {
  const answer = await new Browser(server).get(path)
  const isJson = answer.headers.get('content-type')?.startsWith('application/json')
  return { status: answer.status, body: (isJson ? await answer.json() : {}) as Record<string, never> }
}

describe('/health', () => {
  it('says what runs, and which optional plugin was left out and why', async () => {
    class BrokenModel extends model('broken', {}) {}
    const broken = definePlugin(BrokenModel)({
      version: '1.2.3',
      optional: true,
      contributes: undefined as never,
      requires: { identity: '^99.0.0' },
    })
    class FineModel extends model('fine', {}) {}
    const fine = definePlugin(FineModel)({ version: '1.2.3' })
    await using t = await createTestCrm({ plugins: [broken(), fine()] })
    const { status, body } = await get(await serverOf(t), '/health')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      status: 'degraded',
      versions: {
        tessera: expect.any(String),
        node: process.versions.node,
        database: expect.stringMatching(/^(pglite|postgres) \d/),
      },
      plugins: expect.arrayContaining([{ name: 'fine', version: '1.2.3' }]),
      leftOut: [{ plugin: 'broken', reason: expect.stringContaining('99') }],
    })
  })

  it("is fine without a database, which is another's illness", async () => {
    const t = await createTestCrm({})
    const server = await serverOf(t)
    await t.database.close()
    expect(await get(server, '/health')).toMatchObject({ status: 200, body: { status: 'ok' } })
    const { status, body } = await get(server, '/ready')
    expect(status).toBe(503)
    expect(body).toMatchObject({ status: 'not ready', checks: { database: { ok: false, code: 'DATABASE_CLOSED' } } })
    expect(await get(server, '/')).toMatchObject({ status: 200 })
    await t.close().catch(() => undefined)
  })
})

it('without a database people are told to come back, and nothing of where it was', async () => {
  const t = await createSignInCrm()
  const server = await serverOf(t)
  await person(t, 'ann@example.com')
  const ann = new Browser(server)
  await ann.signIn('ann@example.com')
  await t.database.close()
  const answers = await Promise.all([
    ann.graphql(),
    ann.get('/'),
    ann.get('/auth/list-sessions'),
    new Browser(server).signIn('ann@example.com'),
    ann.postJson('/auth/sign-out', {}),
  ])
  for (const answer of answers) {
    expect(answer.status).toBe(503)
    expect(await answer.text()).toContain('UNAVAILABLE')
  }
  await t.close().catch(() => undefined)
})

describe('/ready', () => {
  it("waits for migrations, sign-in's included, and then says yes", async () => {
    const assembly = assemble(defineCrm({ plugins: [] }), { environment: {} })
    const access = compileAccess(assembly)
    const database = await openDatabase({ dataDir: 'memory://' })
    const crm = createCrm({ assembly, access, database, log: pino({ level: 'silent' }) })
    const server = await serverOf({ crm })
    expect(await get(server, '/ready')).toMatchObject({
      status: 503,
      body: { checks: { database: { ok: true }, migrations: { ok: false, code: 'MIGRATIONS_PENDING' } } },
    })
    await runMigrations(database, assembly, access)
    expect(await get(server, '/ready')).toMatchObject({
      status: 503,
      body: { checks: { migrations: { message: expect.stringContaining('auth') } } },
    })
    await runMigrations(database, assembly, access, { steps: [authMigrationStep] })
    expect(await get(server, '/ready')).toMatchObject({
      status: 200,
      body: { status: 'ready', checks: { migrations: { ok: true } } },
    })
    await crm.close()
    // A new embedded database is initialised from nothing.
  }, 90_000)

  it('asks what else it was told to ask, shows our errors and hides others, and waits for none too long', async () => {
    await using t = await createSignInCrm()
    const server = await serverOf(t, {
      readiness: [
        {
          name: 'queue',
          check: () => Promise.reject(new TesseraError('QUEUES_UNREACHABLE', { target: 'redis', reason: 'refused' })),
        },
        { name: 'files', check: () => Promise.reject(new Error('password=hunter2')) },
        { name: 'slow', check: () => new Promise(() => {}) },
      ],
    })
    const { status, body } = await get(server, '/ready')
    expect(status).toBe(503)
    expect(body.checks).toMatchObject({
      database: { ok: true },
      queue: { ok: false, code: 'QUEUES_UNREACHABLE' },
      files: { ok: false, code: 'INTERNAL', message: 'See the log.' },
      slow: { ok: false, code: 'TIMEOUT' },
    })
  })

  it('asks the queues, where jobs are kept in the database', async () => {
    await using t = await createSignInCrm()
    await queueMigrationStep.run(t.database)
    const queues = await openQueues({ database: t.database })
    const { body } = await get(await serverOf(t, { queues }), '/ready')
    expect(body.checks).toMatchObject({ queues: { ok: true } })
    await queues.close()
  })

  const redisUrl = process.env.TESSERA_TEST_REDIS_URL
  it.runIf(redisUrl)('asks the queues, where jobs are kept in Redis, and says no while it is away', async () => {
    await using t = await createSignInCrm()
    const wire = await proxyTo(new URL(redisUrl as string), 6379)
    const queues = await openQueues({
      database: t.database,
      redisUrl: `redis://127.0.0.1:${wire.port}`,
      prefix: `tessera-test-${process.pid}`,
    })
    const server = await serverOf(t, { queues })
    const queuesOf = async () =>
      ((await get(server, '/ready')).body.checks as never as { queues: { ok: boolean } }).queues.ok
    expect(await queuesOf()).toBe(true)
    await wire.cut()
    expect(await queuesOf()).toBe(false)
    await wire.mend()
    await expect.poll(queuesOf, { timeout: 15_000 }).toBe(true)
    await queues.queue('events').obliterate()
    await queues.close()
    await wire.cut()
  })

  const url = process.env.TESSERA_TEST_DATABASE_URL
  it.runIf(url)('says no while the database server is away, and yes when it is back', async () => {
    await using t = await createSignInCrm()
    const address = new URL(
      (
        await t.database.pipeline([
          { text: `select 'postgres://' || current_user || '@127.0.0.1/' || current_database() as url` },
        ])
      )[0]?.rows[0]?.url as string,
    )
    const wire = await proxyTo(new URL(url as string), 5432)
    address.host = `127.0.0.1:${wire.port}`
    const database = await openDatabase({ url: address.href })
    const crm = createCrm({ assembly: t.crm.assembly, access: t.crm.access, database, log: t.crm.log })
    const server = await serverOf({ crm })
    const databaseOf = async () =>
      ((await get(server, '/ready')).body.checks as never as { database: { ok: boolean } }).database.ok
    expect(await databaseOf()).toBe(true)
    await wire.cut()
    expect(await databaseOf()).toBe(false)
    expect((await get(server, '/health')).status).toBe(200)
    await wire.mend()
    await expect.poll(databaseOf, { timeout: 10_000 }).toBe(true)
    await crm.close()
    await wire.cut()
  })
})

/** A wire to a server that can be cut. */
async function proxyTo(target: URL, usualPort: number) {
  const sockets = new Set<Socket>()
  let tcp: TcpServer
  const open = (port: number) =>
    new Promise<number>((resolve) => {
      tcp = createTcpServer((client) => {
        const upstream = connect(Number(target.port || usualPort), target.hostname)
        for (const [one, other] of [
          [client, upstream],
          [upstream, client],
        ] as const) {
          sockets.add(one)
          one.on('error', () => other.destroy()).on('close', () => other.destroy())
        }
        client.pipe(upstream).pipe(client)
      }).listen(port, '127.0.0.1', () => resolve((tcp.address() as { port: number }).port))
    })
  const port = await open(0)
  return {
    port,
    cut: () =>
      new Promise<void>((resolve) => {
        tcp.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
    mend: () => open(port),
  }
}
