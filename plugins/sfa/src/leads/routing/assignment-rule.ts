import { entity, f } from '@tessera/core'
import type { Condition } from '../../conditions/condition.ts'
import { LeadPool } from './lead-pool.ts'

/** Which leads go to which pool. The first rule whose conditions hold decides. */
export class AssignmentRule extends entity(
  'assignmentRule',
  {
    name: f.text({ max: 200 }).unique().label({ en: 'Name', zh: '名称' }),
    place: f.int({ min: 0 }).default(100).label({ en: 'Place', zh: '顺序' }).help({
      en: 'Lower ones are asked first',
      zh: '数字小的优先',
    }),
    conditions: f.json<readonly Condition[]>().default([]).label({ en: 'Conditions', zh: '条件' }),
    pool: f.ref(LeadPool, { inverse: 'rules' }).label({ en: 'Pool', zh: '线索池' }),
    active: f.bool().default(true).label({ en: 'In use', zh: '启用' }),
  },
  { label: { en: 'Assignment rule', zh: '分配规则' } },
) {}
