import { type Context, type Id, Reject, Team, TeamMember, User } from '@tessera/core'
import { Task } from '@tessera/plugin-customers/model'
import ical, { ICalCalendarMethod, ICalEventBusyStatus, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import { DateTime } from 'luxon'
import { hashOf, newSecret } from '../leads/capture/form-token.ts'
import { CalendarFeed, Meeting, MeetingAttendee, type SfaModel } from '../model.ts'
import { colleagueOf } from './colleague.ts'
import { occurrencesBetween } from './occurrences.ts'

type Ctx = Context<typeof SfaModel>

/** How far a feed looks back and ahead, in days. */
const back = 90
const ahead = 365
const mostMeetings = 5000

/** A new feed of the actor's own calendar, or of his team. The address is told once; only its hash is kept. */
export async function createFeed(
  ctx: Ctx,
  input: { readonly name?: string | null; readonly team?: Id | null },
): Promise<{ feed: Id; url: string }> {
  const user = colleagueOf(ctx.actor)
  if (user === null) throw new Reject('sfa.feedPerson', 'A calendar feed belongs to a member of staff. Sign in as one.')
  const system = ctx.asSystem('makes a calendar feed')
  if (input.team && !(await isMember(system, input.team, user)))
    throw new Reject('sfa.feedTeam', 'Only members of a team can make a feed of it.')
  const secret = newSecret()
  const name =
    input.name ?? (input.team ? (await system.get(Team, input.team)).name : (await system.get(User, user)).name)
  const { id } = await system
    .mutate(CalendarFeed)
    .create({ name, user, team: input.team ?? null, tokenHash: hashOf(secret) })
  return { feed: id, url: `${ctx.company.publicUrl}/calendar/${secret}.ics` }
}

/** Ends a feed; its address leads nowhere from then on. */
export async function revokeFeed(ctx: Ctx, id: Id): Promise<Id> {
  const feed = await ctx.get(CalendarFeed, id)
  if (feed.revokedAt === null) await ctx.mutate(CalendarFeed).update(id, { revokedAt: ctx.now() })
  return id
}

async function isMember(system: Ctx, team: Id, user: Id): Promise<boolean> {
  return (await system.list(TeamMember, { where: { team: { eq: team }, user: { eq: user } }, limit: 1 })).length > 0
}

/**
 * The calendar behind a secret address as iCalendar (RFC 5545), or null where the address is not known, was ended, or its owner has
 * left or left the team. A person's own has his meetings and the tasks due; a team's says who is busy where, and not with what.
 * Times are in UTC, whole days are dates, each repetition is an event by itself: so every program shows them alike.
 */
export async function readFeed(system: Ctx, secret: string): Promise<string | null> {
  const [feed] = await system.list(CalendarFeed, {
    where: { tokenHash: { eq: hashOf(secret) }, revokedAt: { isNull: true } },
    limit: 1,
  })
  if (!feed) return null
  const owner = await system.find(User, feed.user)
  if (!owner?.active || (feed.team && !(await isMember(system, feed.team, feed.user)))) return null
  const users = feed.team
    ? (await system.list(TeamMember, { where: { team: { eq: feed.team } }, limit: 1000 })).map(({ user }) => user)
    : [feed.user]
  const calendar = ical({
    name: feed.name,
    prodId: { company: 'Tessera', product: 'Calendar', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 900,
  })
  await addMeetings(system, calendar, users, feed.team !== null)
  if (!feed.team) await addTasks(system, calendar, feed.user)
  return calendar.toString()
}

type Calendar = ReturnType<typeof ical>

async function addMeetings(ctx: Ctx, calendar: Calendar, users: readonly Id[], busyOnly: boolean): Promise<void> {
  const now = ctx.now().getTime()
  const [from, until] = [new Date(now - back * 86_400_000), new Date(now + ahead * 86_400_000)]
  const present = await ctx.list(MeetingAttendee, {
    where: { user: { in: users }, present: { eq: true } },
    limit: 50_000,
  })
  if (present.length === 0) return
  const meetings = await ctx.list(Meeting, {
    where: {
      id: { in: [...new Set(present.map(({ meeting }) => meeting))] },
      startsAt: { lt: until },
      or: [{ endsAt: { gte: from } }, { recurrence: { isNull: false } }],
    },
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
    limit: mostMeetings,
  })
  const names = new Map(
    (await ctx.list(User, { where: { id: { in: users } }, limit: users.length })).map(({ id, name }) => [id, name]),
  )
  for (const meeting of meetings) {
    const who = present.filter((one) => one.meeting === meeting.id).map(({ user }) => names.get(user) ?? '')
    if (busyOnly && meeting.status === 'cancelled') continue
    for (const { startsAt, endsAt } of occurrencesBetween(meeting, from, until))
      calendar.createEvent({
        id: `${meeting.id}-${startsAt.getTime().toString(36)}`,
        sequence: meeting.version,
        stamp: meeting.updatedAt,
        ...times(meeting, startsAt, endsAt),
        summary: busyOnly ? `${who.join(', ')}: ${meeting.kind}` : meeting.subject,
        location: meeting.place,
        description: busyOnly ? null : meeting.outcome,
        status: meeting.status === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
        busystatus: meeting.status === 'cancelled' ? ICalEventBusyStatus.FREE : ICalEventBusyStatus.BUSY,
      })
  }
}

/** Whole days are dates: those of the meeting's own time zone. The generator takes them from UTC. */
function times(
  { allDay, timeZone }: { readonly allDay: boolean; readonly timeZone: string | null },
  start: Date,
  end: Date,
) {
  if (!allDay) return { start, end }
  const day = (at: Date) =>
    DateTime.fromJSDate(at, { zone: timeZone ?? 'UTC' })
      .setZone('UTC', { keepLocalTime: true })
      .toJSDate()
  return { start: day(start), end: day(end), allDay: true }
}

async function addTasks(ctx: Ctx, calendar: Calendar, user: Id): Promise<void> {
  const tasks = await ctx.list(Task, {
    where: { assignee: { eq: user }, done: { eq: false }, dueAt: { isNull: false } },
    orderBy: [{ dueAt: 'asc' }],
    limit: 1000,
  })
  for (const { id, title, dueAt, updatedAt, version } of tasks)
    calendar.createEvent({
      id: `task-${id}`,
      sequence: version,
      stamp: updatedAt,
      start: dueAt as Date,
      end: dueAt as Date,
      summary: `✓ ${title}`,
      transparency: ICalEventTransparency.TRANSPARENT,
    })
}
