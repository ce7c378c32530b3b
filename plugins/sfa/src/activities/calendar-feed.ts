import { entity, f, Team, User } from '@tessera/core'

/** A calendar that other programs read by a secret address: somebody's own, or when the people of his team are busy. */
export class CalendarFeed extends entity(
  'calendarFeed',
  {
    name: f.text({ max: 200 }).label({ en: 'Name', zh: '名称' }),
    user: f.ref(User, { inverse: 'calendarFeeds', onDelete: 'cascade' }).label({ en: 'Whose', zh: '所属人' }),
    team: f.ref(Team, { inverse: 'calendarFeeds', onDelete: 'cascade' }).nullable().label({ en: 'Team', zh: '团队' }),
    tokenHash: f.text({ max: 64 }).unique().label({ en: 'Hash of the address', zh: '地址散列值' }),
    revokedAt: f.instant().nullable().label({ en: 'Ended', zh: '停用时间' }),
  },
  { label: { en: 'Calendar feed', zh: '日历订阅' }, visibility: { owner: 'user' } },
) {}
