import {
  assemble,
  type Context,
  type Crm,
  compileAccess,
  createCrm,
  createTemporaryDatabase,
  installSchema,
  migrateQueues,
  openDatabase,
  openQueues,
  type Queues,
} from '@tessera/core'
import { type Echo, echo } from './plugin.ts'

/** Where the jobs are kept, besides the events in PostgreSQL. */
export interface Backend {
  readonly name: 'PostgreSQL' | 'Redis'
  readonly redisUrl?: string | undefined
}

type Hear = (entity: string, number: number) => void

/** A CRM on a database and queues of its own. */
export class Company implements AsyncDisposable {
  readonly crm: Crm
  readonly queues: Queues
  readonly system: Context<typeof Echo>
  readonly #hearing: Set<Hear>
  readonly #drop: () => Promise<void>

  private constructor(crm: Crm, queues: Queues, hearing: Set<Hear>, drop: () => Promise<void>) {
    this.crm = crm
    this.queues = queues
    this.system = crm.system('bench', 'measures how events are carried') as Context<typeof Echo>
    this.#hearing = hearing
    this.#drop = drop
  }

  static async open({ redisUrl }: Backend): Promise<Company> {
    const adminUrl = process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'
    const temporary = await createTemporaryDatabase(adminUrl)
    const hearing = new Set<Hear>()
    const plugin = echo((entity, number) => {
      for (const hear of hearing) hear(entity, number)
    })
    const assembly = assemble({ plugins: [plugin] }, { environment: {} })
    const access = compileAccess(assembly)
    const database = await openDatabase({ url: temporary.url, maxConnections: 20 })
    await installSchema(database, assembly, access)
    await migrateQueues(database)
    const queues = await openQueues({ database, redisUrl, prefix: temporary.name })
    return new Company(createCrm({ assembly, access, database }), queues, hearing, async () => {
      await queues.close()
      await database.close()
      await temporary.drop()
    })
  }

  /** Calls `hear` at each start of a hook, until what it returns is called. */
  listen(hear: Hear): () => void {
    this.#hearing.add(hear)
    return () => void this.#hearing.delete(hear)
  }

  /** Removes all events, with what hooks wrote: each round begins alike. */
  async forget(): Promise<void> {
    const tables = 'tessera.delivery, tessera.outbox, tessera.audit, crm.idle, crm.asked, crm.slow, crm.answer'
    await this.crm.database.pipeline([{ text: `truncate ${tables}` }])
    await this.crm.database.pipeline([{ text: `analyze ${tables}` }])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#drop()
  }
}
