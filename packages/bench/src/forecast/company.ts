/**
 * A sales force with 10,000 open opportunities, as SQL that fills it the same way each time: 100 people in 25 teams (5 above 20), 30
 * territories in two levels, three currencies with a rate for each day, splits on every tenth deal. Day 0 is 2026-01-01.
 */
export const companyStatements: readonly string[] = [
  `insert into crm."user" (id, name, email) select md5('user' || n)::uuid, 'Person ' || n, 'person' || n || '@example.com' from generate_series(1, 100) n`,
  `insert into crm.team (id, name, parent_id)
    select md5('team' || n)::uuid, 'Team ' || n, case when n > 5 then md5('team' || 1 + n % 5)::uuid end from generate_series(1, 25) n`,
  `insert into crm.territory (id, name, parent_id)
    select md5('territory' || n)::uuid, 'Territory ' || n, case when n > 6 then md5('territory' || 1 + n % 6)::uuid end from generate_series(1, 30) n`,
  `insert into crm.account (id, name) select md5('account' || n)::uuid, 'Account ' || n from generate_series(1, 2000) n`,
  `insert into crm.exchange_rate (id, from_currency, to_currency, day, rate)
    select md5(c.code || n)::uuid, c.code, 'EUR', date '2025-12-15' + n, c.rate + n * 0.0003
    from generate_series(0, 120) n, (values ('USD', 0.85), ('GBP', 1.15)) c(code, rate)`,
  `insert into crm.pipeline (id, name) values (md5('pipeline')::uuid, 'New business')`,
  `insert into crm.stage (id, pipeline_id, name, sort, kind, probability, category) values
    (md5('stage0')::uuid, md5('pipeline')::uuid, 'Qualify', 1, 'open', 10, 'pipeline'),
    (md5('stage1')::uuid, md5('pipeline')::uuid, 'Propose', 2, 'open', 40, 'bestCase'),
    (md5('stage2')::uuid, md5('pipeline')::uuid, 'Negotiate', 3, 'open', 80, 'commit'),
    (md5('won')::uuid, md5('pipeline')::uuid, 'Won', 4, 'won', 100, 'closed'),
    (md5('lost')::uuid, md5('pipeline')::uuid, 'Lost', 5, 'lost', 0, 'omitted')`,
  `insert into crm.lost_reason (id, name) values (md5('price')::uuid, 'Price')`,
  newDeals(1, 10_000, 0),
  'analyze',
]

/** Deals `first` to `last`, begun on a day. */
function newDeals(first: number, last: number, day: number): string {
  return `with deal as (
    insert into crm.opportunity (id, name, number, account_id, stage_id, pipeline_id, amount_minor, amount_currency, expected_cost_minor,
      expected_cost_currency, probability, category, close_date, owner_id, team_id, territory_id)
    select md5('deal' || n)::uuid, 'Deal ' || n, 'OP-' || n, md5('account' || 1 + n % 2000)::uuid, md5('stage' || n % 3)::uuid, md5('pipeline')::uuid,
      100000 + n * 7919 % 9000000, c.code, case when n % 7 > 0 then 60000 + n * 5003 % 4000000 end, case when n % 7 > 0 then c.code end,
      (array[10, 40, 80])[1 + n % 3], (array['pipeline', 'bestCase', 'commit'])[1 + n % 3], date '2026-01-01' + ${day} + 1 + n * 31 % 180,
      md5('user' || 1 + n % 100)::uuid, md5('team' || 6 + n % 20)::uuid, md5('territory' || 1 + n % 30)::uuid
    from generate_series(${first}, ${last}) n
    cross join lateral (select case when n % 10 < 6 then 'EUR' when n % 10 < 9 then 'USD' else 'GBP' end as code) c
    returning id, number
  )
  insert into crm.opportunity_split (id, opportunity_id, user_id, percent)
    select md5(d.number || 'split' || p.n)::uuid, d.id, md5('user' || 1 + (right(d.number, 2)::int + p.n) % 100)::uuid, p.percent
    from deal d, (values (0, 60), (1, 40)) p(n, percent) where d.number like '%0'`
}

/**
 * What happens on a day: 80 deals begin, 80 open ones close (half of them won), and 3 % of the open ones change their amount, their
 * expected close, or their stage; so there are 10,000 open ones every day.
 */
export const dayStatements = (day: number): readonly string[] => [
  newDeals(10_001 + (day - 1) * 80, 10_000 + day * 80, day),
  `update crm.opportunity o set status = case when x.n % 2 = 0 then 'won' else 'lost' end, stage_id = md5(case when x.n % 2 = 0 then 'won' else 'lost' end)::uuid,
      probability = case when x.n % 2 = 0 then 100 else 0 end, category = case when x.n % 2 = 0 then 'closed' else 'omitted' end,
      closed_on = date '2026-01-01' + ${day}, lost_reason_id = case when x.n % 2 = 1 then md5('price')::uuid end
    from (select id, row_number() over (order by md5(id::text || ${day})) as n from crm.opportunity where status = 'open') x
    where x.id = o.id and x.n <= 80`,
  `update crm.opportunity o set amount_minor = case when x.n % 3 = 0 then o.amount_minor * 11 / 10 else o.amount_minor end,
      close_date = case when x.n % 3 = 1 then o.close_date + 30 else o.close_date end,
      stage_id = case when x.n % 3 = 2 then md5('stage2')::uuid else o.stage_id end,
      probability = case when x.n % 3 = 2 then 80 else o.probability end, category = case when x.n % 3 = 2 then 'commit' else o.category end
    from (select id, row_number() over (order by md5(id::text || 'c' || ${day})) as n from crm.opportunity where status = 'open') x
    where x.id = o.id and x.n <= 300`,
]

/** The sums by team of a forecast as known on a day, as one would write them by hand for one's own database: no access rules. */
export const baselineStatement = `select s.team, s.category, count(*), sum(round(s.amount_minor * coalesce(r.rate, 1))) as revenue,
    sum(round(s.amount_minor * coalesce(r.rate, 1) * s.probability / 100)) as weighted
  from crm.opportunity_snapshot s
  left join crm.exchange_rate r on r.from_currency = s.amount_currency and r.day = $1::date
  where s.valid_from <= $1::date and (s.valid_until is null or s.valid_until > $1::date) and s.status <> 'lost'
    and s.counts_on between $2::date and $3::date
  group by s.team, s.category`
