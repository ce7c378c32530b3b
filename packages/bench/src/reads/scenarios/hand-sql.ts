import type { ActorName, People } from '../actors.ts'
import { ruleSql } from './rule.ts'
import type { Variables } from './scenario.ts'

interface HandStatement {
  readonly text: string
  readonly values: readonly unknown[]
}

/** SQL whose column `data` is the answer. `bare` names whose conditions must stand in it; null where policies ask them. */
type HandSql = (bare: ActorName | null, people: People, variables: Variables) => HandStatement

const nodes = (rows: string): string =>
  `(select json_build_object('nodes', coalesce(json_agg(row_to_json(n)), '[]')) from (${rows}) n)`
const amount = `json_build_object('amount', (amount_minor * 0.01)::text, 'currency', amount_currency) as amount`
const ofAccount = (table: string, columns: string, most: number): string =>
  nodes(`select ${columns} from crm.${table} where account_id = a.id and deleted_at is null order by id limit ${most}`)
const contacts = ofAccount(
  'contact',
  'id, first_name as "firstName", last_name as "lastName", email, job_title as "jobTitle"',
  10,
)
const deals = ofAccount('deal', `id, title, stage, close_date as "closeDate", ${amount}`, 10)
const accountColumns = 'a.id, a.name, a.status, a.industry, a.city, a.phone, a.website'

/** Collects values, and writes whose accounts or deals are read. */
function sql(
  bare: ActorName | null,
  people: People,
  write: (bind: (value: unknown) => string, rule: string) => string,
) {
  const values: unknown[] = []
  const rule = bare ? ruleSql('a', people, bare, values) : 'true'
  const text = write((value) => `$${values.push(value)}`, rule)
  return { text, values }
}

export const handStatements: Readonly<Record<string, HandSql>> = {
  list: (bare, people, { industry }) =>
    sql(
      bare,
      people,
      (bind, rule) =>
        `select json_build_object('accounts', ${nodes(
          `select a.id, a.name, a.status, a.city,
        ${ofAccount('contact', 'id, first_name as "firstName", last_name as "lastName"', 50)} as contacts,
        ${ofAccount('deal', `title, stage, ${amount}`, 50)} as deals
        from crm.account a where a.deleted_at is null and a.industry = ${bind(industry)} and ${rule}
        order by a.created_at desc, a.id desc limit 20`,
        )})::text as data`,
    ),
  record: (bare, people, { id }) =>
    sql(
      bare,
      people,
      (bind, rule) => `select json_build_object('account', (select row_to_json(r) from (select ${accountColumns},
        (select row_to_json(u) from (select id, name from crm."user" where id = a.owner_id and deleted_at is null) u) as owner,
        (select row_to_json(t) from (select id, name from crm.team where id = a.team_id and deleted_at is null) t) as team,
        ${contacts} as contacts, ${deals} as deals, ${ofAccount('address', 'id, street, city', 10)} as addresses,
        ${ofAccount('interaction', 'id, subject, "on"', 10)} as interactions, ${ofAccount('task', 'id, subject, due', 10)} as tasks,
        ${ofAccount('note', 'id, text', 10)} as notes, ${ofAccount('quote', `id, number, ${amount}`, 10)} as quotes,
        ${ofAccount('ticket', 'id, subject, open', 10)} as tickets
        from crm.account a where a.id = ${bind(id)}::uuid and a.deleted_at is null and ${rule}) r))::text as data`,
    ),
  page: (bare, people, { name, id }) =>
    sql(bare, people, (bind, rule) => {
      const beyond = name === undefined ? 'true' : `(a.name, a.id) > (${bind(name)}, ${bind(id)}::uuid)`
      return `select json_build_object('accounts', json_build_object('nodes',
          coalesce(json_agg(json_build_object('id', id, 'name', name, 'status', status, 'industry', industry, 'city', city, 'phone', phone)) filter (where place <= 20), '[]'),
          'pageInfo', json_build_object('hasNextPage', count(*) > 20, 'endCursor', max(id::text) filter (where place = 20))))::text as data
        from (select row_number() over () as place, r.* from (
          select ${accountColumns} from crm.account a where a.deleted_at is null and a.status = 'customer' and ${rule} and ${beyond}
          order by a.name, a.id limit 21) r) p`
    }),
  contains: (bare, people, { text }) =>
    sql(
      bare,
      people,
      (bind, rule) =>
        `select json_build_object('accounts', ${nodes(
          `select a.id, a.name, a.city from crm.account a where a.deleted_at is null and a.name ilike ${bind(`%${text}%`)} and ${rule} order by a.name, a.id limit 20`,
        )})::text as data`,
    ),
  search: (bare, people, { text }) =>
    sql(
      bare,
      people,
      (
        bind,
        rule,
      ) => `select json_build_object('search', coalesce(json_agg(json_build_object('title', name, 'node', row_to_json(n))), '[]'))::text as data
        from (select a.id, a.name, a.city from crm.account a where a.deleted_at is null and a.search_text like ${bind(`%${text}%`)} and ${rule}
          order by case when lower(a.name) = ${bind(text)} then 1 when a.name ilike ${bind(`${text}%`)} then 2 else 3 end, a.name, a.id limit 20) n`,
    ),
  aggregate: (bare, people) =>
    sql(
      bare,
      people,
      (_bind, rule) => `select json_build_object('dealAggregate', coalesce(json_agg(g), '[]'))::text as data from (
        select sum(n)::int as count, json_build_object('stage', stage, 'closeDate', month) as "group",
          json_build_object('amount', json_agg(json_build_object('amount', (minor * 0.01)::text, 'currency', currency) order by currency)) as sum
        from (select stage, date_trunc('month', close_date)::date as month, amount_currency as currency, count(*) as n, sum(amount_minor) as minor
          from crm.deal a where a.deleted_at is null and ${rule} group by 1, 2, 3) c
        group by stage, month order by stage, month) g`,
    ),
}
