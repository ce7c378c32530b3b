import { type Context, type Id, type Issue, openFile, TesseraError } from '@tessera/core'
import { Product } from '@tessera/plugin-catalog/model'
import { PartnerForecast, type PrmModel, SellOut, StockReport } from '../model.ts'
import { type Columns, readTable, type TableRow } from './read-table.ts'

type Ctx = Context<typeof PrmModel>

export const reportKinds = ['stock', 'sellOut', 'forecast'] as const
export type ReportKind = (typeof reportKinds)[number]

const product = ['sku', 'article', 'article number', 'product', '产品编号', '产品']
const quantity = ['quantity', 'qty', 'pieces', '数量']

const columnsOf: Readonly<Record<ReportKind, Columns>> = {
  stock: { sku: product, quantity, day: ['day', 'date', '日期'] },
  sellOut: {
    reference: ['reference', 'invoice', 'document', '单据号', '发票号'],
    sku: product,
    soldOn: ['sold on', 'soldon', 'date', '销售日期', '日期'],
    quantity,
    amount: ['amount', '金额'],
    currency: ['currency', '币种'],
    customer: ['customer', '客户'],
    countryCode: ['country', 'countrycode', '国家', '国家/地区'],
  },
  forecast: { sku: product, month: ['month', '月份'], quantity },
}
const requiredOf: Readonly<Record<ReportKind, readonly string[]>> = {
  stock: ['sku', 'quantity', 'day'],
  sellOut: ['reference', 'sku', 'soldOn', 'quantity'],
  forecast: ['sku', 'month', 'quantity'],
}

/** A row that was refused; `line` as an editor counts. */
export interface RefusedRow {
  readonly line: number
  readonly field: string
  readonly message: string
  /** Of what is wrong, and what is filled into its text. */
  readonly code: string
  readonly params: Readonly<Record<string, string | number>>
}

/** What a file came to. Where rows were refused, nothing was written. */
export interface FileReported {
  readonly rows: number
  readonly created: number
  readonly updated: number
  readonly refused: readonly RefusedRow[]
}

/**
 * Takes a partner's report from a file that was handed in: all rows, or none where one is wrong. Sent again it changes nothing; what was
 * reported before for the same product and day is replaced.
 * @throws NOT_FOUND, REJECTED with prm.fileBroken, prm.fileColumns, prm.fileTooLong
 */
export async function reportFile(ctx: Ctx, kind: ReportKind, file: Id, dryRun: boolean): Promise<FileReported> {
  const { bytes } = await openFile(ctx, file)
  const table = readTable(new Uint8Array(await new Response(bytes).arrayBuffer()), columnsOf[kind], requiredOf[kind])
  const products = await productsOf(ctx, table)
  const refused: RefusedRow[] = []
  const seen = new Map<string, number>()
  const inputs = table.flatMap((row) => {
    const found = products.get(row.cells.sku ?? '')
    if (!found) {
      const sku = (row.cells.sku ?? '').slice(0, 100)
      const told = { code: 'prm.productUnknown', message: `There is no product «${sku}».`, params: { sku } }
      refused.push({ line: row.line, field: 'sku', ...told })
      return []
    }
    const key = keyOf(kind, row, found)
    const twice = seen.get(key)
    if (twice !== undefined) {
      const told = { code: 'prm.rowTwice', message: `It stands in line ${twice} already.`, params: { line: twice } }
      refused.push({ line: row.line, field: 'sku', ...told })
    }
    seen.set(key, row.line)
    return [{ line: row.line, key, input: inputOf(kind, row, found) }]
  })
  if (refused.length > 0) return { rows: table.length, created: 0, updated: 0, refused }
  try {
    return await write(ctx, kind, inputs, dryRun)
  } catch (error) {
    const issues = error instanceof TesseraError && error.code === 'VALIDATION' ? error.issues : []
    if (issues.length === 0) throw error
    return { rows: table.length, created: 0, updated: 0, refused: issues.map((issue) => refusal(issue, inputs)) }
  }
}

interface RowInput {
  readonly line: number
  readonly key: string
  readonly input: Readonly<Record<string, unknown>>
}

class Undo extends Error {}

/** In one transaction, which a dry run takes back. */
async function write(ctx: Ctx, kind: ReportKind, inputs: readonly RowInput[], dryRun: boolean): Promise<FileReported> {
  const entity = { stock: StockReport, sellOut: SellOut, forecast: PartnerForecast }[kind]
  let reported: FileReported = { rows: inputs.length, created: 0, updated: 0, refused: [] }
  const work = ctx.transaction(async (inside) => {
    const known = await knownRows(inside, kind, inputs)
    const created = inputs.filter(({ key }) => !known.has(key))
    const updated = inputs.filter(({ key }) => known.has(key))
    const mutator = inside.mutate(entity as typeof SellOut)
    if (updated.length > 0)
      await mutator.updateMany(updated.map(({ key, input }) => ({ id: known.get(key) ?? '', patch: input })))
    if (created.length > 0) await mutator.createMany(created.map(({ input }) => input) as never)
    reported = { ...reported, created: created.length, updated: updated.length }
    if (dryRun) throw new Undo()
  })
  await work.catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error
  })
  return reported
}

async function knownRows(ctx: Ctx, kind: ReportKind, inputs: readonly RowInput[]): Promise<Map<string, Id>> {
  if (ctx.actor.kind !== 'partner') return new Map()
  const partner = { eq: ctx.actor.partner }
  const products = { in: [...new Set(inputs.map(({ input }) => input.product as Id))] }
  const where = { partner, product: products }
  const limit = 100_000
  if (kind === 'stock')
    return new Map((await ctx.list(StockReport, { where, limit })).map((row) => [`${row.product} ${row.day}`, row.id]))
  if (kind === 'forecast')
    return new Map(
      (await ctx.list(PartnerForecast, { where, limit })).map((row) => [`${row.product} ${row.month}`, row.id]),
    )
  const reference = { in: [...new Set(inputs.map(({ input }) => input.reference as string))] }
  const rows = await ctx.list(SellOut, { where: { ...where, reference }, limit })
  return new Map(rows.map((row) => [`${row.product} ${row.reference}`, row.id]))
}

async function productsOf(ctx: Ctx, table: readonly TableRow[]): Promise<Map<string, Id>> {
  const skus = [...new Set(table.map(({ cells }) => cells.sku ?? '').filter(Boolean))]
  const rows = skus.length > 0 ? await ctx.list(Product, { where: { sku: { in: skus } }, limit: skus.length }) : []
  return new Map(rows.map(({ sku, id }) => [sku, id]))
}

function keyOf(kind: ReportKind, { cells }: TableRow, found: Id): string {
  if (kind === 'sellOut') return `${found} ${cells.reference ?? ''}`
  return `${found} ${kind === 'stock' ? (cells.day ?? '') : monthOf(cells.month ?? '')}`
}

// `2026-05` is a month as people write it.
const monthOf = (text: string): string => (/^\d{4}-\d\d$/.test(text) ? `${text}-01` : text)

function inputOf(kind: ReportKind, { cells }: TableRow, found: Id): Readonly<Record<string, unknown>> {
  const given = { product: found, quantity: cells.quantity }
  if (kind === 'stock') return { ...given, day: cells.day }
  if (kind === 'forecast') return { ...given, month: monthOf(cells.month ?? '') }
  const { reference, soldOn, amount, currency, customer, countryCode } = cells
  return {
    ...given,
    reference,
    soldOn,
    ...(amount ? { amount: { amount, currency: currency ?? '' } } : {}),
    ...(customer ? { customer } : {}),
    ...(countryCode ? { countryCode } : {}),
  }
}

/** Where in the file an issue of the bulk write is: the index of its input stands in its path. */
function refusal({ path, code, message, params = {} }: Issue, inputs: readonly RowInput[]): RefusedRow {
  const index = path.find((part) => typeof part === 'number')
  return { line: inputs[Number(index ?? 0)]?.line ?? 0, field: String(path.at(-1) ?? ''), code, message, params }
}
