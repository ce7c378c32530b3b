import type { AnyEntity, Context } from '@tessera/core'

/** The system under which everything of the demo is known, so that seeding again finds it. */
export const demo = 'demo'

/** Upserts rows by their demo key, five hundred at a time, and gives their ids by key. */
export async function upsertByKey(
  ctx: Context,
  entity: AnyEntity,
  rows: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  const entries = [...rows]
  for (let start = 0; start < entries.length; start += 500) {
    const batch = entries.slice(start, start + 500)
    const written = await ctx
      .mutate(entity)
      .upsertMany(batch.map(([key, input]) => ({ by: { system: demo, key }, input })))
    for (const [index, { row }] of written.entries()) ids.set(batch[index]?.[0] ?? '', (row as { id: string }).id)
  }
  return ids
}

/** The id of a row of the demo that an earlier step wrote. */
export async function idsByKey(ctx: Context, entity: AnyEntity): Promise<Map<string, string>> {
  const rows = (await ctx.list(entity, { limit: 10_000 })) as { id: string; externalKeys: Record<string, string> }[]
  return new Map(rows.flatMap((row) => (row.externalKeys[demo] ? [[row.externalKeys[demo], row.id]] : [])))
}

export function need(ids: ReadonlyMap<string, string>, key: string): string {
  const id = ids.get(key)
  if (!id) throw new Error(`the demo refers to «${key}», which no step has written`)
  return id
}
