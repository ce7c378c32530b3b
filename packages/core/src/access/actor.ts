import type { Id } from '../model/row.ts'

/** How far a permission reaches over rows that have an owner, a team or a territory. Each wider one includes the narrower. */
export type Scope = 'own' | 'team' | 'territory' | 'all'

/** Permissions held, each with its scope. `*` stands for every permission. */
export type Permissions = ReadonlyMap<string, Scope>

/** A member of the company's staff. */
export interface UserActor {
  readonly kind: 'user'
  readonly id: Id
  readonly permissions: Permissions
  /** Ids of the teams this user belongs to. */
  readonly teams: readonly Id[]
  /** Ids of the territories this user covers, those below them included. */
  readonly territories: readonly Id[]
}

/** Somebody who works for a channel partner. */
export interface PartnerActor {
  readonly kind: 'partner'
  readonly id: Id
  /** The partner this person acts for now. */
  readonly partner: Id
  /** Roles inside the partner: `admin`, `sales`, `service`, `finance`. */
  readonly roles: readonly string[]
  /** Who of the staff looks on as this person. Nothing can be written then, by whatever way. */
  readonly viewedBy?: Id | undefined
}

/** A customer's own sign-in. */
export interface CustomerActor {
  readonly kind: 'customer'
  readonly id: Id
  /** The account this person belongs to. */
  readonly account: Id
  /** Who of the staff looks on as this person. Nothing can be written then, by whatever way. */
  readonly viewedBy?: Id | undefined
}

/** A program with an API key. */
export interface ServiceActor {
  readonly kind: 'service'
  readonly id: Id
  readonly permissions: Permissions
}

/** Tessera itself: seeds, jobs and durable hooks. Sees and writes everything; every use says why and is audited. */
export interface SystemActor {
  readonly kind: 'system'
  /** Who in the code acts, such as `prm/expire-registrations`. */
  readonly name: string
  readonly reason: string
}

/** Whoever reads or writes. */
export type Actor = UserActor | PartnerActor | CustomerActor | ServiceActor | SystemActor

/** Who of the staff looks on as this actor, if anybody. */
export const viewerOf = (actor: Actor): Id | undefined => ('viewedBy' in actor ? actor.viewedBy : undefined)

export type ActorKind = Actor['kind']
