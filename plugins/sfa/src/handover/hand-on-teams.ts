import type { Context, Id } from '@tessera/core'
import { OpportunityMember, type SfaModel } from '../model.ts'

/**
 * In the teams of open deals the successor takes the leaver's place, in the same role; where he has that role already the leaver's place
 * is given up. Teams of closed deals say who worked on them, and stay.
 */
export async function handOnTeams(
  ctx: Context<typeof SfaModel>,
  leaver: Id,
  deals: ReadonlyMap<Id, Id>,
): Promise<void> {
  const members = await ctx.list(OpportunityMember, {
    where: { opportunity: { in: [...deals.keys()] } },
    orderBy: [{ id: 'asc' }],
    limit: 100_000,
  })
  const place = (opportunity: Id, user: Id, role: string): string => `${opportunity} ${user} ${role}`
  const taken = new Set(members.map(({ opportunity, user, role }) => place(opportunity, user, role)))
  const moves: { id: Id; patch: { user: Id } }[] = []
  const ends: Id[] = []
  for (const { id, opportunity, user, role } of members) {
    const to = deals.get(opportunity)
    if (user !== leaver || to === undefined) continue
    if (taken.has(place(opportunity, to, role))) ends.push(id)
    else moves.push({ id, patch: { user: to } })
  }
  await ctx.mutate(OpportunityMember).updateMany(moves)
  await ctx.mutate(OpportunityMember).deleteMany(ends)
}
