import { entity, f, Team, User } from '@tessera/core'
import { WorkCalendar } from '../../working-time/work-calendar.ts'

/** People who take leads in turn. */
export class LeadPool extends entity(
  'leadPool',
  {
    name: f.text({ max: 200 }).unique().label({ en: 'Name', zh: '名称' }),
    active: f.bool().default(true).label({ en: 'In use', zh: '启用' }),
    manager: f
      .ref(User, { inverse: 'managedPools', onDelete: 'setNull' })
      .nullable()
      .label({ en: 'Manager', zh: '主管' })
      .help({ en: 'Told of every lead that nobody reacts to in time', zh: '线索逾期未响应时收到通知' }),
    team: f.ref(Team, { onDelete: 'setNull' }).nullable().label({ en: 'Team', zh: '团队' }),
    calendar: f.ref(WorkCalendar).nullable().label({ en: 'Working hours', zh: '工作日历' }).help({
      en: 'The response clock runs in these only; day and night without',
      zh: '仅在工作时间内计时；未填则全天计时',
    }),
    responseTime: f
      .duration()
      .nullable()
      .label({ en: 'Time to react', zh: '响应时限' })
      .unit('s')
      .help({ en: 'Working time until the first reaction is due', zh: '首次响应前可用的工作时间' }),
    reassign: f.bool().default(true).label({ en: 'Give on when nobody reacts', zh: '逾期自动转派' }),
    maxReassignments: f.int({ min: 0, max: 20 }).default(2).label({ en: 'Given on at most', zh: '最多转派次数' }),
  },
  { label: { en: 'Lead pool', zh: '线索池' } },
) {}
