import { type Hook, type On, Reject } from '@tessera/core'
import { AnnouncementRead, NotificationPreference, type PrmModel } from '../model.ts'

/** What somebody reads or prefers is their own. */
export const newsRules = (on: On<typeof PrmModel>): readonly Hook[] =>
  ([AnnouncementRead, NotificationPreference] as const).map((entity) =>
    on(entity).before('create', { name: 'own' }, ({ ctx, row }) => {
      if (ctx.actor.kind === 'system' && row.user) return
      if (!('id' in ctx.actor))
        throw new Reject('prm.noPerson', 'Only a person has read or preferred something. Say whose it is.')
      return { user: ctx.actor.id }
    }),
  )
