import {
  type Context,
  type Id,
  inviteAgain,
  inviteUser,
  Partner,
  PartnerMember,
  Reject,
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
 * @throws FORBIDDEN, NOT_FOUND, VALIDATION, REJECTED with `prm.addressTaken`
 */
export async function invitePerson(ctx: Ctx, person: NewPerson): Promise<Id> {
  return (await ctx.mutate(PartnerInvitation).create(person)).id
}

/** What a new invitation comes to: someone new gets access by mail; someone of the same tree joins; someone of another partner is asked. */
export async function settleInvitation(ctx: Ctx, invitation: NewPerson) {
  // Nobody learns whether there is a partner that they do not see.
  const partner = await ctx.get(Partner, invitation.partner)
  const system = ctx.asSystem('lets somebody in whom an administrator invited') as Ctx
  const within = ctx.actor.kind === 'partner' ? ctx.actor.partner : partner.id
  const { state, user } = await join(system, invitation, within)
  if (state === 'waiting')
    await notify(ctx, {
      user,
      kind: 'partners.invited',
      params: { partner: partner.name },
      link: '/account/invitations',
    })
  return { partnerName: partner.name, state, user }
}

async function join(
  system: Ctx,
  { partner, name, email, roles, locale }: NewPerson,
  within: Id,
): Promise<{ state: 'joined' | 'waiting'; user: Id }> {
  const address = email.toLowerCase()
  await lock(system, `prm.person ${address}`)
  const [known] = await system.list(User, { where: { email: { eq: address } }, limit: 1 })
  if (!known) {
    const user = await inviteUser(system, { name, email, kind: 'partner', locale, partner: { id: partner, roles } })
    return { state: 'joined', user }
  }
  if (known.kind !== 'partner')
    throw new Reject(
      'prm.addressTaken',
      'Somebody who is not at a partner uses this address. Invite another address of the person.',
    )
  if (!(await worksWithin(system, known.id, within))) return { state: 'waiting', user: known.id }
  await addRoles(system, partner, known.id, roles)
  if (!known.active) {
    await system.mutate(User).update(known.id, { active: true })
    await inviteAgain(system, known.id)
  }
  return { state: 'joined', user: known.id }
}

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
