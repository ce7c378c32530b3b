import { type Context, type Id, Partner, PartnerMember } from '@tessera/core'
import type { PersonRole, PrmModel } from '../../model.ts'

/** Somebody who works for a partner. */
export interface PartnerPerson {
  readonly user: Id
  readonly roles: readonly PersonRole[]
}

/** Who works for a partner that the actor sees, the longest first. Staff see it with `prm:read`, too. @throws NOT_FOUND */
export async function partnerPeople(ctx: Context<typeof PrmModel>, partner: Id): Promise<PartnerPerson[]> {
  await ctx.get(Partner, partner)
  const { actor } = ctx
  const reads = 'permissions' in actor && ['prm:read', 'prm:onboard', '*'].some((name) => actor.permissions.has(name))
  const members = await (reads ? ctx.asSystem('lists the people of a partner for staff who may') : ctx).list(
    PartnerMember,
    { where: { partner: { eq: partner } }, orderBy: [{ id: 'asc' }], limit: 1000 },
  )
  const people = new Map<Id, PersonRole[]>()
  for (const { user, role } of members) people.set(user, [...(people.get(user) ?? []), role])
  return [...people].map(([user, roles]) => ({ user, roles }))
}
