import { f } from '@tessera/core'
import { Task } from '@tessera/plugin-customers/model'

/** When who has a task is reminded of it. */
export const taskFields = Task.with({
  remindBefore: f
    .duration()
    .nullable()
    .label({ en: 'Remind before', zh: '提前提醒' })
    .unit('s')
    .help({ en: 'So long before it is due; 0 when it is', zh: '到期前多久提醒；0 表示到期时' }),
  remindAt: f.instant().nullable().readonly().indexed().label({ en: 'Next reminder', zh: '下次提醒' }),
})
