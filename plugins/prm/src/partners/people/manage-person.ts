import { type Context, type Id, inviteAgain, issue, Partner, PartnerMember, TesseraError, User } from '@tessera/core'
import type { PersonRole, PrmModel } from '../../model.ts'
import { addRoles } from './invite-person.ts'

type Ctx = Context<typeof PrmModel>

interface Person {
  readonly user: Id
  readonly partner: Id
}

/**
 * Gives a person at a partner just these roles.
 * @throws FORBIDDEN, NOT_FOUND, VALIDATION without any role, REJECTED with `prm.lastAdmin`
 */
export function setRoles(ctx: Ctx, { user, partner }: Person, roles: readonly PersonRole[]): Promise<Id> {
  if (roles.length === 0) throw new TesseraError('VALIDATION', {}, { issues: [issue(['roles'], 'REQUIRED')] })
  return ctx.transaction(async (inside) => {
    const { manager, members } = await peopleOf(inside, { user, partner })
    await addRoles(manager, partner, user, roles)
    const over = members.filter(({ role }) => !roles.includes(role))
    await manager.mutate(PartnerMember).deleteMany(over.map(({ id }) => id))
    return user
  })
}

/**
 * Takes a person away from a partner. Who works nowhere else can no longer sign in, and keeps the roles for the day of coming back; who
 * works for another partner too leaves this one only.
 * @throws FORBIDDEN, NOT_FOUND, REJECTED with `prm.lastAdmin`
 */
export function deactivatePerson(ctx: Ctx, { user, partner }: Person): Promise<Id> {
  return ctx.transaction(async (inside) => {
    const { manager, members } = await peopleOf(inside, { user, partner })
    const system = inside.asSystem('looks whom else somebody works for') as Ctx
    const all = await system.list(PartnerMember, { where: { user: { eq: user } }, limit: 1000 })
    if (all.some((member) => member.partner !== partner))
      await manager.mutate(PartnerMember).deleteMany(members.map(({ id }) => id))
    else await manager.mutate(User).update(user, { active: false })
    return user
  })
}

/** Lets somebody in again who was deactivated, with the roles of before. @throws FORBIDDEN, NOT_FOUND */
export function reactivatePerson(ctx: Ctx, person: Person): Promise<Id> {
  return ctx.transaction(async (inside) => {
    const { manager } = await peopleOf(inside, person)
    await manager.mutate(User).update(person.user, { active: true })
    await inviteAgain(manager, person.user)
    return person.user
  })
}

/** Mails somebody once more how to come in. @throws FORBIDDEN, NOT_FOUND */
export function resendAccess(ctx: Ctx, person: Person): Promise<Id> {
  return ctx.transaction(async (inside) => {
    const { manager } = await peopleOf(inside, person)
    await inviteAgain(manager, person.user)
    return person.user
  })
}

/**
 * A person's roles at a partner, and who may change them: an administrator within what core allows one, or the system for staff who
 * hold `prm:onboard`.
 * @throws FORBIDDEN, NOT_FOUND
 */
async function peopleOf(ctx: Ctx, { user, partner }: Person) {
  await ctx.get(Partner, partner)
  const where = { partner: { eq: partner }, user: { eq: user } }
  const manager = managerOf(ctx)
  const members = await manager.list(PartnerMember, { where, limit: 10 })
  if (members.length === 0) throw new TesseraError('NOT_FOUND', { entity: 'person', id: user })
  return { manager, members }
}

function managerOf(ctx: Ctx): Ctx {
  const { actor } = ctx
  if (actor.kind === 'partner' && actor.roles.includes('admin')) return ctx
  const held = 'permissions' in actor && (actor.permissions.has('prm:onboard') || actor.permissions.has('*'))
  if (held || actor.kind === 'system') return ctx.asSystem('manages a partner’s people for staff who may') as Ctx
  throw new TesseraError('FORBIDDEN', { who: `This ${actor.kind}`, op: 'manage', what: 'the people of partners' })
}
