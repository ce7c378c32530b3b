import type { Pool, PoolClient } from 'pg'
import { TesseraError } from '../../errors/tessera-error.ts'
import { inBackground } from '../background.ts'
import type { Database, DatabaseOptions, PoolOptions, Statement } from '../database.ts'
import { explainFailure } from '../failures.ts'
import { kyselyOver } from '../kysely.ts'
import { runPipeline, runTransaction } from '../transaction.ts'
import { type ClusterFolder, prepareFolder, unusable } from './cluster-folder.ts'
import { startEngine } from './engine.ts'
import { keepHouse } from './housekeeping.ts'
import { Session } from './session.ts'
import { SessionPool } from './session-pool.ts'

/** Opens the embedded database in a folder or in memory. */
export async function openPglite(options: DatabaseOptions): Promise<Database> {
  const dataDir = options.dataDir ?? 'memory://'
  const image = options.image instanceof Blob ? new Uint8Array(await options.image.arrayBuffer()) : options.image
  const folder = dataDir.startsWith('memory:') ? undefined : await prepareFolder(dataDir, image)
  const warn = options.onWarning ?? (() => undefined)
  const session = new Session(starter(folder, image, warn))
  try {
    await session.start()
    await folder?.opened()
  } catch (error) {
    await session.close()
    folder?.release()
    throw error
  }

  const pools: SessionPool[] = []
  const poolFor = ({ searchPath = 'public', background = false }: PoolOptions = {}): Pool => {
    const pool = new SessionPool(session, { searchPath, isBackground: background })
    pools.push(pool)
    return pool as unknown as Pool
  }
  const pool = poolFor()
  const checkout = async (): Promise<PoolClient> => {
    try {
      return await pool.connect()
    } catch (error) {
      throw explainFailure(error)
    }
  }
  const { kysely, kyselyFor } = kyselyOver(checkout)
  const pipeline = (statements: readonly Statement[]) => runPipeline(checkout, statements)
  const stopHouse = inBackground(() => keepHouse(pipeline, () => session.isIdle, warn))
  const [result] = await pipeline([
    { text: "select current_setting('server_version') as text, current_setting('server_version_num') as number" },
  ])
  const [version] = result?.rows ?? []
  let closing: Promise<void> | undefined

  return {
    kind: 'pglite',
    pool,
    kysely,
    version: { number: Number(version?.number), text: String(version?.text) },
    poolFor,
    pipeline,
    transaction: (setup, work, settings) => runTransaction(checkout, kyselyFor, setup, work, settings),
    listen: async (channel, handler) => {
      const client = await checkout()
      client.on('notification', ({ payload }) => queueMicrotask(() => handler(payload ?? '')))
      client.on('error', () => undefined)
      await client.query(`listen ${client.escapeIdentifier(channel)}`)
      return async () => client.release()
    },
    dump: async () => {
      await pipeline([{ text: 'checkpoint' }])
      return session.dump()
    },
    close: () => {
      closing ??= (async () => {
        stopHouse()
        for (const each of pools) each.end()
        await session.close()
        folder?.release()
      })()
      return closing
    },
  }
}

/** How the session starts PostgreSQL; a second time only on a folder, since memory is gone with the thread. */
function starter(folder: ClusterFolder | undefined, image: Uint8Array | undefined, warn: (error: Error) => void) {
  let crashed: Error | undefined
  return async (onCrash: (error: Error) => void) => {
    if (crashed && !folder) throw crashed
    const start = { folder: folder?.cluster, flushed: !crashed && !!folder?.flushed, image: folder ? undefined : image }
    try {
      return await startEngine(start, (error) => {
        crashed = new TesseraError('DATABASE_CONNECTION_LOST', { reason: error.message }, { cause: error })
        warn(crashed)
        onCrash(crashed)
      })
    } catch (error) {
      if (!folder) throw error
      const advice = 'See whether the disk is full. If a backup exists, it can be restored into a new folder.'
      throw unusable(folder.folder, (error as Error).message, advice, error)
    }
  }
}
