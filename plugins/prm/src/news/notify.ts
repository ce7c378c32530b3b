import type { Context, Id } from '@tessera/core'
import { sendMail } from '@tessera/plugin-mail'
import { Notification, NotificationPreference, type PrmModel } from '../model.ts'
import { areaOf, kindNamed, textOf } from './notification-kind.ts'
import { type Holders, type Recipient, recipientsOf } from './recipients.ts'

/** To whom, of what, and where it leads. Whoever caused it is not told. */
export type Notice = News & (Holders | { readonly permission?: undefined })

interface News {
  readonly user?: Id | null
  readonly users?: readonly Id[]
  /** Everybody who works for this partner, or those with one of the `roles`. */
  readonly partner?: Id | null
  readonly roles?: readonly ('admin' | 'sales' | 'service' | 'finance')[]
  /** A kind that a plugin contributes, such as `deals.approved`. */
  readonly kind: string
  readonly params?: Readonly<Record<string, string>>
  /** A path of the portal. */
  readonly link?: string
}

/**
 * Tells people of something, in the portal and by e-mail as each of them wants, together with the work that made it happen: if that rolls
 * back, nobody hears of it.
 * @example await notify(ctx, { partner: deal.partner, roles: ['sales', 'admin'], kind: 'deals.approved', params: { title: deal.title }, link: `/deals/${deal.id}` })
 */
export async function notify(ctx: Context<typeof PrmModel>, notice: Notice): Promise<void> {
  const system = ctx.asSystem('tells people of what happened')
  const cause = 'id' in ctx.actor ? ctx.actor.id : null
  const people = (await recipientsOf(system, notice)).filter(({ id }) => id !== cause)
  if (people.length === 0) return
  const area = areaOf(notice.kind)
  const wishes = new Map(
    (
      await system.list(NotificationPreference, {
        where: { area: { eq: area }, user: { in: people.map(({ id }) => id) } },
        limit: people.length,
      })
    ).map((wish) => [wish.user, wish]),
  )
  const told = people.filter(({ id }) => wishes.get(id)?.portal ?? true)
  const { kind, params = {}, link = null } = notice
  if (told.length > 0)
    await system.mutate(Notification).createMany(told.map(({ id }) => ({ user: id, kind, params, link })))
  if (kindNamed(ctx, kind)?.email === false) return
  for (const person of people.filter(({ id }) => wishes.get(id)?.email ?? true)) await mail(system, person, notice)
}

async function mail(system: Context<typeof PrmModel>, person: Recipient, notice: Notice): Promise<void> {
  const { title, text } = textOf(system, { kind: notice.kind, params: notice.params ?? {} }, person)
  const { name, publicUrl } = system.company
  const lines = [
    text,
    notice.link === undefined ? '' : `${publicUrl}${notice.link}`,
    '--',
    name,
    `${publicUrl}/account/notifications`,
  ]
  await sendMail(system, {
    to: [person.email],
    subject: title.replace(/[\r\n]+/g, ' ').slice(0, 500),
    text: lines.filter(Boolean).join('\n\n'),
  })
}
