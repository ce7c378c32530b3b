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
  return url ? onServer(url, checksum, assembly, access) : embedded(checksum, assembly, access)
}

async function onServer(
  adminUrl: string,
  checksum: string,
  assembly: Assembly,
  access: AccessPlan,
): Promise<TestDatabase> {
  const template = await ensureTemplate(adminUrl, `tessera_test_${checksum.slice(0, 16)}`, async (url) => {
    const database = await openDatabase({ url })
    await installSchema(database, assembly, access)
    await database.close()
  })
  const temporary = await createTemporaryDatabase(adminUrl, { template })
  const open = (): Promise<Database> => openDatabase({ url: temporary.url, maxConnections: 6 })
  return { url: temporary.url, database: await open(), reopen: open, drop: () => temporary.drop() }
}

const imageFolder = join(import.meta.dirname, '../../../.cache/test-images')

async function embedded(checksum: string, assembly: Assembly, access: AccessPlan): Promise<TestDatabase> {
  const file = join(imageFolder, `${checksum.slice(0, 16)}.tar`)
  const image = await readFile(file).catch(() => null)
  const database = image ? await openDatabase({ dataDir: 'memory://', image }) : await install(file, assembly, access)
  // Its data lives in the process, so the same open database stands for the reopened one.
  return { url: undefined, database, reopen: async () => database, drop: () => database.close() }
}

async function install(file: string, assembly: Assembly, access: AccessPlan): Promise<Database> {
  const database = await openDatabase({ dataDir: 'memory://' })
  await installSchema(database, assembly, access)
  const image = await database.dump()
  await mkdir(imageFolder, { recursive: true })
  // Written beside and moved, because other test processes read it at any moment.
  const partial = `${file}.${process.pid}`
  await writeFile(partial, Buffer.from(await image.arrayBuffer()))
  await rename(partial, file)
  return database
}
