import { entity, f, User } from '@tessera/core'
import { Meeting } from './meeting.ts'

/** That somebody was reminded of a meeting. */
export class MeetingReminder extends entity(
  'meetingReminder',
  {
    meeting: f.ref(Meeting, { inverse: 'reminders', onDelete: 'cascade' }).label({ en: 'Meeting', zh: '日程' }),
    user: f.ref(User, { inverse: 'meetingReminders', onDelete: 'cascade' }).label({ en: 'Person', zh: '人员' }),
    startsAt: f.instant().label({ en: 'Of the one that starts', zh: '对应场次' }),
    at: f.instant().label({ en: 'Reminded at', zh: '提醒时间' }),
    seen: f.bool().default(false).label({ en: 'Seen', zh: '已读' }),
  },
  {
    label: { en: 'Reminder', zh: '提醒' },
    title: 'startsAt',
    visibility: { owner: 'user' },
    unique: [['meeting', 'user', 'startsAt']],
  },
) {}
