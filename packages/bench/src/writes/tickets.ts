import { definePlugin, entity, f, model, permission } from '@tessera/core'

/** What is written: a text, a number, a day, money and an e-mail address, with columns that hooks fill. */
export class Ticket extends entity('ticket', {
  title: f.text({ max: 200 }),
  status: f.enum(['open', 'waiting', 'closed']).default('open'),
  priority: f.int({ min: 1, max: 5 }).nullable(),
  amount: f.money().nullable(),
  due: f.date().nullable(),
  email: f.email().nullable(),
}) {}

export class TicketsModel extends model('tickets', { entities: [Ticket] }) {}

/** Rows that the `after` hook was told of: it has to have run. */
export const heard = { rows: 0 }

/** One hook before the write, which sets a field, and one after it. */
export const tickets = definePlugin(TicketsModel)({
  permissions: { 'tickets:use': 'Use tickets' },
  access: ({ allow }) => [allow(Ticket, ['read', 'create', 'update', 'delete'], permission('tickets:use'))],
  hooks: ({ on }) => [
    on(Ticket).before('create', ({ row }) => ({ priority: priorityOf(row.title) })),
    on(Ticket).after('create', ({ row }) => {
      if (row.version === 1) heard.rows++
    }),
  ],
})

/** What the hook sets, and the hand too. */
export const priorityOf = (title: string): number => (title.length % 5) + 1

export interface TicketInput {
  readonly title: string
  readonly amount: { readonly minor: bigint; readonly currency: string }
  readonly due: string
  readonly email: string
}

export const ticketInput = (n: number): TicketInput => ({
  title: `Ticket ${n} of a customer who waits`,
  amount: { minor: BigInt(1_000 + (n % 90_000)), currency: 'EUR' },
  due: `2026-0${1 + (n % 9)}-1${n % 10}`,
  email: `customer.${n}@example.com`,
})
