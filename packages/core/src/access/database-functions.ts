import { isoDigits } from '../values/money.ts'
import { allRoles } from './database-roles.ts'

const setting = (name: string): string => `nullif(current_setting('tessera.${name}', true), '')`

/** A function of one expression, which PostgreSQL puts in place of the call. */
const inline = (signature: string, type: string, volatility: 'stable' | 'immutable', expression: string): string =>
  `create or replace function tessera.${signature} returns ${type} language sql ${volatility} parallel safe return ${expression}`

/** Currencies by the digits of their minor unit, where these are not 2. */
function digitsCase(): string {
  const groups = Map.groupBy(Object.keys(isoDigits).sort(), (currency) => isoDigits[currency] ?? 2)
  const arms = [...groups]
    .sort(([a], [b]) => a - b)
    .map(([digits, list]) => `when currency in (${list.map((code) => `'${code}'`).join(', ')}) then ${digits}`)
  return `case ${arms.join(' ')} else 2 end`
}

/**
 * The functions that policies, checks and queries call. What they tell of the actor stands in settings of the transaction.
 * `actor_*` give null or an empty list where the setting is missing, so that whoever is nobody in particular sees nothing.
 */
export const functionStatements: readonly string[] = [
  inline('actor_kind()', 'text', 'stable', setting('actor_kind')),
  inline('actor_id()', 'uuid', 'stable', `${setting('actor_id')}::uuid`),
  inline('actor_partner()', 'uuid', 'stable', `${setting('actor_partner')}::uuid`),
  inline('actor_account()', 'uuid', 'stable', `${setting('actor_account')}::uuid`),
  inline('actor_teams()', 'uuid[]', 'stable', `coalesce(${setting('actor_teams')}::uuid[], '{}'::uuid[])`),
  inline('actor_territories()', 'uuid[]', 'stable', `coalesce(${setting('actor_territories')}::uuid[], '{}'::uuid[])`),
  inline(
    'actor_has_role(role text)',
    'boolean',
    'stable',
    `coalesce(role = any(${setting('actor_roles')}::text[]), false)`,
  ),
  inline(
    'scope(permission text)',
    'text',
    'stable',
    `coalesce(${setting('actor_permissions')}::jsonb ->> permission, ${setting('actor_permissions')}::jsonb ->> '*')`,
  ),
  // Runs as its owner, since the partners above and beside are nobody's to read; it gives ids of the own tree only.
  // OFFSET keeps the planner from reading all partners to join them: it takes a tree for a good part of them.
  `create or replace function tessera.partner_tree() returns uuid[] language plpgsql stable parallel safe security definer
set search_path = pg_catalog, pg_temp as $tessera$
begin
  return array(
    with recursive tree(id) as (
      select id from crm.partner where id = tessera.actor_partner() and deleted_at is null
      union
      select child.id from tree
        cross join lateral (select id from crm.partner where parent_id = tree.id and deleted_at is null offset 0) child
    )
    select id from tree);
end $tessera$`,
  inline('money_digits(currency text)', 'int', 'immutable', digitsCase()),
  inline(
    'money_json(minor bigint, currency text)',
    'jsonb',
    'immutable',
    `case when minor is not null and currency is not null then jsonb_object(array['currency', currency, 'amount',
      case tessera.money_digits(currency) when 0 then minor::text when 3 then (minor * 0.001)::text when 4 then (minor * 0.0001)::text else (minor * 0.01)::text end]) end`,
  ),
  // Volatile, so that it is called for every row whatever is asked of its result.
  `create or replace function tessera.require(allowed boolean, operation text, entity text) returns boolean language plpgsql volatile as $tessera$
begin
  if allowed then
    return true;
  end if;
  raise exception 'access refused: % of %', operation, entity
    using errcode = 'insufficient_privilege', detail = format('tessera.require %s %s', operation, entity);
end $tessera$`,
]

const signatures = [
  'actor_kind()',
  'actor_id()',
  'actor_partner()',
  'actor_account()',
  'actor_teams()',
  'actor_territories()',
  'actor_has_role(text)',
  'scope(text)',
  'partner_tree()',
  'money_digits(text)',
  'money_json(bigint, text)',
  'require(boolean, text, text)',
]

const setConfig = 'function pg_catalog.set_config(text, text, boolean)'

/**
 * Only our roles may call them. And only the login role may call `set_config`: with it a query could become any actor. Where the
 * login role does not own that function it can not take the right from the others, and PostgreSQL only warns.
 */
export const functionPrivileges: readonly string[] = [
  `grant execute on ${setConfig} to current_user`,
  `revoke execute on ${setConfig} from public`,
  `revoke all on function ${signatures.map((signature) => `tessera.${signature}`).join(', ')} from public`,
  `grant execute on function ${signatures.map((signature) => `tessera.${signature}`).join(', ')} to ${allRoles.join(', ')}`,
]
