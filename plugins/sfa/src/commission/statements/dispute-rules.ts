import { type Hook, type On, Reject } from '@tessera/core'
import { CommissionDispute, CommissionEntry, type SfaModel } from '../../model.ts'

/** A dispute is raised by the person whose entry it is, answered once, and then stands. */
export const disputeRules = (on: On<typeof SfaModel>): readonly Hook[] => [
  on(CommissionDispute).before('create', { name: 'own' }, async ({ row, ctx }) => {
    const entry = await ctx.asSystem('looks up a disputed entry').get(CommissionEntry, row.entry)
    if (ctx.actor.kind !== 'system' && !('id' in ctx.actor && ctx.actor.id === entry.person))
      throw new Reject('sfa.commissionNotYours', 'Only the person whose commission it is disputes an entry.')
    if (row.status !== 'open')
      throw new Reject('sfa.commissionDisputeNew', 'A dispute begins open; the answer comes after it.')
    return { person: entry.person, team: entry.team }
  }),
  on(CommissionDispute).before('update', { name: 'once' }, ({ old, changed }) => {
    if (old?.status !== 'open')
      throw new Reject('sfa.commissionDisputeAnswered', 'The dispute is answered and stands. Raise another one.')
    if (changed.has('entry') || changed.has('person') || changed.has('reason'))
      throw new Reject('sfa.commissionDisputeStays', 'What a dispute is about stays as it was raised.')
  }),
  on(CommissionDispute).before('delete', { name: 'kept' }, () => {
    throw new Reject('sfa.commissionDisputeStays', 'A dispute is kept, with its answer.')
  }),
]
