import { type Context, type Contribution, type Id, sql } from '@tessera/core'
import { Contact, type CustomersModel, Interaction, Task } from '../model.ts'
import { accountFacts } from './fact.ts'

type Ctx = Context<typeof CustomersModel>
type Counted = readonly { readonly account: Id; readonly value: number }[]

const byAccount = (rows: Counted): ReadonlyMap<Id, number> => new Map(rows.map((row) => [row.account, row.value]))

/** What this plugin itself tells of an account. For staff: to others the rows behind it are hidden. */
export const ownFacts: readonly Contribution[] = [
  accountFacts.add('contacts', {
    label: { en: 'Contacts', zh: '联系人数' },
    order: 10,
    load: async (ctx: Ctx, accounts) =>
      ctx.readable(Contact).has('account')
        ? byAccount(
            (
              await sql<Counted[number]>`select account_id as account, count(*)::int as value from crm.contact
            where account_id = any(${accounts}::uuid[]) and active ${live(ctx, Contact)} group by account_id`.execute(
                ctx.db,
              )
            ).rows,
          )
        : new Map(),
  }),
  accountFacts.add('openTasks', {
    label: { en: 'Open tasks', zh: '未完成任务' },
    order: 20,
    load: async (ctx: Ctx, accounts) =>
      ctx.readable(Task).has('done')
        ? byAccount(
            (
              await sql<Counted[number]>`select account_id as account, count(*)::int as value from crm.task
            where account_id = any(${accounts}::uuid[]) and not done ${live(ctx, Task)} group by account_id`.execute(
                ctx.db,
              )
            ).rows,
          )
        : new Map(),
  }),
  accountFacts.add('lastInteraction', {
    label: { en: 'Last interaction', zh: '最近互动' },
    order: 30,
    load: async (ctx: Ctx, accounts) => {
      if (!ctx.readable(Interaction).has('occurredAt')) return new Map()
      const { rows } = await sql<{
        account: Id
        value: Date
      }>`select account_id as account, max(occurred_at) as value from crm.interaction
        where account_id = any(${accounts}::uuid[]) and occurred_at <= ${ctx.now()} ${live(ctx, Interaction)} group by account_id`.execute(
        ctx.db,
      )
      return new Map(rows.map((row) => [row.account, row.value.toISOString()]))
    },
  }),
]

// Partners and customers do not see the column; their policies leave deleted rows out.
const live = (ctx: Ctx, entity: typeof Contact | typeof Task | typeof Interaction) =>
  ctx.readable(entity).has('deletedAt') ? sql`and deleted_at is null` : sql``
