import type { TestCrm } from '@tessera/testing'

/** How many rows there are of each entity. */
export async function countRows({ crm, database }: TestCrm): Promise<Readonly<Record<string, number>>> {
  const parts = [...crm.registry.entities.values()].map(
    ({ name, table }) => `select '${name}' as name, count(*)::int as count from crm."${table}"`,
  )
  const [result] = await database.pipeline([{ text: parts.join(' union all ') }])
  const rows = (result?.rows ?? []) as { name: string; count: number }[]
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]))
}

/** What has become more or less since, by entity. */
export const changesSince = (
  before: Readonly<Record<string, number>>,
  now: Readonly<Record<string, number>>,
): Record<string, number> =>
  Object.fromEntries(
    Object.entries(now).flatMap(([name, count]) => {
      const change = count - (before[name] ?? 0)
      return change === 0 ? [] : [[name, change]]
    }),
  )
