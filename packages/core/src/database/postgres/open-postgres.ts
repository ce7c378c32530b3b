import type { Duplex } from 'node:stream'
import type { PoolClient } from 'pg'
import pg from 'pg'
import { TesseraError } from '../../errors/tessera-error.ts'
import type { Database, DatabaseOptions, PoolOptions } from '../database.ts'
import { explainConnectFailure } from '../failures.ts'
import { kyselyOver } from '../kysely.ts'
import { runPipeline, runTransaction } from '../transaction.ts'
import { sessionSettings } from '../value-types.ts'
import { ServerListener } from './server-listener.ts'
import { targetOf } from './target.ts'

const minimumMajor = 14

/**
 * What reading costs where most of it is in memory; PostgreSQL's own figures are of disks that turn. With those it goes through a
 * hundred thousand entries of an index to spare itself two thousand pages: a team's 40th page took 50 to 130 ms, with these 5 to 10. Left alone
 * where the server, the database or the role was told something else.
 */
const plannerCosts = { random_page_cost: 1.1, cpu_index_tuple_cost: 0.03 }

const costSettings = Object.entries(plannerCosts)
  .map(
    ([name, cost]) =>
      `if (select source from pg_catalog.pg_settings where name = '${name}') = 'default' then set ${name} = ${cost}; end if;`,
  )
  .join(' ')
const closeLimitMs = 5_000

/** Opens pools to a PostgreSQL server and checks that it answers and is new enough. */
export async function openPostgres(url: string, options: DatabaseOptions): Promise<Database> {
  const at = targetOf(url)
  const warn = options.onWarning ?? (() => undefined)
  const config: pg.ClientConfig = {
    connectionString: url,
    application_name: options.applicationName ?? 'tessera',
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    pipeline: true,
  }
  const pools: pg.Pool[] = []
  const clients = new Set<PoolClient>()
  const poolFor = ({ searchPath, maxConnections = 10 }: PoolOptions): pg.Pool => {
    const pool = makePool(config, maxConnections, searchPath, warn)
    pool.on('connect', (client) => clients.add(client))
    pool.on('remove', (client) => clients.delete(client))
    pools.push(pool)
    return pool
  }
  const pool = poolFor({ maxConnections: options.maxConnections })
  const checkout = async (): Promise<PoolClient> => {
    try {
      return await pool.connect()
    } catch (error) {
      throw explainConnectFailure(error, at)
    }
  }
  const listener = new ServerListener(() => new pg.Client({ ...config, pipeline: false }), warn)
  const { kysely, kyselyFor } = kyselyOver(checkout)
  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    await listener.close()
    // A pool ends when its last client comes back; one that was never released must not keep the process from ending.
    let impatience: NodeJS.Timeout | undefined
    const cut = new Promise<void>((resolve) => {
      impatience = setTimeout(() => {
        for (const client of clients) streamOf(client).destroy()
        resolve()
      }, closeLimitMs)
    })
    // Whoever asked for a pool may have ended it before.
    const ended = Promise.all(pools.filter((each) => !each.ending).map((each) => each.end()))
    await Promise.race([cut, ended])
    clearTimeout(impatience)
  }

  const readVersion = {
    text: "select current_setting('server_version') as text, current_setting('server_version_num') as number",
  }
  let version: Database['version']
  try {
    const [result] = await runPipeline(checkout, [readVersion])
    const [row] = result?.rows ?? []
    version = { number: Number(row?.number), text: String(row?.text) }
    if (version.number < minimumMajor * 10_000) {
      throw new TesseraError('DATABASE_VERSION', { ...at, version: version.text, minimum: minimumMajor })
    }
  } catch (error) {
    await close()
    throw error
  }

  return {
    kind: 'postgres',
    pool,
    kysely,
    version,
    poolFor,
    pipeline: (statements) => runPipeline(checkout, statements),
    transaction: (setup, work, settings) => runTransaction(checkout, kyselyFor, setup, work, settings),
    listen: (channel, handler) => listener.listen(channel, handler),
    dump: async () => {
      throw new TesseraError('DATABASE_DUMP_UNSUPPORTED')
    },
    close: () => {
      closing ??= close()
      return closing
    },
  }
}

const streamOf = (client: PoolClient): Duplex =>
  (client as unknown as { connection: { stream: Duplex } }).connection.stream

function makePool(
  config: pg.ClientConfig,
  max: number,
  searchPath: string | undefined,
  warn: (error: Error) => void,
): pg.Pool {
  const path = searchPath ? `; set search_path = ${pg.escapeIdentifier(searchPath)}` : ''
  const pool = new pg.Pool({
    ...config,
    max,
    idleTimeoutMillis: 30_000,
    // The pool waits for what this returns before it hands out the connection.
    onConnect: (client) =>
      client.query(`${sessionSettings}; do $$ begin ${costSettings} end $$${path}`) as unknown as void,
  })
  pool.on('error', warn)
  // A checked-out client without a listener would end the process when its connection breaks; its user learns by the query.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}
