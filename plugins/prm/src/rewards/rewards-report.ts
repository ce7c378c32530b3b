import { type Context, type Id, money, Partner, type ReportTable, type ReportValue, report, sql } from '@tessera/core'
import { z } from 'zod'
import { type PrmModel, RewardEntry } from '../model.ts'
import { explainReward } from './statements/explain-reward.ts'
import { lineNames } from './statements/line-names.ts'

type Ctx = Context<typeof PrmModel>
const day = z.iso.date()

interface Asked {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly partner?: Id | undefined
}

/** Rewards by partner, period and kind, or with `--lines` entry by entry: what the reader may see of them. */
export const rewardsReport = report({
  title: { en: 'Rewards of partners', zh: '伙伴奖励' },
  options: z.object({
    from: day.optional().describe('First day of the first period'),
    to: day.optional().describe('Last day of the last period'),
    partner: z.uuid().optional().describe('Only this partner'),
    lines: z.stringbool().default(false).describe('Every entry, with how it came about'),
  }),
  run: (ctx: Ctx, options) => (options.lines ? entryTable(ctx, options) : sumTable(ctx, options)),
})

interface SumRow {
  readonly startsOn: string
  readonly partner: string
  readonly reward: string
  readonly status: string
  readonly currency: string
  readonly earned: string
  readonly back: string
  readonly total: string
}

async function sumTable(ctx: Ctx, { from, to, partner }: Asked): Promise<ReportTable> {
  // A reversal counts where what it takes back counted.
  const { rows } = await sql<SumRow>`
    select s.starts_on::text as starts_on, p.name as partner, e.reward, s.status, s.currency,
      coalesce(sum(e.amount_minor) filter (where coalesce(t.kind, e.kind) <> 'clawback'), 0)::text as earned,
      coalesce(sum(e.amount_minor) filter (where coalesce(t.kind, e.kind) = 'clawback'), 0)::text as back,
      sum(e.amount_minor)::text as total
    from crm.reward_entry e join crm.reward_statement s on s.id = e.statement_id join crm.partner p on p.id = s.partner_id
    left join crm.reward_entry t on t.id = e.reversal_of_id
    where (${from ?? null}::date is null or s.starts_on >= ${from ?? null}::date) and (${to ?? null}::date is null or s.ends_on <= ${to ?? null}::date)
      and (${partner ?? null}::uuid is null or s.partner_id = ${partner ?? null}::uuid)
    group by 1, 2, 3, 4, 5, s.partner_id order by 1, 2, 3, 5, s.partner_id`.execute(ctx.db)
  const totals = new Map<string, bigint>()
  for (const { currency, total } of rows) totals.set(currency, (totals.get(currency) ?? 0n) + BigInt(total))
  const [only, ...others] = [...totals]
  return {
    columns: [
      { name: 'period', label: { en: 'Period', zh: '周期' }, kind: 'date' },
      { name: 'partner', label: { en: 'Partner', zh: '伙伴' }, kind: 'text' },
      { name: 'reward', label: { en: 'Reward', zh: '奖励类型' }, kind: 'text' },
      { name: 'status', label: { en: 'Statement', zh: '结算单' }, kind: 'text' },
      { name: 'earned', label: { en: 'Earned', zh: '计提' }, kind: 'money' },
      { name: 'back', label: { en: 'Taken back', zh: '追回' }, kind: 'money' },
      { name: 'total', label: { en: 'Total', zh: '合计' }, kind: 'money' },
    ],
    rows: rows.map((row): Readonly<Record<string, ReportValue>> => {
      const amount = (minor: string) => money(BigInt(minor), row.currency)
      return {
        period: row.startsOn,
        partner: row.partner,
        reward: row.reward,
        status: row.status,
        earned: amount(row.earned),
        back: amount(row.back),
        total: amount(row.total),
      }
    }),
    // Sums over currencies would need a day for the rate, so there is none.
    ...(only && others.length === 0 ? { total: { total: money(only[1], only[0]) } } : {}),
  }
}

async function entryTable(ctx: Ctx, { from, to, partner }: Asked): Promise<ReportTable> {
  const entries = await ctx.list(RewardEntry, {
    where: {
      ...(partner ? { partner: { eq: partner } } : {}),
      statement: { is: { ...(from ? { startsOn: { gte: from } } : {}), ...(to ? { endsOn: { lte: to } } : {}) } },
    },
    orderBy: [{ occurredOn: 'asc' }, { id: 'asc' }],
    limit: 100_000,
  })
  const system = ctx.asSystem('names what rewards are for')
  const lines = await lineNames(
    system,
    entries.flatMap(({ orderLine }) => orderLine ?? []),
  )
  const ids = [...new Set(entries.map((entry) => entry.partner))]
  const partners = await system.list(Partner, { where: { id: { in: ids } }, limit: 100_000, deleted: 'any' })
  const names = new Map(partners.map(({ id, name }) => [id, name]))
  return {
    columns: [
      { name: 'partner', label: { en: 'Partner', zh: '伙伴' }, kind: 'text' },
      { name: 'on', label: { en: 'Happened on', zh: '发生日期' }, kind: 'date' },
      { name: 'reward', label: { en: 'Reward', zh: '奖励类型' }, kind: 'text' },
      { name: 'kind', label: { en: 'Kind', zh: '类型' }, kind: 'text' },
      { name: 'order', label: { en: 'Order / line', zh: '订单 / 行' }, kind: 'text' },
      { name: 'basis', label: { en: 'Basis', zh: '基数' }, kind: 'money' },
      { name: 'rate', label: { en: 'Rate', zh: '比例' }, kind: 'percent' },
      { name: 'amount', label: { en: 'Reward', zh: '奖励金额' }, kind: 'money' },
      { name: 'text', label: { en: 'How it came about', zh: '说明' }, kind: 'text' },
    ],
    rows: entries.map(
      (entry): Readonly<Record<string, ReportValue>> => ({
        partner: names.get(entry.partner) ?? '',
        on: entry.occurredOn,
        reward: entry.reward,
        kind: entry.kind,
        order: entry.orderLine === null ? null : (lines.get(entry.orderLine)?.order ?? null),
        basis: entry.basis,
        rate: entry.rate,
        amount: entry.amount,
        text: explainReward(entry).en,
      }),
    ),
  }
}
