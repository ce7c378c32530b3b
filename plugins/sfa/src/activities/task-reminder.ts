import { entity, f, User } from '@tessera/core'
import { Task } from '@tessera/plugin-customers/model'

/** That somebody was reminded of a task. */
export class TaskReminder extends entity(
  'taskReminder',
  {
    task: f.ref(Task, { inverse: 'reminders', onDelete: 'cascade' }).label({ en: 'Task', zh: '任务' }),
    user: f.ref(User, { inverse: 'taskReminders', onDelete: 'cascade' }).label({ en: 'Person', zh: '人员' }),
    dueAt: f.instant().label({ en: 'Due', zh: '截止时间' }),
    at: f.instant().label({ en: 'Reminded at', zh: '提醒时间' }),
    seen: f.bool().default(false).label({ en: 'Seen', zh: '已读' }),
  },
  {
    label: { en: 'Reminder of a task', zh: '任务提醒' },
    title: 'dueAt',
    visibility: { owner: 'user' },
    unique: [['task', 'user', 'dueAt']],
  },
) {}
