import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type AccessPlan,
  type Assembly,
  createTemporaryDatabase,
  type Database,
  installSchema,
  installStatements,
  openDatabase,
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
  const checksum = createHash('sha256').update(installStatements(assembly, access).join('\n')).digest('hex')
  const install = (database: Database): Promise<void> => installSchema(database, assembly, access)
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

/** An embedded database that starts from an image, which the first test to need it makes with `prepare`. */
async function embedded(name: string, prepare: (database: Database) => Promise<void>): Promise<TestDatabase> {
  const file = join(imageFolder, `${name}.tar`)
  const image = await readFile(file).catch(() => null)
  const database = image ? await openDatabase({ dataDir: 'memory://', image }) : await makeImage(file, prepare)
  // Its data lives in the process, so the same open database stands for the reopened one.
  return { url: undefined, database, reopen: async () => database, drop: () => database.close() }
}

async function makeImage(file: string, prepare: (database: Database) => Promise<void>): Promise<Database> {
  const database = await openDatabase({ dataDir: 'memory://' })
  await prepare(database)
  const image = await database.dump()
  await mkdir(imageFolder, { recursive: true })
  // Written beside and moved, because other test processes read it at any moment.
  const partial = `${file}.${process.pid}`
  await writeFile(partial, Buffer.from(await image.arrayBuffer()))
  await rename(partial, file)
  return database
}
