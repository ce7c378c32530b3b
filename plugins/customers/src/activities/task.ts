import { entity, f, User } from '@tessera/core'
import { Account } from '../accounts/account.ts'
import { Contact } from '../contacts/contact.ts'
import { Lead } from '../leads/lead.ts'

/** Something somebody has to do, usually for an account, a contact or a lead. */
export class Task extends entity(
  'task',
  {
    title: f.text({ max: 300 }).label({ en: 'Title', zh: '标题' }),
    description: f.richText().nullable().label({ en: 'Description', zh: '说明' }),
    dueAt: f.instant().nullable().indexed().label({ en: 'Due', zh: '截止时间' }),
    priority: f.enum(['low', 'normal', 'high']).default('normal').label({ en: 'Priority', zh: '优先级' }),
    done: f.bool().default(false).label({ en: 'Done', zh: '已完成' }),
    doneAt: f.instant().nullable().readonly().label({ en: 'Done at', zh: '完成时间' }),
    doneBy: f
      .ref(User, { inverse: 'completedTasks', onDelete: 'setNull' })
      .nullable()
      .readonly()
      .label({ en: 'Done by', zh: '完成人' }),
    assignee: f
      .ref(User, { inverse: 'tasks', onDelete: 'setNull' })
      .nullable()
      .label({ en: 'Assigned to', zh: '负责人' }),
    account: f.ref(Account, { onDelete: 'cascade' }).nullable().label({ en: 'Account', zh: '客户' }),
    contact: f.ref(Contact, { onDelete: 'setNull' }).nullable().label({ en: 'Contact', zh: '联系人' }),
    lead: f.ref(Lead, { onDelete: 'setNull' }).nullable().label({ en: 'Lead', zh: '线索' }),
  },
  {
    label: { en: 'Task', zh: '任务' },
    visibility: { owner: 'assignee', through: 'account' },
    indexes: [
      ['account', 'doneAt'],
      ['contact', 'doneAt'],
      ['lead', 'doneAt'],
      ['assignee', 'done', 'dueAt'],
    ],
  },
) {}
