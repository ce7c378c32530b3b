import { expect, it } from 'vitest'
import { maySet } from './raw-statement.ts'

it.each([
  'select set_config($1, $2, true)',
  `select pg_catalog.set_config('role', 'none', true)`,
  'with x as (select SET_CONFIG($1, $2, false)) select * from x',
  'select crm.become($1)',
  'select "crm"."become" ($1)',
  'select * from other.rows_of($1) r',
])('may change the settings of its transaction: %s', (text) => expect(maySet(text)).toBe(true))

it.each([
  'select count(*) from crm.order o where o.id in (select id from crm.line)',
  'select tessera.money_digits(currency), pg_catalog.lower(name), sum(n) filter (where n > 0) from crm.deal',
  'select p.partner from unnest($1::uuid[]) p(partner)',
  'with recursive up(id) as (select id from crm.account) select * from up',
])('leaves them as they are: %s', (text) => expect(maySet(text)).toBe(false))
