import type { EntityMeta } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import type { Seen } from './graphql-crawl.ts'
import type { Planted } from './plant-rows.ts'
import { shared } from './two-trees.ts'

/** Rows that say what somebody may see: who works for us, which tier we buy in. To lead over is what they are for; who may write them, tests of their own say. */
const granting: ReadonlySet<string> = new Set(['partnerMember', 'accountPricing'])

/**
 * Makes rows of ours that lead to rows of theirs: for each ref a copy of a row of ours, in which that ref leads over. Whatever such a row
 * is to its reader, it must be no bridge.
 * @returns how many there are
 */
export async function buildBridges({ crm, database }: TestCrm, ours: Seen, theirs: Planted): Promise<number> {
  let built = 0
  for (const [name, ids] of ours) {
    const entity = crm.registry.entity(name)
    const [own] = ids
    if (shared.has(name) || granting.has(name) || own === undefined) continue
    for (const { target, definition, columns } of entity.fields.values()) {
      const over = target && !shared.has(target.name) ? theirs.get(target.name)?.at(-1) : undefined
      if (definition.kind !== 'ref' || over === undefined) continue
      const names = writable(entity)
      const values = names.map((column) =>
        column === 'id' ? 'gen_random_uuid()' : column === columns[0]?.name ? '$2::uuid' : `"${column}"`,
      )
      const text = `insert into crm."${entity.table}" (${names.map((column) => `"${column}"`)}) select ${values} from crm."${entity.table}" where id = $1::uuid`
      await database.pipeline([{ text, values: [own, over] }])
      built++
    }
  }
  return built
}

const writable = (entity: EntityMeta): string[] => [
  ...['id', 'created_at', 'created_by', 'updated_at', 'updated_by', 'version', 'external_keys'],
  ...[...entity.fields.values()].flatMap(({ definition, columns }) =>
    definition.kind === 'computed' ? [] : columns.map(({ name }) => name),
  ),
]
