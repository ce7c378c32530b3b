import {
  type Actor,
  type AnyEntity,
  assemble,
  type Context,
  type Crm,
  type CrmConfig,
  compileAccess,
  createCrm,
  createGraphqlHandler,
  type Database,
  defineCrm,
  memoryStore,
  migrateQueues,
  openQueues,
  type Queues,
  type RowIn,
  startWorkers,
  type Workers,
} from '@tessera/core'
import { pino } from 'pino'
import { type ActorOptions, makeActor } from './actors.ts'
import { fillInput, metaOf } from './factory.ts'
import { FakeClock } from './fake-clock.ts'
import { FakeHttp } from './fake-http.ts'
import { type GraphqlAnswer, GraphqlErrors } from './graphql-answer.ts'
import { openTestDatabase } from './test-database.ts'

export interface TestCrmOptions extends Partial<CrmConfig> {
  /** The environment settings are read from; empty unless given, so that the machine's does not leak in. */
  readonly environment?: Readonly<Record<string, string>>
  /** Print the log; `TESSERA_TEST_LOG=debug` does it for all. */
  readonly log?: boolean
}

// A test sees every plugin's fields, whichever model declares them.
// biome-ignore lint/suspicious/noExplicitAny: stands for any model
type Written<E extends AnyEntity> = RowIn<any, E>

/** A CRM on a database of its own. Closed by `await using`, or by `close()`. */
export class TestCrm implements AsyncDisposable {
  readonly clock = new FakeClock()
  readonly http = new FakeHttp()
  #crm: Crm
  readonly #open: () => Promise<Crm>
  readonly #drop: () => Promise<void>
  #handler: ((request: Request) => Promise<Response>) | null = null
  /** Who sent which GraphQL request. */
  readonly #senders = new WeakMap<Request, Actor>()
  #queues: Queues | null = null
  #workers: Workers | null = null

  private constructor(crm: Crm, open: () => Promise<Crm>, drop: () => Promise<void>) {
    this.#crm = crm
    this.#open = open
    this.#drop = drop
  }

  static async start(options: TestCrmOptions): Promise<TestCrm> {
    const { environment = {}, log = false, ...config } = options
    const assembly = assemble(defineCrm({ plugins: [], ...config }), { environment })
    const access = compileAccess(assembly)
    const opened = await openTestDatabase(assembly, access)
    const logger = pino({ level: process.env.TESSERA_TEST_LOG ?? (log ? 'info' : 'silent') })
    let clock: FakeClock | null = null
    const files = memoryStore()
    const crmOn = (database: Database): Crm =>
      createCrm({
        assembly,
        access,
        database,
        files,
        log: logger,
        clock: { now: () => (clock ?? new FakeClock()).now() },
      })
    const test = new TestCrm(crmOn(opened.database), async () => crmOn(await opened.reopen()), opened.drop)
    clock = test.clock
    return test
  }

  get crm(): Crm {
    return this.#crm
  }

  get database(): Database {
    return this.#crm.database
  }

  /** Somebody who can act: `t.actor('partner')`, `t.actor('user', { permissions: { 'customers:read': 'own' } })`. */
  actor(kind: Actor['kind'], options?: ActorOptions): Promise<Actor> {
    return makeActor(this.#crm, kind, options)
  }

  /** A context of an actor. */
  as(actor: Actor): Context {
    return this.#crm.as(actor)
  }

  get system(): Context {
    return this.#crm.system('test', 'a test acts')
  }

  /** Creates a row as the system, or as `by`; required fields you leave out get believable values. */
  async create<E extends AnyEntity>(
    entity: E,
    input: Readonly<Record<string, unknown>> = {},
    by?: Actor,
  ): Promise<Written<E>> {
    const filled = await fillInput(metaOf(this.#crm.registry, entity), input, async (target) => {
      const row = await this.create({ entityName: target.name } as AnyEntity)
      return (row as { id: string }).id
    })
    return (by ? this.as(by) : this.system).mutate(entity).create(filled as never) as Promise<Written<E>>
  }

  async update<E extends AnyEntity>(
    entity: E,
    id: string,
    patch: Readonly<Record<string, unknown>>,
    by?: Actor,
  ): Promise<Written<E>> {
    return (by ? this.as(by) : this.system).mutate(entity).update(id, patch as never) as Promise<Written<E>>
  }

  /** The data of a GraphQL operation as an actor, over the same handler the server uses; rejects with what the answer calls errors. */
  async graphql<D = Record<string, unknown>>(
    actor: Actor,
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<D> {
    const answer = await this.graphqlAnswer(actor, query, variables)
    if (answer.errors) throw new GraphqlErrors(answer.errors)
    return answer.data as D
  }

  /** The whole answer of a GraphQL operation, errors included. */
  async graphqlAnswer(
    actor: Actor | null,
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<GraphqlAnswer> {
    this.#handler ??= createGraphqlHandler({
      crm: this.#crm,
      actorOf: (request) => this.#senders.get(request) ?? null,
    })
    const body = Buffer.from(JSON.stringify({ query, variables }))
    const request = new Request('http://crm.example/graphql', {
      method: 'POST',
      // As over a socket, so that the short road of compiled operations is taken where there is one.
      headers: {
        'content-type': 'application/json',
        'content-length': `${body.length}`,
        accept: 'application/graphql-response+json',
      },
      body,
    })
    if (actor) this.#senders.set(request, actor)
    const response = await this.#handler(request)
    return (await response.json()) as GraphqlAnswer
  }

  /** Runs durable hooks and jobs, on the real relay and queue, until nothing is left to do; for 15 s unless said otherwise. */
  async drain(timeoutMs?: number): Promise<void> {
    const workers = await this.#work()
    await workers.drain(timeoutMs)
  }

  async #work(): Promise<Workers> {
    if (this.#workers) return this.#workers
    const redisUrl = process.env.TESSERA_TEST_REDIS_URL
    // Jobs of one test must not reach the workers of another that shares the Redis server.
    const prefix = `tessera-test-${process.pid}-${Math.random().toString(36).slice(2)}`
    if (!redisUrl) await migrateQueues(this.database)
    this.#queues = await openQueues({
      database: this.database,
      recoveryMs: 1500,
      ...(redisUrl ? { redisUrl, prefix } : {}),
    })
    this.#workers = await startWorkers(this.#crm, this.#queues, { pollMs: 500 })
    return this.#workers
  }

  async #stopWorkers(): Promise<void> {
    await this.#workers?.close()
    await this.#queues?.close()
    this.#workers = null
    this.#queues = null
  }

  /** Does `work` and then crashes: what was committed stays, nothing that should follow has happened yet. `restart` after it. */
  async crashAfterCommit<T>(work: () => Promise<T>): Promise<T> {
    await this.#stopWorkers()
    return work()
  }

  /** A new process on the same database: nothing that was only in memory is left. */
  async restart(): Promise<void> {
    await this.#stopWorkers()
    const old = this.#crm
    this.#crm = await this.#open()
    this.#handler = null
    if (old.database !== this.#crm.database) await old.close()
  }

  async close(): Promise<void> {
    await this.#stopWorkers()
    if (this.database.kind === 'postgres') await this.#crm.close()
    await this.#drop()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

/**
 * A CRM of your plugins for a test: own database, no port, under a second.
 * @example
 * await using t = await createTestCrm({ plugins: [customers(), prm()] })
 * const acme = await t.create(Account, { name: 'Acme' })
 */
export function createTestCrm(options: TestCrmOptions): Promise<TestCrm> {
  return TestCrm.start(options)
}
