import { entity, f, User } from '@tessera/core'

/** What somebody means to visit on a day, in which order. Its visits are meetings that name it. */
export class VisitPlan extends entity(
  'visitPlan',
  {
    person: f.ref(User, { inverse: 'visitPlans' }).label({ en: 'Person', zh: '人员' }),
    day: f.date().label({ en: 'Day', zh: '日期' }),
    start: f.text({ max: 300 }).nullable().label({ en: 'Starts from', zh: '出发地' }),
    note: f.text({ max: 2000 }).nullable().label({ en: 'Note', zh: '备注' }),
    status: f.enum(['planned', 'done', 'cancelled']).default('planned').label({ en: 'Status', zh: '状态' }),
  },
  {
    label: { en: 'Visit plan', zh: '拜访计划' },
    title: 'day',
    visibility: { owner: 'person' },
    unique: [['person', 'day']],
  },
) {}
