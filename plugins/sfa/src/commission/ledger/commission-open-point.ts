import { entity, f, Team, User } from '@tessera/core'
import { OrderLine } from '@tessera/plugin-orders/model'
import { CommissionPeriod } from './commission-period.ts'

/** Commission that can not be worked out yet, and why. It goes once what is missing is there. */
export class CommissionOpenPoint extends entity(
  'commissionOpenPoint',
  {
    person: f.ref(User, { inverse: 'commissionOpenPoints' }).label({ en: 'Person', zh: '人员' }),
    team: f.ref(Team, { inverse: 'commissionOpenPoints' }).nullable().label({ en: 'Team', zh: '团队' }),
    period: f.ref(CommissionPeriod, { inverse: 'openPoints', onDelete: 'cascade' }).label({ en: 'Period', zh: '周期' }),
    orderLine: f.ref(OrderLine, { inverse: 'commissionOpenPoints' }).label({ en: 'Order line', zh: '订单行' }),
    event: f.text({ max: 200 }).label({ en: 'Caused by', zh: '来源事件' }),
    code: f
      .enum(['EXCHANGE_RATE_MISSING', 'AMOUNT_TOO_LARGE', 'COST_MISSING', 'COST_CURRENCY', 'QUOTA_MISSING'])
      .label({ en: 'What is missing', zh: '缺失项' }),
    message: f.text({ max: 1000 }).label({ en: 'What to do', zh: '处理说明' }),
    net: f.money().label({ en: 'Share of the net', zh: '净额份额' }),
  },
  {
    label: { en: 'Open point of commission', zh: '提成待处理项' },
    title: 'message',
    visibility: { owner: 'person', team: 'team' },
    journal: false,
    unique: [['period', 'person', 'event']],
  },
) {}
