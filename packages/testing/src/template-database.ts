import { createTemporaryDatabase, openDatabase } from '@tessera/core'

/**
 * A database on a server that others are copied from, made once by `install` however many test processes ask for it at the
 * same time. Gives its name.
 */
export async function ensureTemplate(
  adminUrl: string,
  name: string,
  install: (url: string) => Promise<void>,
): Promise<string> {
  const admin = await openDatabase({ url: adminUrl, maxConnections: 1 })
  const client = await admin.pool.connect()
  try {
    // Held by the session until it ends, so a killed process frees it.
    await client.query('select pg_advisory_lock(hashtext($1))', [name])
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rowCount === 0) {
      const draft = await createTemporaryDatabase(adminUrl)
      await install(draft.url)
      await client.query(`alter database "${draft.name}" rename to "${name}"`)
    }
  } finally {
    client.release(true)
    await admin.close()
  }
  return name
}
