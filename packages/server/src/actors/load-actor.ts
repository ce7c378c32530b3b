import type { Actor, Crm, Id, SystemActor } from '@tessera/core'
import { customerAccounts, TesseraError } from '@tessera/core'
import { type IdentityRow, identityStatement } from './identity-statement.ts'
import { joinGrants } from './permissions.ts'

/** A person who may act now, and as whom. */
export interface LoadedActor {
  readonly actor: Actor
  readonly name: string
  readonly email: string
  readonly locale: string
  readonly timeZone: string
  /** What kind of person this is. */
  readonly kind: IdentityRow['kind']
  /** Of staff and services the names of their roles, of people at partners their roles at any of these. */
  readonly roles: readonly string[]
  /** The partners this person works for, those that may act; the first one is the default. */
  readonly partners: readonly { readonly id: Id; readonly name: string }[]
}

export interface LoadActorOptions {
  /** The partner to act for, asked for by the request. Refused unless the person works for it. */
  readonly partner?: Id | undefined
  /** The partner chosen earlier in this session; ignored where the person no longer works for it. */
  readonly chosenPartner?: Id | null | undefined
}

const reader: SystemActor = {
  kind: 'system',
  name: 'server/load-actor',
  reason: 'find out who is signed in and what they may do',
}

/** What the database knows of a user. Null where it is unknown, inactive or deleted. */
export async function readIdentity(crm: Crm, userId: Id): Promise<IdentityRow | null> {
  const statement = { ...identityStatement, values: [userId] }
  const { rows } = await crm.unit(reader, (_, connection) => connection.query<IdentityRow>(statement))
  return rows[0] ?? null
}

/**
 * Who a user is to the access rules: a member of staff or a service with the permissions of all roles, or somebody who
 * works for a partner, or a customer. Null where the user is unknown, inactive, deleted, or has nobody to act for. One
 * statement, or none where `identity` is what `readIdentity` gives of this user.
 * @throws PARTNER_FOREIGN where `partner` is not one this person works for
 */
export async function loadActor(
  crm: Crm,
  userId: Id,
  options: LoadActorOptions = {},
  identity = readIdentity(crm, userId),
): Promise<LoadedActor | null> {
  const row = await identity
  if (!row) return null
  const partners = [...new Map(row.memberships.map(({ partner, name }) => [partner, { id: partner, name }])).values()]
  const actor = await toActor(crm, userId, row, options)
  if (!actor) return null
  const { kind, name, email, locale, timeZone } = row
  const roles = kind === 'partner' ? [...new Set(row.memberships.map((member) => member.role))] : row.roleNames
  return { actor, kind, name, email, locale, timeZone, roles, partners }
}

async function toActor(crm: Crm, id: Id, row: IdentityRow, options: LoadActorOptions): Promise<Actor | null> {
  switch (row.kind) {
    case 'staff':
      return { kind: 'user', id, permissions: joinGrants(row.grants), teams: row.teams, territories: row.territories }
    case 'service':
      return { kind: 'service', id, permissions: joinGrants(row.grants) }
    case 'partner': {
      const partner = choosePartner(row, options)
      if (partner === undefined) return null
      const roles = row.memberships.filter((member) => member.partner === partner).map((member) => member.role)
      return { kind: 'partner', id, partner, roles: [...new Set(roles)] }
    }
    case 'customer': {
      const account = await accountOf(crm, id)
      return account ? { kind: 'customer', id, account } : null
    }
  }
}

async function accountOf(crm: Crm, user: Id): Promise<Id | null> {
  const ctx = crm.system(reader.name, reader.reason)
  for (const { value } of customerAccounts.of(ctx)) {
    const account = await value(ctx, user)
    if (account !== null) return account
  }
  return null
}

function choosePartner(row: IdentityRow, { partner, chosenPartner }: LoadActorOptions): Id | undefined {
  const worksFor = (id: Id): boolean => row.memberships.some((member) => member.partner === id)
  if (partner !== undefined) {
    if (worksFor(partner)) return partner
    throw new TesseraError('PARTNER_FOREIGN', { partner })
  }
  if (chosenPartner && worksFor(chosenPartner)) return chosenPartner
  return row.memberships[0]?.partner
}
