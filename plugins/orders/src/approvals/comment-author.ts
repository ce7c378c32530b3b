import type { Hook, On } from '@tessera/core'
import { ApprovalComment, type OrdersModel } from '../model.ts'

/** A comment is by whoever writes it. */
export const commentAuthor = (on: On<typeof OrdersModel>): Hook =>
  on(ApprovalComment).before('create', { name: 'author' }, ({ ctx }) => ({
    author: ctx.actor.kind === 'user' ? ctx.actor.id : null,
  }))
