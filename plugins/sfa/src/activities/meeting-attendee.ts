import { entity, f, Team, User } from '@tessera/core'
import { Meeting } from './meeting.ts'

/** Who of us is at a meeting, organizer included. Kept from the meeting itself, so that those who are there see it. */
export class MeetingAttendee extends entity(
  'meetingAttendee',
  {
    meeting: f.ref(Meeting, { inverse: 'people', onDelete: 'cascade' }).label({ en: 'Meeting', zh: '日程' }),
    user: f.ref(User, { inverse: 'attendances', onDelete: 'cascade' }).label({ en: 'Person', zh: '人员' }),
    present: f.bool().default(true).label({ en: 'Takes part', zh: '参与' }),
    organizer: f
      .ref(User, { inverse: 'invitations', onDelete: 'setNull' })
      .nullable()
      .label({ en: 'Organizer', zh: '组织者' }),
    team: f.ref(Team, { inverse: 'attendances', onDelete: 'setNull' }).nullable().label({ en: 'Team', zh: '团队' }),
  },
  {
    label: { en: 'Attendee', zh: '参与人' },
    title: 'user',
    visibility: { owner: 'user', team: 'team' },
    unique: [['meeting', 'user']],
  },
) {}
