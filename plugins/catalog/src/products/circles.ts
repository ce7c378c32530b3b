import { type Context, type Id, type RawBuilder, sql } from '@tessera/core'
import type { CatalogModel } from '../model.ts'

/** One step of a relation that must not lead back to where it began: a category and its parent, a bundle and its part. */
export interface Link {
  readonly from: Id
  readonly to: Id
}

/**
 * The first of the links about to be written that closes a circle, with each other or with the stored ones; null if none does.
 * @param stored a query of `from_id`, `to_id`: the stored links without those that are being rewritten
 * @param lock whoever writes links of one kind waits for others who do, so that two harmless writes close no circle together
 */
export async function findCircle(
  ctx: Context<typeof CatalogModel>,
  lock: string,
  stored: RawBuilder<unknown>,
  written: readonly Link[],
): Promise<Link | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(ctx.db)
  const { rows } = await sql<{ fromId: Id; toId: Id }>`
    with recursive stored(from_id, to_id) as (${stored}), ahead(from_id, to_id) as (
      select s.from_id, s.to_id from stored s where s.from_id = any(${written.map(({ to }) => to)}::uuid[])
      union
      select s.from_id, s.to_id from ahead join stored s on s.from_id = ahead.to_id
    ) select * from ahead`.execute(ctx.db)
  const targets = new Map<Id, Id[]>()
  const all = [...rows.map(({ fromId, toId }) => ({ from: fromId, to: toId })), ...written]
  for (const { from, to } of all) targets.set(from, [...(targets.get(from) ?? []), to])
  return written.find(({ from, to }) => reaches(targets, to, from)) ?? null
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
