import type { ActorKind } from '../access/actor.ts'
import { quote, tableOf } from '../model/record.ts'
import type { EntityMeta, FieldMeta, Registry } from '../model/registry.ts'

/** The column of an entity's search words, if it has one. */
export const wordsField = (entity: EntityMeta): FieldMeta | undefined =>
  entity.searchFields.find((field) => field.definition.words)

/** The function that finds an entity's rows by patterns of `searchPatterns`. */
export const findFunction = (entity: EntityMeta): string => `tessera.${quote(`find_${entity.table}`)}`

/**
 * SQL that makes, for each entity with search words, a function that gives the ids of rows the actor may see and that match every
 * pattern. It runs as its owner and carries the access rule of each kind of actor itself: below a policy PostgreSQL would not use
 * the trigram index, because LIKE is not leakproof. `check` is the rule as SQL over the alias `t`.
 */
export function findStatements(
  registry: Registry,
  check: (entity: EntityMeta, kind: ActorKind) => string,
  roles: readonly string[],
): string[] {
  return [...registry.entities.values()].flatMap((entity) => {
    const column = wordsField(entity)?.columns[0]?.name
    if (column === undefined) return []
    const signature = `${findFunction(entity)}(text[])`
    return [
      findStatement(entity, column, check),
      `revoke all on function ${signature} from public`,
      `grant execute on function ${signature} to ${roles.join(', ')}`,
    ]
  })
}

const kinds: readonly ActorKind[] = ['user', 'partner', 'customer', 'service', 'system']

function findStatement(
  entity: EntityMeta,
  column: string,
  check: (entity: EntityMeta, kind: ActorKind) => string,
): string {
  const rules = kinds.map((kind) => `when '${kind}' then $rule$${check(entity, kind)}$rule$`).join('\n      ')
  return `create or replace function ${findFunction(entity)}(patterns text[]) returns setof uuid language plpgsql stable security definer
set search_path = pg_catalog, pg_temp as $tessera$
begin
  -- The patterns stand in the text, so that each of them can use the index.
  return query execute 'select t.id from ${tableOf(entity)} t where '
    || (select coalesce(string_agg(format('t.${quote(column)} like %L', pattern), ' and '), 'false') from unnest(patterns) pattern)
    || ' and (' || case tessera.actor_kind()
      ${rules}
      else 'false' end || ')';
end $tessera$`
}
