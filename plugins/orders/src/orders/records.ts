import type { AnyEntity, Context, Id, RowIn } from '@tessera/core'
import type {
  Delivery,
  DeliveryLine,
  Invoice,
  InvoiceLine,
  OrdersModel,
  Payment,
  PaymentAllocation,
  Return,
  ReturnLine,
} from '../model.ts'

type Ctx = Context<typeof OrdersModel>
type RecordEntity = typeof Delivery | typeof Invoice | typeof Payment | typeof Return
type PartEntity = typeof DeliveryLine | typeof InvoiceLine | typeof PaymentAllocation | typeof ReturnLine
type RowOf<E extends AnyEntity> = RowIn<typeof OrdersModel, E>

/** Records by id, whoever asks. */
export async function byId<E extends RecordEntity>(
  ctx: Ctx,
  entity: E,
  ids: readonly (Id | null | undefined)[],
): Promise<Map<Id, RowOf<E>>> {
  const wanted = unique(ids)
  if (wanted.length === 0) return new Map()
  const rows = (await ctx
    .asSystem('reads records')
    .list(entity as typeof Delivery, { where: { id: { in: wanted } }, limit: wanted.length })) as unknown as RowOf<E>[]
  return new Map(rows.map((row) => [(row as { id: Id }).id, row]))
}

/** The lines of records, whoever asks. `link` is the ref that leads from a line to its record. */
export async function linesOf<E extends PartEntity>(
  ctx: Ctx,
  entity: E,
  link: keyof E['fields'] & string,
  records: readonly (Id | null | undefined)[],
): Promise<RowOf<E>[]> {
  const wanted = unique(records)
  if (wanted.length === 0) return []
  const rows = await ctx
    .asSystem('reads records')
    .list(entity as typeof DeliveryLine, { where: { [link]: { in: wanted } } as never, limit: 1_000_000 })
  return rows as unknown as RowOf<E>[]
}

/** Records by id, locked until the transaction ends. */
export async function lockRecords<E extends RecordEntity>(
  ctx: Ctx,
  entity: E,
  ids: readonly (Id | null | undefined)[],
): Promise<Map<Id, RowOf<E>>> {
  const rows = (await ctx
    .asSystem('locks records')
    .mutate(entity as typeof Delivery)
    // An update that changes nothing locks the rows and writes nothing.
    .updateMany(unique(ids).map((id) => ({ id, patch: {} })))) as unknown as RowOf<E>[]
  return new Map(rows.map((row) => [(row as { id: Id }).id, row]))
}

export const unique = (ids: readonly (Id | null | undefined)[]): Id[] => [
  ...new Set(ids.filter((id): id is Id => typeof id === 'string')),
]
