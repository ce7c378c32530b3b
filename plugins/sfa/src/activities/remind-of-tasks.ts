import { type Context, sql, User } from '@tessera/core'
import { Task } from '@tessera/plugin-customers/model'
import { sendMail } from '@tessera/plugin-mail'
import { DateTime } from 'luxon'
import { type SfaModel, TaskReminder } from '../model.ts'

/** Reminds of up to fifty tasks in one transaction, each once for a day it is due: the notice and the mail come about together. */
export function remindOfTasks(system: Context<typeof SfaModel>): Promise<number> {
  return system.transaction(async (ctx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('sfa.taskReminders', 0))`.execute(ctx.db)
    const now = ctx.now()
    const tasks = await ctx.list(Task, {
      where: { sfaRemindAt: { lte: now } },
      orderBy: [{ sfaRemindAt: 'asc' }, { id: 'asc' }],
      limit: 50,
    })
    if (tasks.length === 0) return 0
    const users = await ctx.list(User, {
      where: { id: { in: tasks.flatMap(({ assignee }) => assignee ?? []) }, active: { eq: true } },
      limit: tasks.length,
    })
    const known = await ctx.list(TaskReminder, { where: { task: { in: tasks.map(({ id }) => id) } }, limit: 10_000 })
    for (const { id, title, assignee, dueAt } of tasks) {
      const user = users.find((one) => one.id === assignee)
      const told = known.some(
        (one) => one.task === id && one.user === assignee && one.dueAt.getTime() === dueAt?.getTime(),
      )
      if (!user || !dueAt || told) continue
      await ctx.mutate(TaskReminder).create({ task: id, user: user.id, dueAt, at: now })
      const { email, locale, timeZone } = user
      const due = DateTime.fromJSDate(dueAt, { zone: timeZone })
        .setLocale(locale)
        .toLocaleString(DateTime.DATETIME_FULL)
      const chinese = locale.startsWith('zh')
      await sendMail(ctx, {
        to: [email],
        subject: `${chinese ? '提醒：' : 'Reminder: '}${title}`.replaceAll(/[\r\n]+/g, ' '),
        text: `${title}\n${chinese ? '截止' : 'Due'} ${due}\n`,
      })
    }
    await ctx.mutate(Task).updateMany(tasks.map(({ id }) => ({ id, patch: { sfaRemindAt: null } })))
    return tasks.length
  })
}
