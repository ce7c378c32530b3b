import { type Hook, type Id, type On, Reject, sql } from '@tessera/core'
import { AccountRelation, type CustomersModel, hierarchicalTypes } from '../model.ts'

/** Refuses relations of hierarchical types that would lead from an account back to itself. */
export const relationGuard = (on: On<typeof CustomersModel>): Hook =>
  on(AccountRelation).before(
    ['create', 'update', 'restore'],
    { batch: true, fields: ['from', 'to', 'type'], name: 'noCircles' },
    async (events) => {
      const concerned = events.filter(({ row }) => hierarchicalTypes.has(row.type))
      const [first] = concerned
      if (!first) return
      const ctx = first.ctx.asSystem('checks account relations for circles')
      await sql`select pg_advisory_xact_lock(hashtextextended('customers.relations', 0))`.execute(ctx.db)
      for (const type of new Set(concerned.map(({ row }) => row.type))) {
        const mine = concerned.filter(({ row }) => row.type === type)
        const targets = await targetsBelow(
          ctx.db,
          type,
          mine.map(({ row }) => row.to),
          mine.map(({ id }) => id),
        )
        for (const { row } of mine) targets.set(row.from, [...(targets.get(row.from) ?? []), row.to])
        for (const { row } of mine) {
          if (reaches(targets, row.to, row.from)) {
            throw new Reject(
              'customers.relationCircle',
              `This would make a circle: the account it leads to already «${type}» the account it starts from, directly or through others.`,
              { type },
            )
          }
        }
      }
    },
  )

/** Where relations of a type lead from some accounts on, step by step, without the relations that are being written. */
async function targetsBelow(
  db: Parameters<ReturnType<typeof sql>['execute']>[0],
  type: string,
  start: readonly Id[],
  without: readonly Id[],
): Promise<Map<Id, Id[]>> {
  const { rows } = await sql<{ fromId: Id; toId: Id }>`
    with recursive below(from_id, to_id) as (
      select r.from_id, r.to_id from crm.account_relation r
      where r.from_id = any(${start}::uuid[]) and r.type = ${type} and r.deleted_at is null and r.id <> all(${without}::uuid[])
      union
      select r.from_id, r.to_id from below join crm.account_relation r on r.from_id = below.to_id
      where r.type = ${type} and r.deleted_at is null and r.id <> all(${without}::uuid[])
    ) select * from below`.execute(db)
  const targets = new Map<Id, Id[]>()
  for (const { fromId, toId } of rows) targets.set(fromId, [...(targets.get(fromId) ?? []), toId])
  return targets
}

function reaches(targets: ReadonlyMap<Id, readonly Id[]>, start: Id, goal: Id): boolean {
  const seen = new Set<Id>()
  const open = [start]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === goal) return true
    if (seen.size === seen.add(at).size) continue
    open.push(...(targets.get(at) ?? []))
  }
  return false
}
