import {
  assemble,
  compileAccess,
  createCrm,
  createTemporaryDatabase,
  type Database,
  installSchema,
  openDatabase,
} from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import { Product } from '@tessera/plugin-catalog/model'
import customers from '@tessera/plugin-customers'
import { Account } from '@tessera/plugin-customers/model'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import { Order, OrderLine } from '@tessera/plugin-orders/model'
import { baselineStatements, linesOf, type MadeLine, orderNumbers } from './history.ts'

export interface OrdersFigures {
  readonly orders: number
  readonly lines: number
  readonly database: string
  readonly seconds: number
  readonly peakMegabytes: number
  /** The same rows by hand-written INSERT: without hooks, access rules, audit and events. */
  readonly baselineSeconds: number
}

const batch = 500

/**
 * How long orders of an ERP take to come in with their lines, through all hooks, by external keys; and the memory of the process at its peak.
 * On the server of `DATABASE_URL`, in a database of its own.
 */
export async function measureOrders(): Promise<OrdersFigures> {
  const adminUrl = process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'
  const temporary = await createTemporaryDatabase(adminUrl)
  const assembly = assemble({ plugins: [customers(), catalog(), mail(), orders()], currency: 'USD' })
  const access = compileAccess(assembly)
  const database = await openDatabase({ url: temporary.url })
  const crm = createCrm({ assembly, access, database })
  try {
    await installSchema(database, assembly, access)
    const ctx = crm.system('bench', 'measures how orders come in')
    const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n))
    const accounts = await ctx.mutate(Account).createMany(many(700, (n) => ({ name: `Reseller ${n}` })))
    const products = await ctx.mutate(Product).createMany(many(300, (n) => ({ sku: `P-${n}`, name: `Product ${n}` })))
    const at = <T extends { readonly id: string }>(rows: readonly T[], n: number): string =>
      rows[n % rows.length]?.id ?? ''

    const startedAt = performance.now()
    const ids = new Map<number, string>()
    for (const part of parts(orderNumbers, batch)) {
      const written = await ctx.mutate(Order).upsertMany(
        part.map((number) => ({
          by: { system: 'erp', key: `${number}` },
          input: {
            account: at(accounts, number),
            source: 'erp' as const,
            historical: true,
            status: 'closed' as const,
            currency: 'USD',
            orderedOn: '2020-05-01',
          },
        })),
      )
      for (const [index, { row }] of written.entries()) ids.set(part[index] ?? 0, row.id)
    }
    let lines = 0
    for (const part of parts(orderNumbers.flatMap(linesOf), batch)) {
      await ctx.mutate(OrderLine).upsertMany(
        part.map(({ order, position, quantity, unitPrice }: MadeLine) => ({
          by: { system: 'erp', key: `${order}/${position}` },
          input: {
            order: ids.get(order) ?? '',
            position,
            product: at(products, order + position),
            quantity,
            unitPrice,
            unitCost: '5.25',
            taxRate: '0',
          },
        })),
      )
      lines += part.length
    }
    const seconds = (performance.now() - startedAt) / 1000
    const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024)
    return {
      orders: orderNumbers.length,
      lines,
      database: database.version.text,
      seconds: round(seconds),
      peakMegabytes,
      baselineSeconds: round(await baseline(database)),
    }
  } finally {
    await crm.close()
    await temporary.drop()
  }
}

async function baseline(database: Database): Promise<number> {
  const startedAt = performance.now()
  for (const text of baselineStatements) await database.pipeline([{ text }])
  return (performance.now() - startedAt) / 1000
}

function* parts<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size)
}

const round = (seconds: number): number => Math.round(seconds * 10) / 10
