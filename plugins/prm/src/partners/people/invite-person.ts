import {
  type Context,
  type Id,
  inviteAgain,
  inviteUser,
  Partner,
  PartnerMember,
  Reject,
  type RowIn,
  sql,
  TesseraError,
  User,
} from '@tessera/core'
import { PartnerInvitation, type PersonRole, type PrmModel } from '../../model.ts'
import { notify } from '../../news/notify.ts'
import { lock } from '../lock.ts'

type Ctx = Context<typeof PrmModel>

export interface NewPerson {
  readonly partner: Id
  readonly name: string
  readonly email: string
  readonly roles: readonly PersonRole[]
  readonly locale?: string | undefined
}

/**
 * Asks a person to work for a partner: with the rights of `ctx`, of an administrator of that partner or one above, or of staff with
 * `prm:onboard`. Gives the id of the invitation; its `state` says whether the person joined or is asked first.
 * @throws FORBIDDEN, NOT_FOUND, VALIDATION, to staff REJECTED with `prm.addressTaken`
 */
export async function invitePerson(ctx: Ctx, person: NewPerson): Promise<Id> {
  return (await ctx.mutate(PartnerInvitation).create(person)).id
}

/**
 * What a new invitation comes to. Somebody of the same tree joins. Whoever else a partner's administrator invites is asked: nothing he is
 * told or sees until the person agrees says whether somebody has the address, or who. Staff, who see all people, let somebody new in at once.
 */
export async function settleInvitation(ctx: Ctx, invitation: NewPerson) {
  // Nobody learns whether there is a partner that they do not see.
  const partner = await ctx.get(Partner, invitation.partner)
  const system = ctx.asSystem('lets somebody in whom an administrator invited') as Ctx
  const within = ctx.actor.kind === 'partner' ? ctx.actor.partner : partner.id
  await lock(system, `prm.person ${invitation.email.toLowerCase()}`)
  const joined =
    ctx.actor.kind === 'partner' ? await ofTree(system, invitation, within) : await join(system, invitation, within)
  if (joined) return { partnerName: partner.name, state: 'joined' as const, user: joined }
  const mailed = await replaceEarlier(system, invitation)
  const user = await ask(system, invitation, { partnerName: partner.name, mailed })
  return { partnerName: partner.name, state: 'waiting' as const, user }
}

/** Somebody who works for partners of the tree alone joins, and is let in again after having been deactivated. Null for others. */
async function ofTree(system: Ctx, { partner, email, roles }: NewPerson, within: Id): Promise<Id | null> {
  const known = await personWith(system, email)
  if (!known || known.kind !== 'partner' || !(await worksWithin(system, known.id, within))) return null
  await addRoles(system, partner, known.id, roles)
  if (!known.active) {
    await system.mutate(User).update(known.id, { active: true })
    await inviteAgain(system, known.id)
  }
  return known.id
}

/** As for a partner, but whoever is new joins at once, and who can not is told. Null for somebody of another partner. */
async function join(system: Ctx, invitation: NewPerson, within: Id): Promise<Id | null> {
  const { partner, name, email, roles, locale } = invitation
  const known = await personWith(system, email)
  if (!known) return inviteUser(system, { name, email, kind: 'partner', locale, partner: { id: partner, roles } })
  if (known.kind !== 'partner')
    throw new Reject(
      'prm.addressTaken',
      'Somebody who is not at a partner uses this address. Invite another address of the person.',
    )
  return ofTree(system, invitation, within)
}

/** Takes earlier invitations of the same partner back; says whether one was mailed within the hour, which is enough for a mailbox. */
async function replaceEarlier(system: Ctx, { partner, email }: NewPerson): Promise<boolean> {
  const earlier = await system.list(PartnerInvitation, {
    where: { partner: { eq: partner }, email: { eq: email.toLowerCase() }, state: { eq: 'waiting' } },
    limit: 100,
  })
  const over = { state: 'withdrawn', answeredAt: system.now() } as const
  await system.mutate(PartnerInvitation).updateMany(earlier.map(({ id }) => ({ id, patch: over })))
  const hourAgo = system.now().getTime() - 3_600_000
  return earlier.some(({ createdAt }) => createdAt.getTime() > hourAgo)
}

/**
 * Asks a person: in the portal who works for a partner already, by a link whoever does not. Null where nothing comes of it: for an address
 * that is not a partner's, and for one that others filled with invitations.
 */
async function ask(
  system: Ctx,
  { name, email, locale }: NewPerson,
  { partnerName, mailed }: { readonly partnerName: string; readonly mailed: boolean },
): Promise<Id | null> {
  const known = await personWith(system, email)
  if (known && known.kind !== 'partner') return null
  if (known && (await worksSomewhere(system, known.id))) {
    const params = { partner: partnerName }
    if (!mailed)
      await notify(system, { user: known.id, kind: 'partners.invited', params, link: '/account/invitations' })
    return known.id
  }
  // Nobody's person yet: called what whoever asks last calls them.
  const called = { name, ...(locale && { locale }) }
  const { id: user } = known
    ? await system.mutate(User).update(known.id, called)
    : await system.mutate(User).create({ ...called, email, kind: 'partner' })
  return mailed || (await sendLink(system, user, partnerName)) ? user : null
}

async function sendLink(system: Ctx, user: Id, partnerName: string): Promise<boolean> {
  try {
    await inviteAgain(system, user, partnerName)
    return true
  } catch (error) {
    if (error instanceof TesseraError && error.code === 'RATE_LIMITED') return false
    throw error
  }
}

/**
 * A person without a partner who came in by the mailed link joins whoever asked last, which is the one whose link it was: each new one
 * voids those before. What others ask is answered in the portal.
 */
export async function joinByLink(system: Ctx, user: Id): Promise<void> {
  if (await worksSomewhere(system, user)) return
  const [invitation] = await system.list(PartnerInvitation, {
    where: { user: { eq: user }, state: { eq: 'waiting' } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    limit: 1,
  })
  if (invitation) await acceptInvitation(system, invitation)
}

/** Gives a person the roles that an invitation is for, and tells who sent it. */
export async function acceptInvitation(ctx: Ctx, invitation: Invitation): Promise<void> {
  const system = ctx.asSystem('lets somebody in who accepted an invitation') as Ctx
  const { id, partner, user, roles, name } = invitation
  if (!user) return
  await addRoles(system, partner, user, roles)
  await system.mutate(PartnerInvitation).update(id, { state: 'joined', answeredAt: ctx.now() })
  await notify(ctx, { partner, roles: ['admin'], kind: 'partners.joined', params: { name }, link: '/company/people' })
}

type Invitation = RowIn<typeof PrmModel, typeof PartnerInvitation>

const personWith = async (system: Ctx, email: string) =>
  (await system.list(User, { where: { email: { eq: email.toLowerCase() } }, limit: 1 }))[0]

const worksSomewhere = async (system: Ctx, user: Id): Promise<boolean> =>
  (await system.list(PartnerMember, { where: { user: { eq: user } }, limit: 1 })).length > 0

/** Gives somebody the roles at a partner that they do not have yet. */
export async function addRoles(ctx: Ctx, partner: Id, user: Id, roles: readonly PersonRole[]): Promise<void> {
  const members = await ctx.list(PartnerMember, {
    where: { partner: { eq: partner }, user: { eq: user } },
    limit: 10,
  })
  const missing = roles.filter((role) => !members.some((member) => member.role === role))
  await ctx.mutate(PartnerMember).createMany(missing.map((role) => ({ partner, user, role })))
}

/** Whether a person works for partners of one tree only, and for any at all: only then it is for that tree to decide about them. */
export async function worksWithin(system: Ctx, user: Id, root: Id): Promise<boolean> {
  const { rows } = await sql<{ some: boolean; elsewhere: boolean }>`
    with recursive tree as (
      select id from crm.partner where id = ${root}::uuid
      union select p.id from crm.partner p join tree on p.parent_id = tree.id)
    select count(*) > 0 as some, coalesce(bool_or(m.partner_id not in (select id from tree)), false) as elsewhere
    from crm.partner_member m where m.user_id = ${user}::uuid and m.deleted_at is null`.execute(system.db)
  const [found] = rows
  if (!found) throw new TesseraError('NOT_FOUND', { entity: 'user', id: user })
  return found.some && !found.elsewhere
}
