import {
  assemble,
  type Context,
  compileAccess,
  createCrm,
  createTemporaryDatabase,
  type Id,
  installSchema,
  money,
  openDatabase,
  User,
} from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import { Product } from '@tessera/plugin-catalog/model'
import customers from '@tessera/plugin-customers'
import { Account } from '@tessera/plugin-customers/model'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import { Order, OrderLine } from '@tessera/plugin-orders/model'
import sfa, { calculateCommission } from '@tessera/plugin-sfa'
import { CommissionAssignment, CommissionPlan, CommissionRule } from '@tessera/plugin-sfa/model'

export interface CommissionFigures {
  readonly lines: number
  readonly people: number
  readonly entries: number
  /** A year, from nothing. */
  readonly firstSeconds: number
  /** The same again: nothing is written. */
  readonly againSeconds: number
  readonly peakMegabytes: number
  /** The amounts alone, by hand-written SQL into a bare table. */
  readonly baselineSeconds: number
}

const ordersMade = 1250
const linesEach = 16
const people = 20

/** What commission of a year with a marginal tier takes, for 20 people. On the server of `DATABASE_URL`, in a database of its own. */
export async function measureCommission(): Promise<CommissionFigures> {
  const adminUrl = process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'
  const temporary = await createTemporaryDatabase(adminUrl)
  const assembly = assemble({ plugins: [customers(), catalog(), mail(), orders(), sfa()], currency: 'EUR' })
  const access = compileAccess(assembly)
  const database = await openDatabase({ url: temporary.url })
  const crm = createCrm({ assembly, access, database })
  try {
    await installSchema(database, assembly, access)
    const ctx = crm.system('bench', 'measures commission')
    const plan = await sellForAYear(ctx)
    await database.pipeline([{ text: 'analyze' }])
    let entries = 0
    const firstSeconds = await seconds(async () => {
      entries = (await calculateCommission(ctx, plan)).written
    })
    const againSeconds = await seconds(() => calculateCommission(ctx, plan))
    const baselineSeconds = await seconds(() => database.pipeline([{ text: baseline }]))
    return {
      lines: ordersMade * linesEach,
      people,
      entries,
      firstSeconds,
      againSeconds,
      peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1000),
      baselineSeconds,
    }
  } finally {
    await crm.close()
    await temporary.drop()
  }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return Math.round(performance.now() - startedAt) / 1000
}

const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n))

async function sellForAYear(ctx: Context): Promise<Id> {
  const sellers = await ctx
    .mutate(User)
    .createMany(many(people, (n) => ({ name: `Seller ${n}`, email: `seller${n}@example.com` })))
  const { id: account } = await ctx.mutate(Account).create({ name: 'Reseller' })
  const { id: product } = await ctx.mutate(Product).create({ sku: 'P', name: 'Pump' })
  const { id: plan } = await ctx
    .mutate(CommissionPlan)
    .create({ name: 'Year', validFrom: '2025-01-01', validUntil: '2025-12-31', currency: 'EUR' })
  const tiers = [{ from: '500', rate: '7' }]
  await ctx.mutate(CommissionRule).create({ plan, name: 'Rule', rate: '5', tierBasis: 'amount', tiers })
  await ctx
    .mutate(CommissionAssignment)
    .createMany(sellers.map(({ id: user }) => ({ plan, user, validFrom: '2025-01-01' })))
  const made = await ctx.mutate(Order).createMany(
    many(ordersMade, (n) => ({
      account,
      currency: 'EUR',
      source: 'erp' as const,
      status: 'confirmed' as const,
      orderedOn: new Date(Date.UTC(2025, 0, 1 + (n % 365))).toISOString().slice(0, 10),
      owner: sellers[n % people]?.id ?? null,
    })),
  )
  const lines = made.flatMap(({ id: order }, n) =>
    many(linesEach, (line) => ({ order, product, quantity: '1', net: money(BigInt(1000 + n * 7 + line), 'EUR') })),
  )
  for (let start = 0; start < lines.length; start += 2000)
    await ctx.mutate(OrderLine).createMany(lines.slice(start, start + 2000))
  return plan
}

const baseline = `create table commission_by_hand as
  select id, owner_id, month, net_minor, round((greatest(least(upto, 50000) - least(upto - net_minor, 50000), 0) * 5
    + greatest(greatest(upto, 50000) - greatest(upto - net_minor, 50000), 0) * 7) / 100) as amount
  from (select l.id, o.owner_id, date_trunc('month', o.ordered_on) as month, l.net_minor,
      sum(l.net_minor) over (partition by o.owner_id, date_trunc('month', o.ordered_on) order by o.ordered_on, l.id) as upto
    from crm.order_line l join crm."order" o on o.id = l.order_id) counted`
