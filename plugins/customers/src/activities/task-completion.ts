import type { Hook, On } from '@tessera/core'
import { type CustomersModel, Task } from '../model.ts'
import { personOf } from '../person.ts'

/** Notes when, and by whom, a task was done; takes it back when it is opened again. */
export const taskCompletion = (on: On<typeof CustomersModel>): Hook =>
  on(Task).before('save', { fields: ['done'], name: 'completion' }, ({ old, row, ctx }) => {
    if (row.done === (old?.done ?? false)) return undefined
    return row.done ? { doneAt: ctx.now(), doneBy: personOf(ctx.actor) } : { doneAt: null, doneBy: null }
  })
