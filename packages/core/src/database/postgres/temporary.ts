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
  const template = options.template ? ` template ${pg.escapeIdentifier(options.template)}` : ''
  await asAdmin(adminUrl, `create database ${pg.escapeIdentifier(name)}${template}`)
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return {
    name,
    url: url.href,
    drop: () => asAdmin(adminUrl, `drop database if exists ${pg.escapeIdentifier(name)} with (force)`),
  }
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const at = targetOf(url)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    throw explainConnectFailure(error, at)
  }
  try {
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
