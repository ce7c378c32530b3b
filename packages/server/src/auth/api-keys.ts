import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { type Crm, type Id, issue, TesseraError, User } from '@tessera/core'
import { type LoadedActor, loadActor } from '../actors/load-actor.ts'
import { addressGroup } from '../requests/client-address.ts'
import type { RequestLimits } from '../requests/request-limits.ts'

/** A key as it is listed: enough to tell which one it is, not to use it. */
export interface ApiKey {
  readonly id: Id
  readonly name: string
  /** Its last four characters. */
  readonly hint: string
  readonly createdAt: Date
  readonly expiresAt: Date | null
  /** To the hour. */
  readonly lastUsedAt: Date | null
}

const prefix = 'tsk_'
const sql = (crm: Crm, text: string, values: readonly unknown[]) =>
  crm.database.pipeline([{ text, values: [...values] }])

/**
 * Makes a key with which a service calls the API, as `Authorization: Bearer tsk_…`. It is given this once; what is stored is its hash.
 * @throws NOT_FOUND, VALIDATION for a user who is no service: people sign in
 */
export async function createApiKey(
  crm: Crm,
  user: Id,
  { name, expiresAt = null }: { readonly name: string; readonly expiresAt?: Date | null },
): Promise<{ readonly id: Id; readonly key: string }> {
  const { kind } = await crm.system('server/api-keys', 'give a service a key').get(User, user)
  if (kind !== 'service')
    throw new TesseraError(
      'VALIDATION',
      {},
      { issues: [issue(['user'], 'NOT_ONE_OF', { values: 'service', got: kind })] },
    )
  const key = `${prefix}${randomBytes(32).toString('base64url')}`
  const id = randomUUID()
  const insert = `insert into auth.api_key (id, user_id, name, hash, hint, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)`
  await sql(crm, insert, [id, user, name, hashOf(key), key.slice(-4), crm.clock.now(), expiresAt])
  return { id, key }
}

/** The keys of a service, those that have ended too. */
export async function listApiKeys(crm: Crm, user: Id): Promise<ApiKey[]> {
  const select = `select id, name, hint, created_at as "createdAt", expires_at as "expiresAt", last_used_at as "lastUsedAt"
    from auth.api_key where user_id = $1 order by created_at`
  const [found] = await sql(crm, select, [user])
  return (found?.rows ?? []) as unknown as ApiKey[]
}

/** Ends a key, within 5 seconds everywhere. @throws NOT_FOUND */
export async function revokeApiKey(crm: Crm, id: Id): Promise<void> {
  const [gone] = await sql(crm, 'delete from auth.api_key where id = $1 returning hash', [id])
  const [row] = (gone?.rows ?? []) as { hash: string }[]
  if (!row) throw new TesseraError('NOT_FOUND', { entity: 'API key', id })
}

/** Finds out which service a key belongs to. */
export interface ApiKeys {
  /** Null where the request brings no key. @throws API_KEY_INVALID, RATE_LIMITED after 100 wrong keys of an address in 15 minutes */
  resolve(headers: Headers, address: string): Promise<LoadedActor | null>
}

const rememberedMs = 5_000
const rememberedKeys = 1_000

export function apiKeys(crm: Crm, limits: RequestLimits): ApiKeys {
  const remembered = new Map<string, { readonly loaded: LoadedActor; readonly until: number }>()

  const refuse = async (address: string): Promise<never> => {
    if (address !== 'unknown') await limits.count([{ key: `key:${addressGroup(address)}`, max: 100 }], 900)
    throw new TesseraError('API_KEY_INVALID')
  }

  return {
    async resolve(headers, address) {
      const given = headers.get('authorization')
      if (given === null) return null
      const [, key] = /^Bearer (tsk_[\w-]{43})$/i.exec(given) ?? []
      if (key === undefined) return refuse(address)
      const hash = hashOf(key)
      const known = remembered.get(hash)
      if (known && known.until > Date.now()) return known.loaded
      const [used] = await sql(crm, use, [hash, crm.clock.now()])
      const [row] = (used?.rows ?? []) as { userId: Id; expiresAt: Date | null }[]
      const loaded = row ? await loadActor(crm, row.userId) : null
      if (!row || loaded?.actor.kind !== 'service') return refuse(address)
      const end = Math.min(Date.now() + rememberedMs, row.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY)
      remembered.delete(hash)
      remembered.set(hash, { loaded, until: end })
      if (remembered.size > rememberedKeys) remembered.delete(remembered.keys().next().value as string)
      return loaded
    },
  }
}

// A key is random, so that nobody can guess it from a fast hash; equal hashes are found by the index.
const hashOf = (key: string): string => createHash('sha256').update(key).digest('base64url')

// When it was used is noted to the hour, so that a busy key does not write with every request.
const use = `
with noted as (
  update auth.api_key set last_used_at = date_trunc('hour', $2::timestamptz)
  where hash = $1 and last_used_at is distinct from date_trunc('hour', $2::timestamptz)
)
select user_id as "userId", expires_at as "expiresAt" from auth.api_key where hash = $1 and (expires_at is null or expires_at > $2)`
