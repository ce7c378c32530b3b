import { type Id, sql } from '@tessera/core'
import type { Ctx } from '../deal-lock.ts'
import { DealCustomer } from '../entities.ts'
import { type CustomerIdentity, type MatchReason, matchOf, matchReasons } from './customer-identity.ts'

interface Known extends CustomerIdentity {
  readonly id: Id
}

/** A customer registered before that this one certainly is, and by what. */
export interface CertainCustomer {
  readonly id: Id
  readonly reason: MatchReason | null
}

/** All of them, those with the best reason first, then the oldest. */
export async function certainCustomers(system: Ctx, identity: CustomerIdentity): Promise<readonly CertainCustomer[]> {
  return (await certainly(system, identity)).map(({ row, match }) => ({ id: row.id, reason: match.reason }))
}

async function certainly(system: Ctx, identity: CustomerIdentity) {
  const { taxKey, domain, nameKey, countryCode } = identity
  const { rows } = await sql<Known>`
    select id, country_code, name_key, latin_key, city_key, tax_key, domain from crm.deal_customer
    where deleted_at is null and (tax_key = ${taxKey} or domain = ${domain} or (name_key = ${nameKey} and country_code = ${countryCode}))
    order by id`.execute(system.db)
  const rank = (reason: MatchReason | null): number =>
    reason === null ? matchReasons.length : matchReasons.indexOf(reason)
  return rows
    .map((row) => ({ row, match: matchOf(row, identity) }))
    .filter(({ match }) => match.level === 'certain')
    .sort((left, right) => rank(left.match.reason) - rank(right.match.reason))
}

/**
 * The customer this is: one registered before, which then is known by what is new about it, too, or a new one. The caller holds the
 * lock of customers; the unique keys hold what it is for, should it ever be left out.
 */
export async function resolveCustomer(system: Ctx, name: string, identity: CustomerIdentity): Promise<Id> {
  const [known] = await certainly(system, identity)
  if (known) {
    await learn(system, known.row, identity)
    return known.row.id
  }
  const { countryCode, nameKey, latinKey, cityKey, taxKey, domain } = identity
  const created = await system
    .mutate(DealCustomer)
    .create({ name, countryCode, key: keyOf(identity), nameKey, latinKey, cityKey, taxKey, domain })
  return created.id
}

async function learn(
  system: Ctx,
  known: Known,
  { taxKey, domain, cityKey, countryCode }: CustomerIdentity,
): Promise<void> {
  const another = taxKey
    ? await system.list(DealCustomer, { where: { taxKey: { eq: taxKey } }, limit: 1, deleted: 'any' })
    : []
  await system.mutate(DealCustomer).update(known.id, {
    taxKey: known.taxKey ?? (another.length === 0 ? taxKey : null),
    domain: known.domain ?? domain,
    cityKey: known.cityKey ?? (known.countryCode === countryCode ? cityKey : null),
  })
}

function keyOf({ taxKey, domain, countryCode, cityKey, nameKey }: CustomerIdentity): string {
  if (taxKey !== null) return `tax ${taxKey}`
  if (domain !== null) return `domain ${domain}`
  return `name ${countryCode} ${cityKey ?? ''} ${nameKey}`.slice(0, 1000)
}
