import pg from 'pg'
import { explainConnectFailure } from '../failures.ts'
import { targetOf } from './target.ts'

export interface TemporaryDatabase {
  readonly name: string
  readonly url: string
  /** Drops it, also from under those still connected. */
  drop(): Promise<void>
}

const objectInUse = '55006'
let count = 0

/**
 * Creates a database of its own on a server, for a test, with a name no other process uses.
 * `template` names a database to copy; nobody may be connected to it.
 */
export async function createTemporaryDatabase(
  adminUrl: string,
  options: { readonly template?: string | undefined } = {},
): Promise<TemporaryDatabase> {
  count++
  const name = `tessera_tmp_${process.pid}_${count}_${Date.now().toString(36)}`
  const { template } = options
  await asAdmin(adminUrl, async (client) => {
    const copied = template ? ` template ${pg.escapeIdentifier(template)}${await howToCopy(client)}` : ''
    return `create database ${pg.escapeIdentifier(name)}${copied}`
  })
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return {
    name,
    url: url.href,
    drop: () => asAdmin(adminUrl, async () => `drop database if exists ${pg.escapeIdentifier(name)} with (force)`),
  }
}

/**
 * Copying files takes less than half the time of writing each page to the log, where its two checkpoints wait for no disk. From
 * PostgreSQL 15 on; before, files are always copied.
 */
async function howToCopy(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ cheap: boolean }>(
    "select current_setting('fsync') = 'off' and current_setting('server_version_num')::int >= 150000 as cheap",
  )
  return rows[0]?.cheap ? ' strategy file_copy' : ''
}

async function asAdmin(url: string, say: (client: pg.Client) => Promise<string>): Promise<void> {
  const at = targetOf(url)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    throw explainConnectFailure(error, at)
  }
  try {
    const statement = await say(client)
    // Copying a template waits for whoever is about to leave it, but only for five seconds each time.
    for (let attempt = 1; ; attempt++) {
      try {
        await client.query(statement)
        return
      } catch (error) {
        if (!(error instanceof pg.DatabaseError) || error.code !== objectInUse || attempt === 5) throw error
      }
    }
  } finally {
    await client.end()
  }
}
