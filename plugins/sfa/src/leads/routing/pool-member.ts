import { entity, f, User } from '@tessera/core'
import { LeadPool } from './lead-pool.ts'

/** Somebody who takes leads of a pool, and how many. */
export class PoolMember extends entity(
  'poolMember',
  {
    pool: f.ref(LeadPool, { inverse: 'members', onDelete: 'cascade' }).label({ en: 'Pool', zh: '线索池' }),
    user: f.ref(User, { inverse: 'leadPools', onDelete: 'cascade' }).label({ en: 'Person', zh: '人员' }),
    weight: f
      .int({ min: 1, max: 1000 })
      .default(1)
      .label({ en: 'Weight', zh: '权重' })
      .help({ en: 'Twice the weight takes twice the leads', zh: '权重加倍则线索加倍' }),
    dailyCapacity: f.int({ min: 0 }).nullable().label({ en: 'A day at most', zh: '每日上限' }),
    openCapacity: f
      .int({ min: 0 })
      .nullable()
      .label({ en: 'Open at most', zh: '未结上限' })
      .help({ en: 'New and working leads of this person, from wherever', zh: '该人员名下新建及跟进中的线索总数' }),
    active: f.bool().default(true).label({ en: 'Takes leads', zh: '接收线索' }),
  },
  { label: { en: 'Pool member', zh: '线索池成员' }, title: 'weight', unique: [['pool', 'user']] },
) {}
