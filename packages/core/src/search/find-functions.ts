import type { ActorKind } from '../access/actor.ts'
import type { RowKeys } from '../access/every-row.ts'
import { quote, tableOf } from '../model/record.ts'
import type { EntityMeta, FieldMeta, Registry } from '../model/registry.ts'

/** The column of an entity's search words, if it has one. */
export const wordsField = (entity: EntityMeta): FieldMeta | undefined =>
  entity.searchFields.find((field) => field.definition.words)

/** The function that finds an entity's rows by patterns of `searchPatterns`. */
export const findFunction = (entity: EntityMeta): string => `tessera.${quote(`find_${entity.table}`)}`

/** The function that says whether the actor sees so few rows of an entity that looking through them is the quickest search. */
export const fewFunction = (entity: EntityMeta): string => `tessera.${quote(`few_${entity.table}`)}`

/** What of an entity a kind of actor may read, as SQL over the alias `t`. */
export interface FindRules {
  readonly check: (entity: EntityMeta, kind: ActorKind) => string
  /** See `rowKeys`. */
  readonly keys: (entity: EntityMeta, kind: ActorKind) => RowKeys | null
}

/**
 * SQL that makes the two functions of each entity with search words. They run as their owner. The one that finds gives the ids of rows
 * the actor may see and that match every pattern; it carries the access rule of each kind of actor itself: below a policy
 * PostgreSQL would not use the trigram index, because LIKE is not leakproof.
 */
export function findStatements(registry: Registry, rules: FindRules, roles: readonly string[]): string[] {
  return [...registry.entities.values()].flatMap((entity) => {
    const column = wordsField(entity)?.columns[0]?.name
    if (column === undefined) return []
    const signatures = `function ${findFunction(entity)}(text[]), ${fewFunction(entity)}()`
    return [
      findStatement(entity, column, rules),
      fewStatement(entity, rules),
      `revoke all on ${signatures} from public`,
      `grant execute on ${signatures} to ${roles.join(', ')}`,
    ]
  })
}

const kinds: readonly ActorKind[] = ['user', 'partner', 'customer', 'service', 'system']

const definer = 'stable security definer\nset search_path = pg_catalog, pg_temp'

function findStatement(entity: EntityMeta, column: string, { check }: FindRules): string {
  const rules = kinds.map((kind) => `when '${kind}' then $rule$${check(entity, kind)}$rule$`).join('\n      ')
  return `create or replace function ${findFunction(entity)}(patterns text[]) returns setof uuid language plpgsql ${definer} as $tessera$
begin
  -- The patterns stand in the text, so that each of them can use the index.
  return query execute 'select t.id from ${tableOf(entity)} t where '
    || (select coalesce(string_agg(format('t.${quote(column)} like %L', pattern), ' and '), 'false') from unnest(patterns) pattern)
    || ' and (' || case tessera.actor_kind()
      ${rules}
      else 'false' end || ')';
end $tessera$`
}

/**
 * The trigram index goes through everybody's rows that have a frequent word: a tenth of a million accounts in 70 ms, where looking
 * through the 6,000 of a partner takes 10. They are counted in the index of their keys, in one or two.
 */
const fewRows = 10_000

function fewStatement(entity: EntityMeta, { keys }: FindRules): string {
  const arms = kinds.flatMap((kind) => {
    const known = keys(entity, kind)
    if (!known) return []
    const rows = `select from ${tableOf(entity)} t where ${known.keys} limit ${fewRows + 1}`
    return [
      `when tessera.actor_kind() = '${kind}' then not (${known.unless}) and (select count(*) <= ${fewRows} from (${rows}) t)`,
    ]
  })
  const answer = arms.length === 0 ? 'false' : `case ${arms.join('\n    ')} else false end`
  return `create or replace function ${fewFunction(entity)}() returns boolean language plpgsql ${definer} as $tessera$
begin
  return ${answer};
end $tessera$`
}
