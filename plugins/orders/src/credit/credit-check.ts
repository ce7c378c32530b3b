import {
  type Context,
  formatAmount,
  type Hook,
  type HookEvent,
  type Id,
  type Money,
  type On,
  Reject,
  sql,
  TesseraError,
} from '@tessera/core'
import { convertMoney } from '@tessera/plugin-catalog'
import { companyDay } from '../company-day.ts'
import { Order, type OrdersModel } from '../model.ts'
import { isOutside } from '../orders/recorder.ts'
import { isRunning, type OrderStatus } from '../orders/status.ts'
import { ordersSettings } from '../settings.ts'
import { openBalances } from './open-balance.ts'

type Ctx = Context<typeof OrdersModel>

/**
 * No order is confirmed, and none that is grows, beyond what its account may owe. Orders of one account are checked one after another, so
 * that two that fit alone do not pass together. What an ERP reports has happened and is not checked.
 */
export const creditCheck = (on: On<typeof OrdersModel>): Hook =>
  on(Order).before('update', { batch: true, name: 'credit' }, async (events) => {
    const [first] = events
    const concerned = events.filter(
      ({ old, row }) =>
        row.source !== 'erp' &&
        !released({ old, row }) &&
        isRunning(row.status) &&
        (!old || !isRunning(old.status) || row.total.minor > old.total.minor),
    )
    if (!first) return
    const outgrown = events.map((event) =>
      event.row.creditReleased && !released(event) ? { creditReleased: false } : undefined,
    )
    if (concerned.length === 0) return outgrown
    const ctx = first.ctx.asSystem('checks credit')
    const accounts = await creditOf(
      ctx,
      concerned.map(({ row }) => row.account),
    )
    const balances = await openBalances(
      ctx,
      [...accounts.keys()],
      concerned.map(({ id }) => id),
    )
    const owed = new Map([...balances].map(([account, amounts]) => [account, [...amounts]]))
    const patches: ({ status?: OrderStatus; uninvoiced?: Money; creditReleased?: boolean } | undefined)[] = []
    for (const [index, { id, old, row }] of events.entries()) {
      const credit = accounts.get(row.account)
      if (!credit || !concerned.some((event) => event.id === id)) {
        patches.push(outgrown[index])
        continue
      }
      const debts = [...(owed.get(row.account) ?? []), row.uninvoiced]
      const why = await refusal(ctx, credit, debts)
      if (why === null) owed.set(row.account, debts)
      const refuse = ctx.settings(ordersSettings).overCreditLimit === 'refuse' || row.status !== 'confirmed'
      if (why !== null && (refuse || old?.status === 'onHold')) throw isOutside(first.ctx.actor) ? untold(row) : why
      patches.push(
        why === null
          ? outgrown[index]
          : { ...outgrown[index], status: 'onHold', uninvoiced: { ...row.uninvoiced, minor: 0n } },
      )
    }
    return patches
  })

/** Whether somebody let the order pass as large as it is: he did not mean all that would be added to it later. */
const released = ({ old, row }: Pick<HookEvent<typeof OrdersModel, typeof Order>, 'old' | 'row'>): boolean =>
  row.creditReleased && !(old?.creditReleased && row.total.minor > old.total.minor)

interface Credit {
  readonly id: Id
  readonly name: string
  readonly hold: boolean
  readonly limitMinor: string | null
  readonly limitCurrency: string | null
}

/** What accounts may owe, with their credit locked until the transaction ends. Accounts without a limit or hold are left out. */
async function creditOf(ctx: Ctx, accounts: readonly Id[]): Promise<ReadonlyMap<Id, Credit>> {
  const ids = [...new Set(accounts)].sort()
  await sql`select pg_advisory_xact_lock(k.hash) from (select distinct hashtextextended('orders.credit ' || a, 0) as hash
    from unnest(${ids}::text[]) a order by 1) k`.execute(ctx.db)
  const { rows } = await sql<Credit>`
    select id, name, orders_credit_hold as hold, orders_credit_limit_minor::text as limit_minor, orders_credit_limit_currency as limit_currency
    from crm.account where id = any(${ids}::uuid[]) and (orders_credit_hold or orders_credit_limit_minor is not null)`.execute(
    ctx.db,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** What an account may owe is for staff: others learn that the order is beyond it, not by how much. */
const untold = ({ number }: { readonly number: string }): Reject =>
  new Reject(
    'orders.creditLimit',
    `The order ${number} is beyond the credit of its account. Ask your salesperson, or pay first what is open.`,
  )

/** Why an account may not owe so much; null if it may. A sum that can not be converted is not taken for small. */
async function refusal(ctx: Ctx, credit: Credit, debts: readonly Money[]): Promise<Reject | null> {
  if (credit.hold)
    return new Reject('orders.creditHold', `${credit.name} is on credit hold. Lift the hold, or release the order.`)
  const currency = credit.limitCurrency
  if (currency === null || credit.limitMinor === null) return null
  const on = companyDay(ctx)
  const outcomes = await convertMoney(
    ctx,
    debts.map((amount) => ({ amount, to: currency, on })),
  )
  let sum = 0n
  for (const outcome of outcomes) {
    if (outcome instanceof TesseraError)
      return new Reject(
        'orders.creditUndecided',
        `What ${credit.name} owes can not be compared with its credit limit: ${outcome.message}`,
      )
    sum += outcome.amount.minor
  }
  const limit = { minor: BigInt(credit.limitMinor), currency }
  if (sum <= limit.minor) return null
  return new Reject(
    'orders.creditLimit',
    `With this order ${credit.name} would owe ${formatAmount({ minor: sum, currency })} ${currency}, its limit is ${formatAmount(limit)}. Let it pay first, or release the order.`,
  )
}
