import { type Hook, type On, Reject } from '@tessera/core'
import type { PrmModel } from '../../model.ts'
import { DealEvidence, DealRegistration } from '../entities.ts'

/** Evidence comes while it can still tell something: until the deal is decided. What was decided upon stays. */
export const evidenceRules = (on: On<typeof PrmModel>): Hook =>
  on(DealEvidence).before('any', { batch: true, name: 'evidence' }, async (events) => {
    const ctx = events[0]?.ctx
    if (!ctx) return
    const deals = [...new Set(events.flatMap(({ row, old }) => [row.deal, ...(old ? [old.deal] : [])]))]
    const rows = await ctx
      .asSystem('sees whether a deal is decided')
      .list(DealRegistration, { where: { id: { in: deals } }, limit: deals.length, deleted: 'any' })
    const decided = rows.find(({ status }) => status !== 'draft' && status !== 'submitted')
    if (decided)
      throw new Reject('prm.dealDecided', `${decided.number} is ${decided.status}: its evidence stays as it was.`)
    return undefined
  })
