import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir, open, readdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { TesseraError } from '../../errors/tessera-error.ts'
import { type FolderLock, lockFolder } from './folder-lock.ts'
import { readTar } from './tar.ts'

/** The major version of the PostgreSQL inside PGlite; a cluster of another one can not be opened. */
const embeddedMajor = '18'

export interface ClusterFolder {
  /** What the user named. */
  readonly folder: string
  /** The PostgreSQL cluster inside it. */
  readonly cluster: string
  /** Whether everything in it is known to be on disk. */
  readonly flushed: boolean
  /** To be called when the cluster has been opened: from now on it is kept, even if the process is killed. */
  opened(): Promise<void>
  release(): void
}

/**
 * Locks a database folder and makes it ready to be opened. Layout: `tessera.lock`, the cluster in `cluster/`, and while that
 * is being made an empty file `creating`, by which a cluster whose making was interrupted is recognised and made anew.
 */
export async function prepareFolder(dataDir: string, image: Uint8Array | undefined): Promise<ClusterFolder> {
  const folder = resolve(dataDir)
  const cluster = join(folder, 'cluster')
  const creating = join(folder, 'creating')
  let lock: FolderLock | undefined
  try {
    mkdirSync(folder, { recursive: true })
    refuseForeign(folder, cluster)
    lock = lockFolder(folder)
    if (existsSync(creating)) rmSync(cluster, { recursive: true, force: true })
    const isNew = !existsSync(cluster)
    if (isNew) {
      writeFileSync(creating, '')
      mkdirSync(cluster, { mode: 0o700 })
      if (image) await unpack(image, cluster)
    }
    // Recovery after a crash flushes every file before it begins, one by one; done here in parallel it need not.
    const flushed = !isNew && lock.afterCrash
    if (flushed) await flushTree(cluster)
    return {
      folder,
      cluster,
      flushed,
      opened: async () => {
        if (!isNew) return
        await flushTree(cluster)
        rmSync(creating)
        await flush(folder)
      },
      release: lock.release,
    }
  } catch (error) {
    lock?.release()
    if (error instanceof TesseraError) throw error
    throw unusable(folder, (error as Error).message, 'Choose a folder this process may write to.', error)
  }
}

export function unusable(folder: string, reason: string, advice: string, cause?: unknown): TesseraError {
  return new TesseraError('DATABASE_FOLDER_UNUSABLE', { folder, reason, advice }, { cause })
}

function refuseForeign(folder: string, cluster: string): void {
  if (existsSync(join(folder, 'PG_VERSION'))) {
    throw unusable(folder, 'it is itself a PostgreSQL cluster', 'Choose another folder, or move its data by pg_dump.')
  }
  const version = join(cluster, 'PG_VERSION')
  if (!existsSync(version)) return
  const major = readFileSync(version, 'utf8').trim()
  if (major === embeddedMajor) return
  throw unusable(
    folder,
    `it was made by PostgreSQL ${major}, this program contains PostgreSQL ${embeddedMajor}`,
    'Export the data with the program that made it and import it here, or choose a new folder.',
  )
}

async function unpack(image: Uint8Array, cluster: string): Promise<void> {
  const entries = [...readTar(image)]
  for (const { path, folder } of entries) {
    await mkdir(folder ? join(cluster, path) : dirname(join(cluster, path)), { recursive: true, mode: 0o700 })
  }
  const files = entries.filter(({ folder }) => !folder)
  await inParallel(files, ({ path, data }) => writeFile(join(cluster, path), data, { mode: 0o600 }))
}

/** Flushes every file and folder, in parallel, which lets the file system do it in a few steps instead of a thousand. */
async function flushTree(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  await inParallel([folder, ...entries.map((entry) => join(entry.parentPath, entry.name))], flush)
}

async function flush(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const file = await open(path)
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values()
  const worker = async (): Promise<void> => {
    for (const item of rest) await work(item)
  }
  await Promise.all(Array.from({ length: 16 }, worker))
}
