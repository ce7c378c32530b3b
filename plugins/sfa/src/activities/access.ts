import { all, type Grant, permission, staff } from '@tessera/core'
import type { Kit } from '../access.ts'
import { CalendarFeed, Meeting, MeetingAttendee, MeetingReminder, TaskReminder, VisitPlan } from './entities.ts'

/** Meetings are seen by who is there, by who may see the account, and as far as `sfa:read` reaches. */
export const activityAccess = ({ allow }: Kit): readonly Grant[] => {
  const read = permission('sfa:read')
  const write = permission('sfa:write')
  return [
    allow(Meeting, 'read', read),
    allow(Meeting, 'read', staff(), {
      where: ({ row, actor, exists }) =>
        exists(MeetingAttendee, (one) => all(one.meeting.eq(row.id), one.user.eq(actor.id), one.present.eq(true))),
    }),
    allow(Meeting, ['create', 'update', 'delete'], write),
    allow(MeetingAttendee, 'read', read),
    allow(MeetingAttendee, 'read', staff(), {
      where: ({ row, actor }) => row.user.eq(actor.id).or(row.organizer.eq(actor.id)),
    }),
    ...([MeetingReminder, TaskReminder] as const).flatMap((entity) => [
      allow(entity, 'read', staff(), { where: ({ row, actor }) => row.user.eq(actor.id) }),
      allow(entity, 'update', staff(), { fields: ['seen'], where: ({ row, actor }) => row.user.eq(actor.id) }),
    ]),
    allow(VisitPlan, 'read', read),
    allow(VisitPlan, ['create', 'update', 'delete'], write),
    allow(CalendarFeed, 'read', staff(), {
      fields: ['name', 'user', 'team', 'revokedAt'],
      where: ({ row, actor }) => row.user.eq(actor.id),
    }),
    allow(CalendarFeed, 'update', staff(), {
      fields: ['name', 'revokedAt'],
      where: ({ row, actor }) => row.user.eq(actor.id),
    }),
  ]
}
