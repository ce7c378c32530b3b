import { type Hook, type HookEvent, type Id, type On, sql } from '@tessera/core'
import { ContactRole, type CustomersModel } from '../model.ts'

type RoleEvent = HookEvent<typeof CustomersModel, typeof ContactRole>

/**
 * One contact of an account is the first to ask in a role: marking another one takes the mark from the one before. A role that
 * comes back from the recycle bin gives way to whoever took its place.
 */
export const primaryContact = (on: On<typeof CustomersModel>): readonly Hook[] => [
  on(ContactRole).before(
    'save',
    { batch: true, fields: ['primary', 'account', 'role'], name: 'onePrimary' },
    async (events) => {
      const { ctx, last, others } = await readPlaces(events)
      await ctx?.mutate(ContactRole).updateMany(others.map(({ id }) => ({ id, patch: { primary: false } })))
      // Of two in one write, the later one has it.
      return events.map(({ id, row }) =>
        row.primary && last.get(placeOf(row)) !== id ? { primary: false } : undefined,
      )
    },
  ),
  on(ContactRole).after('restore', { batch: true, name: 'onePrimary' }, async (events) => {
    const { ctx, last, others } = await readPlaces(events)
    const taken = new Set(others.map(placeOf))
    const yielding = events.filter(
      ({ id, row }) => row.primary && (taken.has(placeOf(row)) || last.get(placeOf(row)) !== id),
    )
    await ctx?.mutate(ContactRole).updateMany(yielding.map(({ id }) => ({ id, patch: { primary: false } })))
  }),
]

interface Place {
  readonly account: Id
  readonly role: string
}

const placeOf = ({ account, role }: Place): string => `${account} ${role}`

/** For the places that marked rows of a write take: the last of these rows in each, and other rows that are marked there. */
async function readPlaces(events: readonly RoleEvent[]) {
  const marked = events.filter(({ row }) => row.primary)
  const last = new Map(marked.map((event) => [placeOf(event.row), event.id]))
  const ctx = marked[0]?.ctx.asSystem('keeps one primary contact per account and role')
  if (!ctx) return { ctx, last, others: [] }
  const places = [...last.keys()].sort()
  await sql`select pg_advisory_xact_lock(k.hash) from (select distinct hashtextextended('customers.primary ' || u.place, 0) as hash
    from unnest(${places}::text[]) u(place) order by 1) k`.execute(ctx.db)
  const { rows } = await sql<Place & { id: Id }>`
    select r.id, r.account_id as account, r.role from crm.contact_role r where r."primary" and r.deleted_at is null
      and r.account_id || ' ' || r.role = any(${places}::text[]) and r.account_id = any(${marked.map(({ row }) => row.account)}::uuid[])
      and r.id <> all(${events.map(({ id }) => id)}::uuid[])`.execute(ctx.db)
  return { ctx, last, others: rows }
}
