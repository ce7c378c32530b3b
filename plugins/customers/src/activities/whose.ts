import type { Context, Hook, Id, On } from '@tessera/core'
import { Account, Contact, type CustomersModel, Interaction, Lead, Note, Task } from '../model.ts'
import { colleagueOf } from '../person.ts'

/**
 * Fills in what a new row leaves open: whoever of the staff writes it is its owner, unless it is given to somebody; an activity with
 * a contact belongs to the contact's account too, so that it is seen there.
 */
export const whose = (on: On<typeof CustomersModel>): readonly Hook[] => [
  on(Account).before('create', { name: 'owner' }, ({ row, ctx }) =>
    row.owner || row.team || row.territory ? undefined : { owner: colleagueOf(ctx.actor) },
  ),
  on(Lead).before('create', { name: 'owner' }, ({ row, ctx }) =>
    row.owner || row.team || row.territory ? undefined : { owner: colleagueOf(ctx.actor) },
  ),
  on(Contact).before('create', { name: 'owner' }, ({ row, ctx }) =>
    row.owner || row.account ? undefined : { owner: colleagueOf(ctx.actor) },
  ),
  on(Interaction).before('create', { name: 'user' }, ({ row, ctx }) =>
    row.user ? undefined : { user: colleagueOf(ctx.actor) },
  ),
  on(Task).before('create', { name: 'assignee' }, ({ row, ctx }) =>
    row.assignee ? undefined : { assignee: colleagueOf(ctx.actor) },
  ),
  on(Note).before('create', { name: 'author' }, ({ row, ctx }) =>
    row.author ? undefined : { author: colleagueOf(ctx.actor) },
  ),
  on(Interaction).before('create', { batch: true, name: 'account' }, (events) => accountsFromContacts(events)),
  on(Task).before('create', { batch: true, name: 'account' }, (events) => accountsFromContacts(events)),
  on(Note).before('create', { batch: true, name: 'account' }, (events) => accountsFromContacts(events)),
]

type ActivityEvent = {
  readonly row: { readonly account: Id | null; readonly contact: Id | null }
  readonly ctx: Context<typeof CustomersModel>
}

async function accountsFromContacts(events: readonly ActivityEvent[]): Promise<({ account: Id | null } | undefined)[]> {
  const contacts = events.flatMap(({ row }) => (row.contact && !row.account ? [row.contact] : []))
  const [first] = events
  if (!first || contacts.length === 0) return []
  const rows = await first.ctx.db
    .selectFrom('contact')
    .select(['id', 'accountId'])
    .where('id', 'in', [...new Set(contacts)])
    .execute()
  const accounts = new Map(rows.map((row) => [row.id, row.accountId]))
  return events.map(({ row }) =>
    row.contact && !row.account ? { account: accounts.get(row.contact) ?? null } : undefined,
  )
}
