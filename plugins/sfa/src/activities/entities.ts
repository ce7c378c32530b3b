import { CalendarFeed } from './calendar-feed.ts'
import { Meeting } from './meeting.ts'
import { MeetingAttendee } from './meeting-attendee.ts'
import { MeetingReminder } from './meeting-reminder.ts'
import { TaskReminder } from './task-reminder.ts'
import { VisitPlan } from './visit-plan.ts'

export { CalendarFeed, Meeting, MeetingAttendee, MeetingReminder, TaskReminder, VisitPlan }

/** What this plugin keeps of meetings and visits. */
export const activityEntities = [
  VisitPlan,
  Meeting,
  MeetingAttendee,
  MeetingReminder,
  TaskReminder,
  CalendarFeed,
] as const
