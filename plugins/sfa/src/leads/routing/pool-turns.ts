import { entity, f } from '@tessera/core'
import { LeadPool } from './lead-pool.ts'

/** Whose turn it is in a pool. Kept by the system, apart from the pool so that leads do not change what people edit. */
export class PoolTurns extends entity(
  'poolTurns',
  {
    pool: f.ref(LeadPool, { inverse: 'turns', onDelete: 'cascade' }).unique().label({ en: 'Pool', zh: '线索池' }),
    credits: f
      .json<Readonly<Record<string, number>>>()
      .default({})
      .label({ en: 'Owed', zh: '应得份额' })
      .help({ en: 'By member, in billionths of a lead', zh: '按成员，单位为十亿分之一条线索' }),
    given: f.int({ min: 0 }).default(0).label({ en: 'Leads given', zh: '已分配' }),
  },
  { label: { en: 'Turns of a pool', zh: '线索池轮次' }, plural: 'poolTurnsList', title: 'given', journal: false },
) {}
