import { type Context, type Id, Reject, type RowIn } from '@tessera/core'
import { CommissionDispute, CommissionStatement, type SfaModel } from '../../model.ts'

/**
 * The person of a statement accepts it. Disputes about its lines have to be answered first.
 * @throws NOT_FOUND; REJECTED `sfa.commissionNotYours`, `sfa.commissionWithdrawn`, `sfa.commissionDisputed`
 */
export async function acceptCommissionStatement(
  ctx: Context<typeof SfaModel>,
  id: Id,
): Promise<RowIn<typeof SfaModel, typeof CommissionStatement>> {
  const { person, period } = await ctx.get(CommissionStatement, id)
  if (ctx.actor.kind !== 'user' || ctx.actor.id !== person)
    throw new Reject('sfa.commissionNotYours', 'Only the person it is for accepts a commission statement.')
  return ctx.asSystem(`${person} accepts a commission statement`).transaction(async (inside) => {
    const statements = inside.mutate(CommissionStatement)
    // Locks it, so that the period is not opened again meanwhile.
    const [statement] = await statements.updateMany([{ id, patch: {} }])
    if (statement?.status === 'accepted') return statement
    if (statement?.status !== 'issued')
      throw new Reject('sfa.commissionWithdrawn', 'The statement was withdrawn. Wait for the one that replaces it.')
    const [dispute] = await inside.list(CommissionDispute, {
      where: { person: { eq: person }, status: { eq: 'open' }, entry: { is: { period: { eq: period } } } },
      limit: 1,
    })
    if (dispute)
      throw new Reject(
        'sfa.commissionDisputed',
        'A line of the statement is disputed. Wait for the answer, then accept.',
      )
    return statements.update(id, { status: 'accepted', acceptedAt: inside.now() })
  })
}
