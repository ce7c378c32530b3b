import { type Context, User } from '@tessera/core'
import { Announcement, AnnouncementRead, Notification } from '@tessera/plugin-prm/model'
import { idsByKey, need, upsertByKey } from '../keys.ts'

/** How many of somebody's notifications are new. */
const unread = 4

/** What people have read by now, so that what is new stands out. Done once: afterwards it is theirs. */
export async function seedReading(ctx: Context): Promise<void> {
  const [users, news, known] = [
    await idsByKey(ctx, User),
    await idsByKey(ctx, Announcement),
    await idsByKey(ctx, AnnouncementRead),
  ]
  if (known.size > 0) return
  await upsertByKey(
    ctx,
    AnnouncementRead,
    new Map(
      ['academy', 'stock'].flatMap((key) =>
        [
          ['katrin', key],
          ['pieter', key],
          ['liwei', `${key}-zh`],
        ].map(([person = '', one = '']) => [
          `${person}-${one}`,
          { user: need(users, person), announcement: need(news, one) },
        ]),
      ),
    ),
  )
  const told = await ctx.list(Notification, { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], limit: 10_000 })
  const old = [...Map.groupBy(told, ({ user }) => user).values()].flatMap((own) => own.slice(unread))
  await ctx.mutate(Notification).updateMany(old.map(({ id }) => ({ id, patch: { readAt: ctx.now() } })))
}
