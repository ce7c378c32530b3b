import { type Context, type Id, job, sql, User } from '@tessera/core'
import { sendMail } from '@tessera/plugin-mail'
import { DateTime } from 'luxon'
import { Meeting, MeetingAttendee, MeetingReminder, SfaModel } from '../model.ts'
import { reminderAfter } from './meeting-rules.ts'
import { type Occurrence, occurrencesBetween } from './occurrences.ts'
import { remindOfTasks } from './remind-of-tasks.ts'

type Ctx = Context<typeof SfaModel>

/** Every quarter of a minute; what a stopped worker missed is made up for as long as the meeting has not ended. */
export const sendReminders = job(SfaModel, 'sendReminders', { everyMs: 15_000 }, async ({ ctx, signal }) => {
  for (let more = true; more && !signal.aborted; ) more = (await remindOnce(ctx)) + (await remindOfTasks(ctx)) > 0
})

/** Reminds of up to fifty meetings in one transaction: the notice, the mail and the next reminder come about together. */
export function remindOnce(system: Ctx): Promise<number> {
  return system.transaction(async (ctx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('sfa.reminders', 0))`.execute(ctx.db)
    const now = ctx.now()
    const due = await ctx.list(Meeting, {
      where: { remindAt: { lte: now }, status: { eq: 'planned' } },
      orderBy: [{ remindAt: 'asc' }, { id: 'asc' }],
      limit: 50,
    })
    if (due.length === 0) return 0
    const people = await ctx.list(MeetingAttendee, {
      where: { meeting: { in: due.map(({ id }) => id) }, present: { eq: true } },
      limit: 10_000,
    })
    const users = await ctx.list(User, {
      where: { id: { in: people.map(({ user }) => user) }, active: { eq: true } },
      limit: people.length,
    })
    for (const meeting of due) {
      const start = new Date((meeting.remindAt as Date).getTime() + (meeting.remindBefore ?? 0) * 1000)
      const [current] = occurrencesBetween(meeting, start, new Date(start.getTime() + 1))
      // One that is over by now needs no reminder.
      if (current && current.endsAt > now)
        await remind(
          ctx,
          meeting,
          current,
          users.filter(({ id }) => people.some((one) => one.meeting === meeting.id && one.user === id)),
        )
    }
    const after = (meeting: (typeof due)[number]): Date =>
      new Date(Math.max(now.getTime(), (meeting.remindAt as Date).getTime() + (meeting.remindBefore ?? 0) * 1000 + 1))
    await ctx
      .mutate(Meeting)
      .updateMany(
        due.map((meeting) => ({ id: meeting.id, patch: { remindAt: reminderAfter(meeting, after(meeting)) } })),
      )
    return due.length
  })
}

interface Reminded {
  readonly id: Id
  readonly subject: string
  readonly place: string | null
}

async function remind(
  ctx: Ctx,
  meeting: Reminded,
  { startsAt }: Occurrence,
  users: readonly { id: Id; email: string; locale: string; timeZone: string }[],
): Promise<void> {
  const known = await ctx.list(MeetingReminder, {
    where: { meeting: { eq: meeting.id }, startsAt: { eq: startsAt } },
    limit: 1000,
  })
  const fresh = users.filter(({ id }) => !known.some(({ user }) => user === id))
  await ctx
    .mutate(MeetingReminder)
    .createMany(fresh.map(({ id }) => ({ meeting: meeting.id, user: id, startsAt, at: ctx.now() })))
  for (const { email, locale, timeZone } of fresh) {
    const chinese = locale.startsWith('zh')
    const when = DateTime.fromJSDate(startsAt, { zone: timeZone })
      .setLocale(locale)
      .toLocaleString(DateTime.DATETIME_FULL)
    const place = meeting.place ? `\n${meeting.place}` : ''
    await sendMail(ctx, {
      to: [email],
      subject: `${chinese ? '提醒：' : 'Reminder: '}${meeting.subject}`.replaceAll(/[\r\n]+/g, ' '),
      text: `${meeting.subject}\n${when}${place}\n`,
    })
  }
}
