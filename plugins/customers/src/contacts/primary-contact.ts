import { type Hook, type Id, type On, sql } from '@tessera/core'
import { ContactRole, type CustomersModel } from '../model.ts'

/** One contact of an account is the first to ask in a role: marking another one takes the mark from the one before. */
export const primaryContact = (on: On<typeof CustomersModel>): Hook =>
  on(ContactRole).before(
    'save',
    { batch: true, fields: ['primary', 'account', 'role'], name: 'onePrimary' },
    async (events) => {
      const marked = events.filter(({ row }) => row.primary)
      const [first] = marked
      if (!first) return
      const ctx = first.ctx.asSystem('keeps one primary contact per account and role')
      const placeOf = (row: { account: Id; role: string }): string => `${row.account} ${row.role}`
      const last = new Map(marked.map((event) => [placeOf(event.row), event.id]))
      const locks = [...last.keys()].sort()
      await sql`select pg_advisory_xact_lock(k.hash) from (select distinct hashtextextended('customers.primary ' || u.place, 0) as hash
      from unnest(${locks}::text[]) u(place) order by 1) k`.execute(ctx.db)
      const { rows } = await sql<{ id: Id }>`
      select r.id from crm.contact_role r where r."primary" and r.deleted_at is null
        and r.account_id || ' ' || r.role = any(${locks}::text[]) and r.account_id = any(${marked.map(({ row }) => row.account)}::uuid[])
        and r.id <> all(${events.map(({ id }) => id)}::uuid[])`.execute(ctx.db)
      await ctx.mutate(ContactRole).updateMany(rows.map(({ id }) => ({ id, patch: { primary: false } })))
      // Of two in one write, the later one has it.
      return events.map(({ id, row }) =>
        row.primary && last.get(placeOf(row)) !== id ? { primary: false } : undefined,
      )
    },
  )
