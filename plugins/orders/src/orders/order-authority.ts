import { type Context, type Hook, type HookEvent, type Id, type On, Reject } from '@tessera/core'
import { evaluateAuthority, personOf } from '../approvals/authority.ts'
import { requireAuthority } from '../approvals/require-authority.ts'
import { withdrawApprovals } from '../approvals/withdraw.ts'
import { Order, OrderLine, type OrdersModel } from '../model.ts'
import { colleagueOf } from './colleague.ts'
import { commercialOrders } from './commercial.ts'
import { byRecord } from './line-rules.ts'
import { lockOrders, type OrderRow, readOrders } from './lock-orders.ts'
import { tenThousandths } from './quantity.ts'
import { takenTwice } from './quoted-prices.ts'
import { isRunning } from './status.ts'

type Ctx = Context<typeof OrdersModel>

/** What an ERP reports has happened, whoever allowed it. */
const judged = ({ source }: OrderRow): boolean => source !== 'erp'

/** No order is confirmed at prices that nobody may give: within the authority of whoever confirms it, or approved as it stands. */
export const orderAuthority = (on: On<typeof OrdersModel>): Hook =>
  on(Order).before('update', { batch: true, fields: ['status', 'freight'], name: 'authority' }, async (events) => {
    const [first] = events
    const binding = events.filter(
      ({ old, row, changed }) =>
        judged(row) && isRunning(row.status) && (!isRunning(old?.status ?? 'draft') || changed.has('freight')),
    )
    if (!first || binding.length === 0) return
    await check(
      first.ctx,
      binding.map(({ row }) => row),
    )
  })

/** Notes who changed lines last, so that he does not approve them himself; and holds running orders to what he may give. */
export const lineAuthority = (on: On<typeof OrdersModel>): readonly Hook[] => [
  on(OrderLine).after('any', { batch: true, name: 'author' }, async (events) => {
    const [first] = events
    const changed = events.filter((event) => !byRecord(event)).map(({ row }) => row.order)
    if (!first || changed.length === 0) return
    const ids = [...(await readOrders(first.ctx, changed)).values()].filter(judged).map(({ id }) => id)
    if (ids.length === 0) return
    const system = first.ctx.asSystem('notes who changed the lines of an order')
    const author = colleagueOf(first.ctx.actor)
    if (author !== null) await system.mutate(Order).updateMany(ids.map((id) => ({ id, patch: { contentBy: author } })))
    // They were for what the order said before.
    await withdrawApprovals(system, ids)
  }),
  on(OrderLine).after('any', { batch: true, name: 'authority' }, async (events) => {
    const [first] = events
    const changed = events.filter((event) => !byRecord(event) && concedes(event)).map(({ row }) => row.order)
    if (!first || changed.length === 0) return
    const orders = [...(await readOrders(first.ctx, changed)).values()]
    await check(
      first.ctx,
      orders.filter((order) => judged(order) && isRunning(order.status)),
    )
  }),
]

async function check(ctx: Ctx, orders: readonly OrderRow[]): Promise<void> {
  if (orders.length === 0) return
  const system = ctx.asSystem('checks the authority to sell at these prices')
  const twice = await takenTwice(
    system,
    orders.filter(({ source }) => source === 'quote').map(({ id }) => id),
  )
  const odd = orders.find(({ id }) => twice.has(id))
  if (odd) throw new Reject('orders.quoteStands', `The order ${odd.number} takes a line of its quote twice.`)
  await requireAuthority(ctx, await commercialOrders(system, orders))
}

type LineChange = Pick<HookEvent<typeof OrdersModel, typeof OrderLine>, 'operation' | 'old' | 'row'>

/**
 * Whether a change of a line gives more away than was agreed: a new line, more of it, or a larger discount. Less of a line at the same
 * discount, or a line taken out, binds nobody anew.
 */
function concedes({ operation, old, row }: LineChange): boolean {
  if (operation === 'delete') return false
  if (operation !== 'update' || old === null) return true
  if (tenThousandths(row.quantity) > tenThousandths(old.quantity) || row.product !== old.product) return true
  if (row.configuration !== old.configuration) return true
  const [before, now] = [old.rulePrice?.minor ?? 0n, row.rulePrice?.minor ?? 0n]
  if (before === 0n || now === 0n) return true
  return (row.net?.minor ?? 0n) * before < (old.net?.minor ?? 0n) * now
}

/** Whether an order is within the authority of the actor of `ctx`, so that he may confirm it without asking anybody. */
export async function withinAuthority(ctx: Ctx, id: Id): Promise<boolean> {
  const orders = await lockOrders(ctx, [id])
  const documents = await commercialOrders(ctx.asSystem('checks the authority to sell at these prices'), [
    ...orders.values(),
  ])
  const [report] = await evaluateAuthority(ctx, documents, personOf(ctx))
  return report?.within ?? false
}
