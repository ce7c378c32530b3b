import { type Money, type ReportTable, reports, sql, Team } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { arbitraryHistory, Lived } from './forecast/test-support/history.ts'
import { Quota } from './model.ts'
import { createSalesCrm, makeLadder } from './test-support/sales.ts'

// What each report prints, held against SQL that was written without the plugin's: a scalar query for each rate, a sum for each step.

let t: TestCrm
let lived: Lived
const [from, to] = ['2026-01-01', '2026-06-30'] as const
beforeAll(async () => {
  t = await createSalesCrm()
  lived = new Lived(t, await makeLadder(t))
  await lived.prepare()
  for (const [n, id] of lived.teams.entries()) await t.update(Team, id, { name: `Team ${n}` })
  for (const history of fc.sample(fc.noBias(arbitraryHistory), { numRuns: 5, seed: 5 })) await lived.live(history)
}, 120_000)
afterAll(() => t.close())

const table = async (name: string, options: Readonly<Record<string, string>> = {}): Promise<ReportTable> => {
  const found = reports.of(t.system).find(({ id }) => id === `sfa/core.reports.${name}`)
  if (!found) throw new Error(`no report ${name}`)
  return found.value.run(t.system, found.value.options.parse(options))
}
const minor = (value: unknown): string => String((value as Money).minor)
const query = async (text: string): Promise<Readonly<Record<string, unknown>>[]> =>
  (await sql.raw<Readonly<Record<string, unknown>>>(text).execute(t.system.db)).rows

/** Euro cents of an amount by the latest rate of a day and the 31 before it, half away from zero; null without one. */
const euros = (
  amount: string,
  currency: string,
  day: string,
): string => `case when ${currency} = 'EUR' then ${amount}::numeric
  else round(${amount} * (select r.rate from crm.exchange_rate r where r.from_currency = ${currency} and r.to_currency = 'EUR'
    and r.day <= ${day}::date and r.day >= ${day}::date - 31 and r.deleted_at is null order by r.day desc limit 1)
    * case ${currency} when 'JPY' then 100 else 1 end) end`

const sorted = (rows: readonly (readonly string[])[]): string[] => rows.map((row) => row.join(' | ')).sort()

it('the pipeline', async () => {
  const { rows, total } = await table('pipeline')
  const expected = await query(`
    select s.name, count(*)::text as count, coalesce(sum(v.worth), 0)::text as amount, coalesce(sum(round(v.worth * o.probability / 100)), 0)::text as weighted
    from crm.opportunity o join crm.stage s on s.id = o.stage_id
    cross join lateral (select ${euros('o.amount_minor', 'o.amount_currency', `'${lived.today}'`)} as worth) v
    where o.status = 'open' and o.deleted_at is null group by s.name`)
  const shown = rows.map((row) => [String(row.stage), String(row.count), minor(row.amount), minor(row.weighted)])
  expect(sorted(shown)).toEqual(
    sorted(expected.map((row) => [row.name, row.count, row.amount, row.weighted].map(String))),
  )
  const [all] = await query(
    `select count(*)::int as count from crm.opportunity where status = 'open' and deleted_at is null`,
  )
  expect(total?.count).toBe(all?.count)
  expect(expected.length).toBeGreaterThan(2)
})

it('the forecast by team, with all below each', async () => {
  const { rows, total } = await table('forecast', { from, to })
  const columns = ['pipeline', 'bestCase', 'commit', 'closed', 'weighted', 'profit', 'expected'] as const
  const figures = `
    coalesce(sum(worth) filter (where category = 'pipeline'), 0)::text as pipeline, coalesce(sum(worth) filter (where category = 'bestCase'), 0)::text as "bestCase",
    coalesce(sum(worth) filter (where category = 'commit'), 0)::text as commit, coalesce(sum(worth) filter (where category = 'closed'), 0)::text as closed,
    coalesce(sum(round(worth * probability / 100)), 0)::text as weighted, coalesce(sum(worth - cost), 0)::text as profit,
    coalesce(sum(worth) filter (where category in ('commit', 'closed')), 0)::text as expected`
  const deals = `
    select o.team_id, o.category, o.probability, ${euros('o.amount_minor', 'o.amount_currency', 'd.day')} as worth,
      ${euros('o.expected_cost_minor', 'o.expected_cost_currency', 'd.day')} as cost
    from crm.opportunity o cross join lateral (select case when o.status = 'won' then o.closed_on else '${lived.today}'::date end as day) d
    where o.deleted_at is null and o.status <> 'lost' and o.category <> 'omitted'
      and coalesce(o.closed_on, o.close_date) between '${from}' and '${to}'`
  const expected = await query(`
    with recursive below as (
      select id as top, id from crm.team union all select b.top, t.id from below b join crm.team t on t.parent_id = b.id
    ), deal as (${deals})
    select t.name, ${figures} from below b join crm.team t on t.id = b.top join deal on deal.team_id = b.id group by t.name
    union all select '—', ${figures} from deal where team_id is null having count(*) > 0`)
  const shown = rows.map((row) => [String(row.name).trim(), ...columns.map((name) => minor(row[name]))])
  expect(sorted(shown)).toEqual(sorted(expected.map((row) => ['name', ...columns].map((name) => String(row[name])))))
  const [all] = await query(`with deal as (${deals}) select ${figures} from deal`)
  expect(columns.map((name) => minor(total?.[name]))).toEqual(columns.map((name) => all?.[name]))
  expect(all?.closed).not.toBe('0')
})

it('the waterfall, step by step, from how deals stood on both days', async () => {
  const days = [...lived.days.keys()]
  const [first = '', last = ''] = [days[Math.floor(days.length / 2)], days.at(-1)]
  const { rows, total } = await table('waterfall', { from, to, first, last })
  const stood = (day: string): string =>
    JSON.stringify(
      (lived.days.get(day) ?? []).map(({ id, status, category, countsOn, amount }) => ({
        id,
        status,
        category,
        counts_on: countsOn,
        minor: amount?.minor.toString() ?? null,
        currency: amount?.currency ?? null,
      })),
    )
  const read = (day: string): string =>
    `select *, counts_on between '${from}' and '${to}' as inside from jsonb_to_recordset('${stood(day)}')
      as d(id uuid, status text, category text, counts_on date, minor numeric, currency text)`
  const value = (side: 'a' | 'b', day: string): string =>
    `case when ${side}.minor is null then 0 else ${euros(`${side}.minor`, `${side}.currency`, `'${day}'`)} end`
  const steps: Readonly<Record<string, string>> = {
    [`start ${first}`]: 'sum(v0) filter (where was)',
    new: 'sum(v2) filter (where is_in and a_status is null)',
    reopened: `sum(v2) filter (where is_in and a_status <> 'open')`,
    movedIn: `sum(v2) filter (where is_in and a_status = 'open' and not a_inside)`,
    included: `sum(v2) filter (where is_in and a_status = 'open' and a_inside and not was)`,
    amountUp: 'sum(reached - v1) filter (where was and reached > v1)',
    amountDown: 'sum(reached - v1) filter (where was and reached < v1)',
    revaluation: 'sum(v1 - v0) filter (where was)',
    deleted: '- sum(reached) filter (where was and b_status is null)',
    won: `- sum(reached) filter (where was and b_status = 'won')`,
    lost: `- sum(reached) filter (where was and b_status = 'lost')`,
    movedOut: `- sum(reached) filter (where was and b_status = 'open' and not b_inside)`,
    omitted: `- sum(reached) filter (where was and b_status = 'open' and b_inside and not is_in)`,
    [`end ${last}`]: 'sum(v2) filter (where is_in)',
  }
  const [expected = {}] = await query(`
    with a as (${read(first)}), b as (${read(last)}), deal as (
      select coalesce(a.status = 'open' and a.category <> 'omitted' and a.inside, false) as was, a.status as a_status, a.inside as a_inside,
        coalesce(b.status = 'open' and b.category <> 'omitted' and b.inside, false) as is_in, b.status as b_status, b.inside as b_inside,
        ${value('a', first)} as v0, ${value('a', last)} as v1, ${value('b', last)} as v2
      from a full join b on b.id = a.id
    ), known as (
      select *, case when b_status is null then v1 else v2 end as reached from deal
      where (was or is_in) and not (was and (v0 is null or v1 is null)) and not (b_status is not null and v2 is null)
    )
    select ${Object.entries(steps)
      .map(([name, step]) => `coalesce(${step}, 0)::text as "${name}"`)
      .join(', ')} from known`)
  const shown = [...rows, ...(total ? [total] : [])].map((row) => [String(row.step), minor(row.amount)] as const)
  // Nobody asked for a person or a team, so nothing is assigned in or out.
  const assigned = shown.filter(([step]) => step.startsWith('assigned'))
  expect(assigned.every(([, amount]) => amount === '0')).toBe(true)
  expect(Object.fromEntries(shown.filter(([step]) => !step.startsWith('assigned')))).toEqual(expected)
  expect(Object.values(expected).filter((amount) => amount !== '0').length).toBeGreaterThan(8)
})

it('the attainment of people, a team with all below it, and the company', async () => {
  const target = { minor: 7_654_321n, currency: 'EUR' }
  const year = { length: 'year', startsOn: '2026-01-01', target } as const
  const [root = '', ...others] = lived.teams
  for (const user of lived.people) await t.create(Quota, { ...year, user })
  for (const team of [root, ...others]) await t.create(Quota, { ...year, team })
  await t.create(Quota, year)
  const { rows } = await table('attainment', { from: '2026-01-01', to: '2026-12-31' })
  // Shares of a deal are differences of rounded running totals, in the order of ids: so they add up to it.
  const sold = `
    select o.id, o.team_id, o.closed_on as day, o.amount_currency as currency, o.amount_minor as minor, o.owner_id from crm.opportunity o
    where o.status = 'won' and o.deleted_at is null and o.closed_on between '2026-01-01' and '2026-12-31' and o.amount_minor is not null`
  const expected = await query(`
    with recursive below as (
      select id as top, id from crm.team union all select b.top, t.id from below b join crm.team t on t.parent_id = b.id
    ), sold as (${sold}), split as (
      select s.opportunity_id, s.user_id, s.percent, sum(s.percent) over (partition by s.opportunity_id order by s.user_id) as upto
      from crm.opportunity_split s where s.type = 'revenue' and s.deleted_at is null
    ), share as (
      select coalesce(p.user_id, s.owner_id) as person, s.day, s.currency,
        round(s.minor * coalesce(p.upto, 100) / 100) - round(s.minor * (coalesce(p.upto, 100) - coalesce(p.percent, 100)) / 100) as minor
      from sold s left join split p on p.opportunity_id = s.id
    ), achieved as (
      select 'person' as kind, u.name, coalesce(sum(${euros('s.minor', 's.currency', 's.day')}), 0) as minor
      from crm."user" u join share s on s.person = u.id where u.id = any('{${lived.people.join(',')}}'::uuid[]) group by u.name
      union all
      select 'team', t.name, coalesce(sum(${euros('s.minor', 's.currency', 's.day')}), 0)
      from below b join crm.team t on t.id = b.top join sold s on s.team_id = b.id group by t.name
      union all
      select 'company', '', coalesce(sum(${euros('s.minor', 's.currency', 's.day')}), 0) from sold s
    )
    select kind, name, minor::text as minor, round(minor * 100 / ${target.minor}, 4)::text as percent from achieved`)
  const shown = rows
    .filter(({ achieved }) => minor(achieved) !== '0')
    .map((row) => [
      String(row.by),
      row.by === 'company' ? '' : String(row.name),
      minor(row.achieved),
      String(row.percent),
    ])
  expect(sorted(shown)).toEqual(
    sorted(
      expected
        .filter((row) => row.minor !== '0')
        .map((row) => [row.kind, row.name, row.minor, row.percent].map(String)),
    ),
  )
  expect(shown.length).toBeGreaterThan(4)
})
