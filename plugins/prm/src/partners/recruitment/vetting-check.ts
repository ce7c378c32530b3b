import { entity, f, User } from '@tessera/core'
import { PartnerApplication } from './partner-application.ts'

/** One thing looked into for an application: by whom, when, and what came out. */
export class VettingCheck extends entity(
  'vettingCheck',
  {
    application: f
      .ref(PartnerApplication, { inverse: 'checks', onDelete: 'cascade' })
      .label({ en: 'Application', zh: '申请' }),
    text: f.text({ max: 500 }).label({ en: 'To check', zh: '审核事项' }),
    position: f.int({ min: 0, max: 1000 }).default(0).label({ en: 'Place', zh: '顺序' }),
    required: f.bool().default(true).label({ en: 'Required', zh: '必须通过' }),
    result: f.enum(['open', 'passed', 'failed', 'notApplicable']).default('open').label({ en: 'Result', zh: '结果' }),
    note: f.text({ max: 2000 }).nullable().label({ en: 'Note', zh: '备注' }),
    doneAt: f.instant().nullable().readonly().label({ en: 'Done', zh: '完成时间' }),
    doneBy: f.ref(User, { inverse: 'vettingChecks' }).nullable().readonly().label({ en: 'By', zh: '完成人' }),
  },
  { label: { en: 'Vetting check', zh: '审核检查' }, title: 'text', visibility: { through: 'application' } },
) {}
