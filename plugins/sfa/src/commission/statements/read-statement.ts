import { type Context, type Id, type Money, money, type RowIn, sql, TesseraError, User } from '@tessera/core'
import {
  CommissionEntry,
  CommissionOpenPoint,
  CommissionPeriod,
  CommissionPlan,
  CommissionStatement,
  type SfaModel,
} from '../../model.ts'
import { explainEntry } from './explain-entry.ts'

type Ctx = Context<typeof SfaModel>
type Entry = RowIn<typeof SfaModel, typeof CommissionEntry>

export interface StatementLine {
  readonly entry: Id
  readonly kind: Entry['kind']
  readonly occurredOn: string
  readonly orderLine: Id | null
  /** Number of the order and position in it: `SO-2026-00012 / 3`. */
  readonly order: string | null
  readonly product: string | null
  readonly rule: Id | null
  readonly ruleVersion: number | null
  readonly share: string | null
  readonly basis: Money | null
  readonly rate: string | null
  readonly amount: Money
  /** The entry it takes back, adjusts or claws back. */
  readonly earlier: Id | null
  readonly text: { readonly en: string; readonly zh: string }
}

export interface StatementPoint {
  readonly orderLine: Id
  readonly order: string | null
  readonly code: string
  readonly message: string
  readonly net: Money
}

/** What somebody has of a period: as it stands while that is open, as it was issued once it is closed. */
export interface Statement {
  readonly person: Id
  readonly name: string
  readonly plan: Id
  readonly planName: string
  readonly startsOn: string
  readonly endsOn: string
  /** `open`: nothing is issued yet. */
  readonly status: 'open' | 'issued' | 'accepted' | 'withdrawn'
  readonly statement: Id | null
  readonly lines: readonly StatementLine[]
  readonly openPoints: readonly StatementPoint[]
  readonly total: Money
}

/** More lines than a statement has. */
const limit = 100_000

/**
 * The statement of a person for a period, with every line and how it came about. Sees it who sees the person's commission.
 * @throws NOT_FOUND where there is nothing that the actor sees
 */
export async function commissionStatement(ctx: Ctx, person: Id, period: Id): Promise<Statement> {
  const where = { person: { eq: person }, period: { eq: period } }
  const entries = await ctx.list(CommissionEntry, { where, orderBy: [{ id: 'asc' }], limit })
  const points = await ctx.list(CommissionOpenPoint, { where, orderBy: [{ id: 'asc' }], limit })
  const [issued] = await ctx.list(CommissionStatement, { where, limit: 1 })
  if (entries.length === 0 && points.length === 0 && !issued)
    throw new TesseraError('NOT_FOUND', { entity: 'commissionStatement', id: `${person} / ${period}` })
  // What the lines are called is part of the statement, whether or not its reader sees the orders.
  const system = ctx.asSystem('names what a commission statement is about')
  const row = await system.get(CommissionPeriod, period)
  const plan = await system.get(CommissionPlan, row.plan)
  const { name } = await system.get(User, person)
  const named = await namesOf(
    system,
    [...entries, ...points].flatMap(({ orderLine }) => orderLine ?? []),
  )
  return {
    person,
    name,
    plan: plan.id,
    planName: plan.name,
    startsOn: row.startsOn,
    endsOn: row.endsOn,
    status: issued?.status ?? 'open',
    statement: issued?.id ?? null,
    lines: entries.map((entry) => lineOf(entry, named)),
    openPoints: points.map(({ orderLine, code, message, net }) => ({
      orderLine,
      order: named.get(orderLine)?.order ?? null,
      code,
      message,
      net,
    })),
    total: money(
      entries.reduce((sum, { amount }) => sum + amount.minor, 0n),
      plan.currency,
    ),
  }
}

export interface LineName {
  readonly orderLine: Id
  readonly order: string
  readonly product: string
}

/** What order lines are called, in one statement. Needs the system's rights. */
export async function namesOf(ctx: Ctx, orderLines: readonly Id[]): Promise<ReadonlyMap<Id, LineName>> {
  const { rows } = await sql<LineName>`select l.id as order_line, o.number || ' / ' || l.position as "order",
      coalesce(l.description, p.name) as product
    from crm.order_line l join crm."order" o on o.id = l.order_id join crm.product p on p.id = l.product_id
    where l.id = any(${[...new Set(orderLines)]}::uuid[])`.execute(ctx.db)
  return new Map(rows.map((line) => [line.orderLine, line]))
}

function lineOf(entry: Entry, named: ReadonlyMap<Id, LineName>): StatementLine {
  const { id, kind, occurredOn, orderLine, rule, ruleVersion, share, basis, rate, amount, earlier, reversalOf } = entry
  const name = orderLine === null ? undefined : named.get(orderLine)
  return {
    entry: id,
    kind,
    occurredOn,
    orderLine,
    order: name?.order ?? null,
    product: name?.product ?? null,
    rule,
    ruleVersion,
    share,
    basis,
    rate,
    amount,
    earlier: reversalOf ?? earlier,
    text: explainEntry(entry),
  }
}
