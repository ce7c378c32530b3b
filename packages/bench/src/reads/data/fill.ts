/** How many accounts a set has. */
export type Size = 20_000 | 100_000 | 1_000_000

export interface FillStep {
  readonly what: string
  readonly text: string
}

export const teams = 500
export const users = 5000
/** Two levels: regions, and areas below them. */
export const regions = 20
export const areas = 200
/** Accounts that have something on each of their eight lists. */
export const fullAccounts = 2000

export const partnersOf = (size: Size): number => size / 500
/** Each has the other partners below it in equal parts. */
export const distributorsOf = (size: Size): number => size / 10_000

/** The id of row `n` of a table, as SQL: a UUIDv7 in form, and as those do it follows the order in which the rows were made. */
export const idSql = (table: string, n: string): string => `pg_temp.bench_id('${table}', (${n})::bigint)`

/** Choices that look random and are the same each time: less than `below`. */
const pick = (n: string, salt: number, below: number): string =>
  `((hashint8((${n})::bigint * 31 + ${salt}) & 2147483647) % ${below})`

const oneOf = (n: string, salt: number, words: readonly string[]): string =>
  `(array[${words.map((word) => `'${word}'`).join(', ')}])[1 + ${pick(n, salt, words.length)}]`

const adjectives = ['Nordic', 'United', 'Precise', 'Golden', 'Rapid', 'Alpine', 'Coastal', 'Prime', 'Silver', 'Modern']
const nouns = [
  'Pumps',
  'Valves',
  'Bearings',
  'Turbines',
  'Optics',
  'Foundry',
  'Textiles',
  'Robotics',
  'Timber',
  'Dairy',
]
export const cities = [
  'Bergen',
  'Uppsala',
  'Leipzig',
  'Torino',
  'Gdansk',
  'Malaga',
  'Rennes',
  'Tampere',
  'Aarhus',
  'Linz',
]
export const industries = ['energy', 'water', 'food', 'metal', 'paper', 'chemistry', 'shipping', 'mining']
const firstNames = ['Ann', 'Bo', 'Clara', 'Dmitri', 'Elif', 'Femi', 'Greta', 'Hugo', 'Ines', 'Jonas']
const lastNames = [
  'Lindqvist',
  'Okafor',
  'Moreau',
  'Schmidt',
  'Rossi',
  'Nowak',
  'Garcia',
  'Virtanen',
  'Jensen',
  'Huber',
]
const titles = ['Buyer', 'Head of Maintenance', 'Managing Director', 'Engineer', 'Controller']

export const functionStatement = `create or replace function pg_temp.bench_id(kind text, n bigint) returns uuid language sql immutable as $$
  select (lpad(to_hex(1577836800000 + n * 1000), 12, '0') || '70008' || right(lpad(to_hex(hashint8extended(n, hashtext(kind))), 16, '0'), 15))::uuid $$`

const made = (n: string): string => `timestamptz '2020-01-01 00:00:00Z' + (${n}) * interval '1 minute'`
const money = (n: string, salt: number): string =>
  `10000 + ${pick(n, salt, 90_000)} * 137, case when ${pick(n, salt + 1, 10)} < 7 then 'EUR' else 'USD' end`

/** The owner's team, as people belong to one; see `team_member`. */
const owned = (n: string, salt: number): string => {
  const owner = `1 + ${pick(n, salt, users)}`
  return `${idSql('user', owner)}, ${idSql('team', `1 + (${owner}) % ${teams}`)}, ${idSql('territory', `${regions} + 1 + ${pick(n, salt + 1, areas)}`)}`
}

/**
 * What fills an empty database: people in teams, territories and partners in trees, and the accounts with three contacts and two
 * deals each. Nothing is random, so that every run and every machine has the same rows.
 */
export function fillSteps(size: Size): FillStep[] {
  const distributors = distributorsOf(size)
  const all = `generate_series(1, ${size}) n`
  return [
    {
      what: 'people, teams, territories, partners',
      text: `insert into crm."user" (id, name, email) select ${idSql('user', 'n')}, 'Person ' || n, 'person' || n || '@bench.example' from generate_series(1, ${users}) n`,
    },
    {
      what: 'teams',
      text: `insert into crm.team (id, name) select ${idSql('team', 'n')}, 'Team ' || n from generate_series(1, ${teams}) n`,
    },
    {
      what: 'members of teams',
      text: `insert into crm.team_member (id, team_id, user_id) select ${idSql('teamMember', 'n')}, ${idSql('team', `1 + n % ${teams}`)}, ${idSql('user', 'n')} from generate_series(1, ${users}) n`,
    },
    {
      what: 'territories',
      text: `insert into crm.territory (id, name, parent_id)
        select ${idSql('territory', 'n')}, 'Territory ' || n, case when n > ${regions} then ${idSql('territory', `1 + n % ${regions}`)} end
        from generate_series(1, ${regions + areas}) n`,
    },
    {
      what: 'partners',
      text: `insert into crm.partner (id, name, parent_id)
        select ${idSql('partner', 'n')}, 'Partner ' || n, case when n > ${distributors} then ${idSql('partner', `1 + n % ${distributors}`)} end
        from generate_series(1, ${partnersOf(size)}) n`,
    },
    {
      what: 'accounts',
      text: `insert into crm.account (id, created_at, updated_at, name, status, industry, city, phone, website, owner_id, team_id, territory_id, partner_id, search_text)
        select ${idSql('account', 'n * 60')}, ${made('n')}, ${made('n')}, w.name, ${oneOf('n', 5, ['prospect', 'customer', 'customer', 'former'])},
          ${oneOf('n', 6, industries)}, w.city, '+49301' || lpad((n % 10000000)::text, 7, '0'), 'https://www.company' || n || '.example',
          ${owned('n', 10)},
          case when ${pick('n', 12, 10)} < 6 then ${idSql('partner', `1 + ${pick('n', 13, partnersOf(size))}`)} end,
          '|' || replace(lower(w.name), ' ', '|')
        from ${all} cross join lateral (
          select ${oneOf('n', 4, cities)} as city, ${oneOf('n', 2, adjectives)} || ' ' || ${oneOf('n', 3, nouns)} || ' ' || ${oneOf('n', 4, cities)} || ' ' || (1000000 + (n::bigint * 7919) % 8999993) as name
        ) w`,
    },
    {
      what: 'contacts',
      text: `insert into crm.contact (id, created_at, updated_at, first_name, last_name, email, job_title, account_id)
        select ${idSql('contact', 'n * 60 + k')}, ${made('n')}, ${made('n')}, ${oneOf('n * 3 + k', 20, firstNames)}, ${oneOf('n * 3 + k', 21, lastNames)},
          'contact' || n || '.' || k || '@company' || n || '.example', ${oneOf('n * 3 + k', 22, titles)}, ${idSql('account', 'n * 60')}
        from ${all} cross join generate_series(1, 3) k`,
    },
    {
      what: 'deals',
      text: `insert into crm.deal (id, created_at, updated_at, title, amount_minor, amount_currency, stage, close_date, account_id, owner_id, team_id, territory_id)
        select ${idSql('deal', 'n * 60 + k')}, ${made('n')}, ${made('n')}, 'Deal ' || n || '.' || k, ${money('n * 2 + k', 30)},
          ${oneOf('n * 2 + k', 32, ['qualify', 'propose', 'negotiate', 'won', 'lost'])}, date '2025-01-01' + ${pick('n * 2 + k', 33, 730)}, a.id, a.owner_id, a.team_id, a.territory_id
        from ${all} join crm.account a on a.id = ${idSql('account', 'n * 60')} cross join generate_series(1, 2) k`,
    },
    ...further('address', 2, 'street, city', `'Street ' || n || '/' || k, ${oneOf('n', 4, cities)}`),
    ...further('interaction', 5, 'subject, "on"', `'Call ' || n || '.' || k, date '2026-01-01' + (n + k) % 300`),
    ...further('task', 3, 'subject, due', `'Task ' || n || '.' || k, date '2026-06-01' + (n + k) % 300`),
    ...further('note', 3, 'text', `'What was said at the visit, number ' || n || '.' || k`),
    ...further('quote', 2, 'number, amount_minor, amount_currency', `'Q-' || n || '-' || k, ${money('n * 2 + k', 40)}`),
    ...further('ticket', 3, 'subject, open', `'Ticket ' || n || '.' || k, (n + k) % 2 = 0`),
  ]
}

function further(table: string, each: number, columns: string, values: string): FillStep[] {
  return [
    {
      what: `rows of ${table}`,
      text: `insert into crm.${table} (id, account_id, ${columns}) select ${idSql(table, 'n * 60 + k')}, ${idSql('account', 'n * 60')}, ${values}
        from generate_series(1, ${fullAccounts}) n cross join generate_series(1, ${each}) k`,
    },
  ]
}
