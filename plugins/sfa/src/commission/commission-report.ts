import {
  type Context,
  formatAmount,
  type Id,
  money,
  type ReportTable,
  type ReportValue,
  report,
  sql,
  User,
} from '@tessera/core'
import { z } from 'zod'
import { CommissionEntry, CommissionPeriod, CommissionPlan, type SfaModel } from '../model.ts'
import { explainEntry } from './statements/explain-entry.ts'
import { namesOf } from './statements/read-statement.ts'

type Ctx = Context<typeof SfaModel>
const day = z.iso.date()

/** Commission by person and period, or with `--lines` entry by entry: what the reader may see of it. */
export const commissionReport = report({
  title: { en: 'Commission', zh: '提成' },
  options: z.object({
    from: day.optional().describe('First day of the first period'),
    to: day.optional().describe('Last day of the last period'),
    plan: z.uuid().optional().describe('Only this plan'),
    person: z.uuid().optional().describe('Only this person'),
    lines: z.stringbool().default(false).describe('Every entry, with how it came about'),
  }),
  run: (ctx, options) => (options.lines ? entryTable(ctx, options) : sumTable(ctx, options)),
})

interface Asked {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly plan?: Id | undefined
  readonly person?: Id | undefined
}

interface SumRow {
  readonly person: Id
  readonly plan: Id
  readonly period: Id
  readonly currency: string
  readonly earned: string
  readonly clawback: string
  readonly guarantee: string
  readonly adjustment: string
  readonly total: string
  readonly entries: number
}

async function sumTable(ctx: Ctx, asked: Asked): Promise<ReportTable> {
  const periods = await periodsOf(ctx, asked)
  // A reversal counts where what it takes back counted.
  const { rows } = await sql<SumRow>`
    select e.person_id as person, e.plan_id as plan, e.period_id as period, e.amount_currency as currency,
      ${sumOf('earned')} as earned, ${sumOf('clawback')} as clawback, ${sumOf('guarantee')} as guarantee,
      ${sumOf('adjustment')} as adjustment, sum(e.amount_minor)::text as total,
      count(*) filter (where e.kind <> 'reversal' and not exists (select from crm.commission_entry r where r.reversal_of_id = e.id))::int as entries
    from crm.commission_entry e left join crm.commission_entry t on t.id = e.reversal_of_id
    where e.period_id = any(${[...periods.keys()]}::uuid[])
      and (${asked.person ?? null}::uuid is null or e.person_id = ${asked.person ?? null}::uuid)
    group by 1, 2, 3, 4`.execute(ctx.db)
  const names = await peopleAndPlans(ctx, rows)
  const sorted = rows
    .map((row) => ({
      ...row,
      ...periods.get(row.period),
      name: names.get(row.person) ?? '',
      planName: names.get(row.plan) ?? '',
    }))
    .sort((a, b) => compare(a.startsOn, b.startsOn) || compare(a.name, b.name) || compare(a.planName, b.planName))
  const totals = new Map<string, bigint>()
  for (const { currency, total } of sorted) totals.set(currency, (totals.get(currency) ?? 0n) + BigInt(total))
  const [only, ...others] = [...totals]
  return {
    columns: [
      { name: 'period', label: { en: 'Period', zh: '周期' }, kind: 'date' },
      { name: 'person', label: { en: 'Person', zh: '人员' }, kind: 'text' },
      { name: 'plan', label: { en: 'Plan', zh: '方案' }, kind: 'text' },
      { name: 'status', label: { en: 'Status', zh: '状态' }, kind: 'text' },
      { name: 'entries', label: { en: 'Entries', zh: '分录数' }, kind: 'int' },
      { name: 'earned', label: { en: 'Earned', zh: '计提' }, kind: 'money' },
      { name: 'clawback', label: { en: 'Taken back', zh: '追回' }, kind: 'money' },
      { name: 'guarantee', label: { en: 'Guarantee', zh: '保底' }, kind: 'money' },
      { name: 'adjustment', label: { en: 'Adjustments', zh: '调整' }, kind: 'money' },
      { name: 'total', label: { en: 'Total', zh: '合计' }, kind: 'money' },
    ],
    rows: sorted.map((row): Readonly<Record<string, ReportValue>> => {
      const amount = (minor: string) => money(BigInt(minor), row.currency)
      return {
        period: row.startsOn ?? '',
        person: row.name,
        plan: row.planName,
        status: row.status ?? '',
        entries: row.entries,
        earned: amount(row.earned),
        clawback: amount(row.clawback),
        guarantee: amount(row.guarantee),
        adjustment: amount(row.adjustment),
        total: amount(row.total),
      }
    }),
    // Sums over currencies would need a day for the rate, so there is none.
    ...(only && others.length === 0 ? { total: { total: money(only[1], only[0]) } } : {}),
    notes: await notesOf(ctx, [...periods.keys()]),
  }
}

const sumOf = (kind: string) =>
  sql`coalesce(sum(e.amount_minor) filter (where coalesce(t.kind, e.kind) = ${kind}), 0)::text`

async function entryTable(ctx: Ctx, asked: Asked): Promise<ReportTable> {
  const periods = await periodsOf(ctx, asked)
  const entries = await ctx.list(CommissionEntry, {
    where: { period: { in: [...periods.keys()] }, ...(asked.person ? { person: { eq: asked.person } } : {}) },
    orderBy: [{ occurredOn: 'asc' }, { id: 'asc' }],
    limit: 100_000,
  })
  const names = await peopleAndPlans(ctx, entries)
  const lines = await namesOf(
    ctx.asSystem('names what commission is for'),
    entries.flatMap(({ orderLine }) => orderLine ?? []),
  )
  return {
    columns: [
      { name: 'period', label: { en: 'Period', zh: '周期' }, kind: 'date' },
      { name: 'person', label: { en: 'Person', zh: '人员' }, kind: 'text' },
      { name: 'on', label: { en: 'Happened on', zh: '发生日期' }, kind: 'date' },
      { name: 'kind', label: { en: 'Kind', zh: '类型' }, kind: 'text' },
      { name: 'order', label: { en: 'Order / line', zh: '订单 / 行' }, kind: 'text' },
      { name: 'basis', label: { en: 'Basis', zh: '基数' }, kind: 'money' },
      { name: 'rate', label: { en: 'Rate', zh: '比例' }, kind: 'percent' },
      { name: 'amount', label: { en: 'Commission', zh: '提成' }, kind: 'money' },
      { name: 'text', label: { en: 'How it came about', zh: '说明' }, kind: 'text' },
    ],
    rows: entries.map((entry): Readonly<Record<string, ReportValue>> => {
      const line = entry.orderLine === null ? undefined : lines.get(entry.orderLine)
      return {
        period: periods.get(entry.period)?.startsOn ?? '',
        person: names.get(entry.person) ?? '',
        on: entry.occurredOn,
        kind: entry.kind,
        order: line ? line.order : null,
        basis: entry.basis,
        rate: entry.rate,
        amount: entry.amount,
        text: explainEntry(entry).en,
      }
    }),
    notes: await notesOf(ctx, [...periods.keys()]),
  }
}

interface PeriodInfo {
  readonly startsOn: string
  readonly status: string
}

/** The periods asked for. That there is such a month is no secret; what is in it, the reader's rights decide. */
async function periodsOf(ctx: Ctx, { from, to, plan }: Asked): Promise<ReadonlyMap<Id, PeriodInfo>> {
  const rows = await ctx.asSystem('looks up commission periods').list(CommissionPeriod, {
    where: {
      ...(from ? { startsOn: { gte: from } } : {}),
      ...(to ? { endsOn: { lte: to } } : {}),
      ...(plan ? { plan: { eq: plan } } : {}),
    },
    limit: 10_000,
  })
  return new Map(rows.map(({ id, startsOn, status }) => [id, { startsOn, status }]))
}

/** Names of the people and plans of rows the reader sees. */
async function peopleAndPlans(
  ctx: Ctx,
  rows: readonly { readonly person: Id; readonly plan: Id }[],
): Promise<ReadonlyMap<Id, string>> {
  const system = ctx.asSystem('names whose commission it is')
  const ids = (of: 'person' | 'plan'): Id[] => [...new Set(rows.map((row) => row[of]))]
  const people = await system.list(User, { where: { id: { in: ids('person') } }, limit: 10_000, deleted: 'any' })
  const plans = await system.list(CommissionPlan, { where: { id: { in: ids('plan') } }, limit: 10_000, deleted: 'any' })
  return new Map([...people, ...plans].map(({ id, name }) => [id, name]))
}

async function notesOf(ctx: Ctx, periods: readonly Id[]): Promise<string[]> {
  const { rows } = await sql<{ code: string; currency: string; count: number; minor: string }>`
    select code, net_currency as currency, count(*)::int as count, sum(net_minor)::text as minor from crm.commission_open_point
    where period_id = any(${periods}::uuid[]) and deleted_at is null group by 1, 2 order by 1, 2`.execute(ctx.db)
  return rows.map(({ code, currency, count, minor }) => {
    const net = formatAmount(money(BigInt(minor), currency))
    return `${count} open points (${code}): ${net} ${currency} net are not in it yet.`
  })
}

const compare = (a: string | undefined, b: string | undefined): number => ((a ?? '') < (b ?? '') ? -1 : a === b ? 0 : 1)
