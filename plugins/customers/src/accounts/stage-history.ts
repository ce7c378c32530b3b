import type { Hook, On } from '@tessera/core'
import { Account, AccountStage, type CustomersModel } from '../model.ts'
import { personOf } from '../person.ts'

/** Notes every change of an account's lifecycle stage, and on the account since when it is in the present one. */
export const stageHistory = (on: On<typeof CustomersModel>): readonly Hook[] => [
  on(Account).before('save', { fields: ['stage'], name: 'stageSince' }, ({ old, row, ctx }) =>
    old?.stage === row.stage ? undefined : { stageSince: ctx.now() },
  ),
  on(Account).after('save', { batch: true, fields: ['stage'], name: 'stageHistory' }, async (events) => {
    const steps = events.filter(({ old, row }) => old?.stage !== row.stage)
    const [first] = steps
    if (!first) return
    const history = steps.map(({ id, old, row }) => ({
      account: id,
      stage: row.stage,
      previous: old?.stage ?? null,
      at: row.stageSince ?? first.ctx.now(),
      user: personOf(first.ctx.actor),
    }))
    await first.ctx.asSystem('keeps the stage history').mutate(AccountStage).createMany(history)
  }),
]
