import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type AccessPlan,
  type Assembly,
  createTemporaryDatabase,
  type Database,
  installSchema,
  installStatements,
  migrateQueues,
  openDatabase,
  queueMigrationStep,
} from '@tessera/core'
import { ensureTemplate } from './template-database.ts'

/** A migrated database of a test's own, and how to get rid of it. */
export interface TestDatabase {
  readonly url: string | undefined
  readonly database: Database
  /** Opens the same data again, as a process that was killed and started anew would. */
  reopen(): Promise<Database>
  drop(): Promise<void>
}

/**
 * An empty, installed database: a real server's where `TESSERA_TEST_DATABASE_URL` is set, else an embedded one. The first
 * test with a given schema makes an image (or template database), the others start from it.
 */
export async function openTestDatabase(assembly: Assembly, access: AccessPlan): Promise<TestDatabase> {
  const url = process.env.TESSERA_TEST_DATABASE_URL
  const inDatabase = !process.env.TESSERA_TEST_REDIS_URL
  const contents = [...installStatements(assembly, access), inDatabase ? queueMigrationStep.checksum : '']
  const checksum = createHash('sha256').update(contents.join('\n')).digest('hex')
  const install = async (database: Database): Promise<void> => {
    await installSchema(database, assembly, access)
    // A quarter of the time of a first `drain`, were each test to make the queues' tables itself.
    if (inDatabase) await migrateQueues(database)
  }
  return url ? onServer(url, checksum, install) : embedded(checksum.slice(0, 16), install)
}

async function onServer(
  adminUrl: string,
  checksum: string,
  install: (database: Database) => Promise<void>,
): Promise<TestDatabase> {
  const template = await ensureTemplate(adminUrl, `tessera_test_${checksum.slice(0, 16)}`, async (url) => {
    const database = await openDatabase({ url })
    await install(database)
    await database.close()
  })
  return onCopy(adminUrl, template)
}

async function onCopy(adminUrl: string, template?: string): Promise<TestDatabase> {
  const temporary = await createTemporaryDatabase(adminUrl, { template })
  const open = (): Promise<Database> => openDatabase({ url: temporary.url, maxConnections: 6 })
  return { url: temporary.url, database: await open(), reopen: open, drop: () => temporary.drop() }
}

/** A database in which nothing is installed yet, for migrations to begin with. */
export async function openEmptyDatabase(): Promise<TestDatabase> {
  const url = process.env.TESSERA_TEST_DATABASE_URL
  return url ? onCopy(url) : embedded('empty', async () => undefined)
}

const imageFolder = join(import.meta.dirname, '../../../.cache/test-images')
const emptyFile = join(imageFolder, 'empty.tar')

/** An embedded database that starts from an image, which the first test to need it makes with `prepare`. */
async function embedded(name: string, prepare: (database: Database) => Promise<void>): Promise<TestDatabase> {
  const file = join(imageFolder, `${name}.tar`)
  const image = await sharedImage(file)
  const database = image ? await openDatabase({ dataDir: 'memory://', image }) : await makeImage(file, prepare)
  // Else the first five runs of a statement are planned one by one. Servers keep PostgreSQL's own choice, so both are tested.
  await database.pipeline([{ text: 'set plan_cache_mode = force_generic_plan' }])
  // Its data lives in the process, so the same open database stands for the reopened one.
  return { url: undefined, database, reopen: async () => database, drop: () => database.close() }
}

const imagesKept = 4
const images = new Map<string, Uint8Array>()

/** An image as memory that all databases of this process share. Null if none was saved. */
async function sharedImage(file: string): Promise<Uint8Array | null> {
  const known = images.get(file)
  if (known) return known
  const saved = await open(file).catch(() => null)
  if (!saved) return null
  const image = await sharedBytes(saved).finally(() => saved.close())
  const [oldest = ''] = images.keys()
  if (images.size === imagesKept) images.delete(oldest)
  images.set(file, image)
  return image
}

/** Read to where threads share it: read elsewhere and copied, an image of 70 MB takes almost three times as long. */
async function sharedBytes(file: FileHandle): Promise<Uint8Array> {
  const { size } = await file.stat()
  const bytes = new Uint8Array(new SharedArrayBuffer(size))
  for (let at = 0; at < size; ) {
    const { bytesRead } = await file.read(bytes, at, size - at, at)
    if (bytesRead === 0) throw new Error(`An image of ${size} bytes ends after ${at}.`)
    at += bytesRead
  }
  return bytes
}

async function makeImage(file: string, prepare: (database: Database) => Promise<void>): Promise<Database> {
  const database = await openDatabase({ dataDir: 'memory://', ...(file === emptyFile ? {} : await fromEmpty()) })
  await prepare(database)
  const image = await database.dump()
  await mkdir(imageFolder, { recursive: true })
  // Written beside and moved, because other test processes read it at any moment.
  const partial = `${file}.${process.pid}`
  await writeFile(partial, Buffer.from(await image.arrayBuffer()))
  await rename(partial, file)
  return database
}

/** What other images begin from, since making a cluster takes longer than most of what comes into it. */
async function fromEmpty(): Promise<{ image: Uint8Array } | Record<never, never>> {
  if (!(await sharedImage(emptyFile))) await (await makeImage(emptyFile, async () => undefined)).close()
  const image = await sharedImage(emptyFile)
  return image ? { image } : {}
}
