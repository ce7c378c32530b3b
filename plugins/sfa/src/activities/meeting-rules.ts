import { type FieldIssue, type Hook, type On, Reject, TeamMember, User } from '@tessera/core'
import { DateTime, IANAZone } from 'luxon'
import { Meeting, MeetingAttendee, type SfaModel, VisitPlan } from '../model.ts'
import { colleagueOf } from './colleague.ts'
import { nextOccurrence, recurrenceIssue } from './occurrences.ts'

/** Meetings that can be held: times in order, a zone there is, whole days that are whole, a plan of that day and person. */
export const meetingRules = (on: On<typeof SfaModel>): readonly Hook[] => [
  on(Meeting).validate('save', { name: 'meeting' }, ({ row }) => {
    const zone = row.timeZone ?? 'UTC'
    if (!IANAZone.isValidZone(zone))
      return refuse('timeZone', `«${zone}» is no time zone. Give its IANA name, such as Europe/Berlin.`)
    if (row.endsAt < row.startsAt) return refuse('endsAt', 'It can not end before it starts.')
    if (!Array.isArray(row.skipped) || row.skipped.some((start) => Number.isNaN(Date.parse(String(start)))))
      return refuse('skipped', 'Give the starts that are left out as a list of ISO 8601 instants.')
    const wrong = recurrenceIssue(row)
    return wrong === null ? [] : refuse('recurrence', wrong)
  }),
  on(Meeting).before('create', { batch: true, name: 'whose' }, async (events) => {
    const [first] = events
    if (!first) return
    const ctx = first.ctx.asSystem('looks up the time zone and team of who organizes a meeting')
    const owners = [...new Set(events.flatMap(({ row, ctx }) => row.organizer ?? colleagueOf(ctx.actor) ?? []))]
    const users = owners.length > 0 ? await ctx.list(User, { where: { id: { in: owners } }, limit: owners.length }) : []
    const teams =
      owners.length > 0
        ? await ctx.list(TeamMember, { where: { user: { in: owners } }, orderBy: [{ id: 'asc' }], limit: 1000 })
        : []
    return events.map(({ row, ctx }) => {
      const organizer = row.organizer ?? colleagueOf(ctx.actor)
      return {
        organizer,
        timeZone: row.timeZone ?? users.find(({ id }) => id === organizer)?.timeZone ?? 'UTC',
        team: row.team ?? teams.find(({ user }) => user === organizer)?.team ?? null,
      }
    })
  }),
  on(Meeting).before('save', { name: 'times' }, ({ row }) => {
    if (!row.allDay) return undefined
    const local = (at: Date) => DateTime.fromJSDate(at, { zone: row.timeZone ?? 'UTC' })
    const start = local(row.startsAt).startOf('day')
    const end = local(row.endsAt).equals(local(row.endsAt).startOf('day'))
      ? local(row.endsAt)
      : local(row.endsAt).plus({ days: 1 }).startOf('day')
    return { startsAt: start.toJSDate(), endsAt: (end > start ? end : start.plus({ days: 1 })).toJSDate() }
  }),
  // A meeting that moves takes its reminder along.
  on(Meeting).before(
    'save',
    { fields: ['startsAt', 'endsAt', 'timeZone', 'recurrence', 'skipped', 'remindBefore', 'status'], name: 'reminder' },
    ({ row, ctx }) => ({ remindAt: reminderAfter(row, ctx.now()) }),
  ),
  on(Meeting).before(
    'save',
    { batch: true, fields: ['plan', 'startsAt', 'organizer'], name: 'plan' },
    async (events) => {
      const plans = events.flatMap(({ row }) => row.plan ?? [])
      const [first] = events
      if (!first || plans.length === 0) return
      const found = await first.ctx
        .asSystem('checks visit plans')
        .list(VisitPlan, { where: { id: { in: plans } }, limit: plans.length })
      for (const { row } of events) {
        const plan = found.find(({ id }) => id === row.plan)
        if (!plan) continue
        const day = DateTime.fromJSDate(row.startsAt, { zone: row.timeZone ?? 'UTC' }).toISODate()
        if (plan.day !== day)
          throw new Reject(
            'sfa.planDay',
            `The plan is for ${plan.day}, the visit starts on ${day}. Move the visit, or take it out of the plan.`,
          )
        if (row.organizer !== plan.person && !row.attendees.includes(plan.person))
          throw new Reject('sfa.planPerson', 'The plan is of somebody who is not at this visit.')
      }
    },
  ),
  on(Meeting).after(
    'save',
    { batch: true, fields: ['attendees', 'organizer', 'team'], name: 'people' },
    async (events) => {
      const [first] = events
      if (!first) return
      const ctx = first.ctx.asSystem('keeps who is at a meeting')
      const known = await ctx.list(MeetingAttendee, {
        where: { meeting: { in: events.map(({ id }) => id) } },
        limit: 100_000,
      })
      const wanted = events.flatMap(({ id, old, row }) =>
        [
          ...new Set([
            ...(row.organizer ? [row.organizer] : []),
            ...row.attendees,
            // Who was there stays so when somebody else takes over.
            ...(old?.organizer && row.endsAt <= ctx.now() ? [old.organizer] : []),
          ]),
        ].map((user) => ({
          meeting: id,
          user,
          organizer: row.organizer,
          team: row.team,
        })),
      )
      const same = (a: { meeting: string; user: string }, b: { meeting: string; user: string }) =>
        a.meeting === b.meeting && a.user === b.user
      // Who drops out stays on record as not taking part: what lies in the recycle bin still counts for access.
      await ctx.mutate(MeetingAttendee).updateMany(
        known.map((one) => {
          const now = wanted.find((other) => same(one, other))
          return {
            id: one.id,
            patch: now ? { organizer: now.organizer, team: now.team, present: true } : { present: false },
          }
        }),
      )
      await ctx.mutate(MeetingAttendee).createMany(wanted.filter((one) => !known.some((other) => same(one, other))))
    },
  ),
]

const refuse = (field: string, message: string): FieldIssue[] => [{ field, code: 'MEETING', message }]

/** When to remind next of a meeting; null where nobody is to be reminded any more. */
export function reminderAfter(
  meeting: Parameters<typeof nextOccurrence>[0] & { readonly remindBefore: number | null; readonly status: string },
  now: Date,
): Date | null {
  if (meeting.remindBefore === null || meeting.status !== 'planned') return null
  const next = nextOccurrence(meeting, now)
  return next && new Date(next.startsAt.getTime() - meeting.remindBefore * 1000)
}
