import { type Context, type Contribution, formatAmount, type Id, type RawBuilder, sql } from '@tessera/core'
import { convertedMinor, ratesFor } from '@tessera/plugin-catalog'
import { type MetricQuestion, type MetricValue, partnerMetrics } from './metric.ts'

interface Turnover {
  readonly partner: Id
  readonly minor: string
  readonly before: string
  readonly unrated: number
}

const yearBefore = (day: string): string => {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCFullYear(date.getUTCFullYear() - 1)
  return date.toISOString().slice(0, 10)
}

/** Orders that stand: neither drafts nor held or cancelled ones. */
const standing: RawBuilder<unknown> = sql`o.status in ('confirmed', 'inFulfilment', 'delivered', 'closed')`

/**
 * What was ordered in the span and in the same span a year before, by accounts that belong to a partner or are its own, net, converted by the
 * rate of the day of the order.
 */
async function readTurnover(
  ctx: Context,
  { partners, from, to, currency }: MetricQuestion,
): Promise<readonly Turnover[]> {
  const { rows } = await sql<Turnover>`
    with asked as (select unnest(${partners}::uuid[]) as partner),
    bought as materialized (
      select p.partner, o.ordered_on as day, o.net_minor as minor, o.net_currency as currency
      from (
        select p.partner, a.id as account from asked p join crm.account a on a.partner_id = p.partner and a.deleted_at is null
        union
        select p.partner, a.id from asked p join crm.partner own on own.id = p.partner
          join crm.account a on a.id = own.prm_account_id and a.deleted_at is null
      ) p
      join crm."order" o on o.account_id = p.account and o.deleted_at is null and ${standing} and o.net_currency is not null
        and (o.ordered_on between ${from}::date and ${to}::date or o.ordered_on between ${yearBefore(from)}::date and ${yearBefore(to)}::date)
    ),
    valued as (
      select b.partner, b.day, ${convertedMinor(sql`b.minor`, { from: sql`b.currency`, to: sql`${currency}::text` }, 'r')} as worth
      from bought b left join ${ratesFor(ctx, sql`select currency as from_currency, ${currency}::text as to_currency, day as on_day from bought`)} r
        on r.from_currency = b.currency and r.to_currency = ${currency}::text and r.on_day = b.day
    )
    select partner, coalesce(sum(worth) filter (where day >= ${from}::date), 0)::text as minor,
      coalesce(sum(worth) filter (where day < ${from}::date), 0)::text as before, (count(*) filter (where worth is null))::int as unrated
    from valued group by partner`.execute(ctx.db)
  return rows
}

const read = new WeakMap<MetricQuestion, Promise<readonly Turnover[]>>()

/** Revenue and growth are asked of the same span: they are read once for both. */
function turnover(ctx: Context, asked: MetricQuestion): Promise<readonly Turnover[]> {
  const known = read.get(asked) ?? readTurnover(ctx, asked)
  read.set(asked, known)
  return known
}

const noteOf = ({ unrated }: Turnover): { note?: string } =>
  unrated === 0 ? {} : { note: `${unrated} orders are not in it, since there is no exchange rate for them.` }

const revenue = async (ctx: Context, asked: MetricQuestion): Promise<ReadonlyMap<Id, MetricValue>> => {
  const found = new Map((await turnover(ctx, asked)).map((row) => [row.partner, row]))
  return new Map(
    asked.partners.map((partner): [Id, MetricValue] => {
      const row = found.get(partner)
      const minor = BigInt(row?.minor ?? 0)
      return [partner, { value: formatAmount({ minor, currency: asked.currency }), ...(row && noteOf(row)) }]
    }),
  )
}

/** In per cent with two digits, cut off. Without a year before there is no growth to speak of. */
const growth = async (ctx: Context, asked: MetricQuestion): Promise<ReadonlyMap<Id, MetricValue>> =>
  new Map(
    (await turnover(ctx, asked))
      .filter(({ before }) => BigInt(before) > 0n)
      .map((row): [Id, MetricValue] => {
        const hundredths = ((BigInt(row.minor) - BigInt(row.before)) * 10_000n) / BigInt(row.before)
        return [row.partner, { value: decimalOf(hundredths), ...noteOf(row) }]
      }),
  )

const decimalOf = (hundredths: bigint): string => {
  const digits = (hundredths < 0n ? -hundredths : hundredths).toString().padStart(3, '0')
  return `${hundredths < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** What orders say of a partner. Other parts add what they know. */
export const ownMetrics: readonly Contribution[] = [
  partnerMetrics.add('revenue', { label: { en: 'Revenue', zh: '销售额' }, unit: 'money', measure: revenue }),
  partnerMetrics.add('growth', { label: { en: 'Growth', zh: '增长率' }, unit: 'percent', measure: growth }),
]
