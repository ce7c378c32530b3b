import { entity, f, Team, User } from '@tessera/core'
import { Account, Contact, Lead } from '@tessera/plugin-customers/model'
import { Opportunity } from '../opportunities/opportunity.ts'
import { VisitPlan } from './visit-plan.ts'

/** A meeting, visit or call at a time that was agreed, once or again and again. */
export class Meeting extends entity(
  'meeting',
  {
    subject: f.text({ max: 300 }).searchable().label({ en: 'Subject', zh: '主题' }),
    kind: f.enum(['meeting', 'visit', 'call']).default('meeting').label({ en: 'Kind', zh: '类型' }),
    startsAt: f.instant().indexed().label({ en: 'Starts', zh: '开始时间' }),
    endsAt: f
      .instant()
      .label({ en: 'Ends', zh: '结束时间' })
      .help({ en: 'A whole day ends at midnight after its last day', zh: '全天日程以最后一天之后的零点结束' }),
    timeZone: f.text({ max: 64 }).nullable().label({ en: 'Time zone', zh: '时区' }).help({
      en: 'In which it repeats and whose days are meant; the organizer’s unless given',
      zh: '重复规则与日期所用时区；默认取组织者的时区',
    }),
    allDay: f.bool().default(false).label({ en: 'Whole days', zh: '全天' }),
    recurrence: f.text({ max: 500 }).nullable().label({ en: 'Repeats', zh: '重复规则' }).help({
      en: 'As RFC 5545 has it: FREQ=WEEKLY;BYDAY=MO;COUNT=10',
      zh: '遵循 RFC 5545，例如 FREQ=WEEKLY;BYDAY=MO;COUNT=10',
    }),
    skipped: f.json<readonly string[]>().default([]).label({ en: 'Left out', zh: '跳过的日程' }).help({
      en: 'Starts of repetitions that do not take place, as ISO 8601 instants',
      zh: '不举行的场次的开始时间（ISO 8601）',
    }),
    place: f.text({ max: 500 }).nullable().label({ en: 'Place', zh: '地点' }),
    description: f.richText().nullable().label({ en: 'Description', zh: '说明' }),
    organizer: f.ref(User, { inverse: 'organizedMeetings' }).nullable().label({ en: 'Organizer', zh: '组织者' }),
    team: f.ref(Team, { inverse: 'meetings', onDelete: 'setNull' }).nullable().label({ en: 'Team', zh: '团队' }),
    attendees: f.refs(User, { inverse: 'meetings' }).label({ en: 'Colleagues', zh: '同事' }),
    contacts: f.refs(Contact, { inverse: 'meetings' }).label({ en: 'Contacts', zh: '联系人' }),
    account: f
      .ref(Account, { onDelete: 'cascade', inverse: 'meetings' })
      .nullable()
      .label({ en: 'Account', zh: '客户' }),
    lead: f.ref(Lead, { onDelete: 'setNull', inverse: 'meetings' }).nullable().label({ en: 'Lead', zh: '线索' }),
    opportunity: f
      .ref(Opportunity, { onDelete: 'setNull', inverse: 'meetings' })
      .nullable()
      .label({ en: 'Opportunity', zh: '商机' }),
    status: f
      .enum(['planned', 'held', 'cancelled', 'missed'])
      .default('planned')
      .indexed()
      .label({ en: 'Status', zh: '状态' }),
    outcome: f.text({ max: 2000 }).nullable().label({ en: 'Outcome', zh: '结果' }),
    remindBefore: f.duration().nullable().label({ en: 'Remind before', zh: '提前提醒' }).unit('s'),
    remindAt: f.instant().nullable().readonly().indexed().label({ en: 'Next reminder', zh: '下次提醒' }),
    plan: f
      .ref(VisitPlan, { onDelete: 'setNull', inverse: 'visits' })
      .nullable()
      .label({ en: 'Visit plan', zh: '拜访计划' }),
    planPlace: f.int({ min: 1 }).nullable().label({ en: 'Place in the plan', zh: '计划内次序' }),
  },
  {
    label: { en: 'Meeting', zh: '日程' },
    visibility: { owner: 'organizer', team: 'team', through: 'account' },
    checks: { period: 'ends_at >= starts_at' },
    indexes: [
      ['account', 'startsAt'],
      ['organizer', 'startsAt'],
    ],
  },
) {}
