import { type Context, type Id, type Issue, TeamMember, TesseraError } from '@tessera/core'
import { Absence, Meeting, type SfaModel } from '../model.ts'
import { occurrencesBetween } from './occurrences.ts'

type Ctx = Context<typeof SfaModel>

export interface CalendarQuestion {
  readonly from: Date
  readonly until: Date
  /** Only these people. */
  readonly users?: readonly Id[] | null | undefined
  /** Only the people of this team. */
  readonly team?: Id | null | undefined
}

/** Where somebody is, from when to when. */
export interface CalendarEntry {
  readonly user: Id
  readonly startsAt: Date
  readonly endsAt: Date
  readonly kind: 'meeting' | 'visit' | 'call' | 'absence'
  readonly allDay: boolean
  readonly title: string | null
  readonly place: string | null
  /** The meeting; null for an absence. */
  readonly meeting: Id | null
}

/** As many days as one question may cover. */
const longest = 400
const mostMeetings = 5000

/**
 * Who is where between two instants, as far as the actor may see it: meetings that are not called off, each repetition by itself, and
 * absences; by start, then by person.
 * @throws VALIDATION where the window is turned round or longer than 400 days; TOO_MANY
 */
export async function readCalendar(ctx: Ctx, question: CalendarQuestion): Promise<CalendarEntry[]> {
  const { from, until } = question
  const issues: Issue[] = []
  if (until <= from) issues.push({ path: ['until'], code: 'TOO_SMALL', message: 'It must be after `from`.' })
  else if (until.getTime() - from.getTime() > longest * 86_400_000)
    issues.push({ path: ['until'], code: 'TOO_LARGE', message: `At most ${longest} days at once.` })
  if (issues.length > 0) throw new TesseraError('VALIDATION', {}, { issues })
  const wanted = await peopleOf(ctx, question)
  const isWanted = (user: Id): boolean => wanted === null || wanted.has(user)
  const entries = [...(await meetings(ctx, from, until, isWanted)), ...(await absences(ctx, from, until, isWanted))]
  return entries.sort((a, b) => +a.startsAt - +b.startsAt || (a.user < b.user ? -1 : a.user > b.user ? 1 : 0))
}

async function peopleOf(ctx: Ctx, { users, team }: CalendarQuestion): Promise<ReadonlySet<Id> | null> {
  if (!users && !team) return null
  const members = team
    ? (await ctx.list(TeamMember, { where: { team: { eq: team } }, limit: 10_000 })).map(({ user }) => user)
    : null
  return new Set(users ? users.filter((user) => members?.includes(user) ?? true) : (members ?? []))
}

async function meetings(ctx: Ctx, from: Date, until: Date, isWanted: (user: Id) => boolean): Promise<CalendarEntry[]> {
  const rows = await ctx.list(Meeting, {
    where: {
      startsAt: { lt: until },
      status: { in: ['planned', 'held'] },
      or: [{ endsAt: { gte: from } }, { recurrence: { isNull: false } }],
    },
    orderBy: [{ startsAt: 'asc' }],
    limit: mostMeetings + 1,
  })
  if (rows.length > mostMeetings)
    throw new TesseraError('TOO_MANY', { max: mostMeetings, what: 'meetings', got: rows.length })
  return rows.flatMap((row) =>
    [...new Set([...(row.organizer ? [row.organizer] : []), ...row.attendees])].filter(isWanted).flatMap((user) =>
      occurrencesBetween(row, from, until).map((occurrence) => ({
        user,
        ...occurrence,
        kind: row.kind,
        allDay: row.allDay,
        title: row.subject,
        place: row.place,
        meeting: row.id,
      })),
    ),
  )
}

async function absences(ctx: Ctx, from: Date, until: Date, isWanted: (user: Id) => boolean): Promise<CalendarEntry[]> {
  const rows = await ctx.list(Absence, { where: { from: { lt: until }, until: { gt: from } }, limit: mostMeetings })
  return rows
    .filter(({ user }) => isWanted(user))
    .map(({ user, from: startsAt, until: endsAt, reason }) => ({
      user,
      startsAt,
      endsAt,
      kind: 'absence',
      allDay: false,
      title: reason,
      place: null,
      meeting: null,
    }))
}
