import type { Hook, On } from '@tessera/core'
import { Task } from '@tessera/plugin-customers/model'
import type { SfaModel } from '../model.ts'

/** A task that moves, is done or goes to somebody else takes its reminder along. */
export const taskRules = (on: On<typeof SfaModel>): readonly Hook[] => [
  on(Task).before(
    'save',
    { fields: ['dueAt', 'sfaRemindBefore', 'done', 'assignee'], name: 'reminder' },
    ({ row, ctx }) => {
      const { dueAt, sfaRemindBefore: before, done, assignee } = row
      const asked = dueAt !== null && before !== null && assignee !== null && !done && dueAt > ctx.now()
      return { sfaRemindAt: asked ? new Date(dueAt.getTime() - before * 1000) : null }
    },
  ),
]
