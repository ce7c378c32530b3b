import { type Context, type Id, sql } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { ListPrice, PriceDrop, type PrmModel, RewardRule } from '../../model.ts'

type Ctx = Context<typeof PrmModel>

interface Seen {
  readonly book: Id
  readonly product: Id
  readonly unitPrice: string
  readonly known: Id | null
  readonly was: string | null
  readonly fell: boolean
}

/** Products compared in one statement. */
const batch = 5000

/**
 * Compares today's prices in the books that rules protect with those last seen, and records what fell. It does not matter how a price was
 * changed: by another entry, a validity or a correction. Several falls on a day are one. Needs the system's rights.
 */
export async function notePriceDrops(ctx: Ctx): Promise<number> {
  const rules = await ctx.list(RewardRule, { where: { kind: { eq: 'priceProtection' } }, limit: 10_000 })
  const books = [...new Set(rules.flatMap(({ priceBook }) => priceBook ?? []))]
  if (books.length === 0) return 0
  const today = companyDay(ctx)
  return ctx.transaction(async (inside) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('prm.listPrices', 0))`.execute(inside.db)
    let drops = 0
    for (;;) {
      const changed = await changedPrices(inside, books, today)
      if (changed.length === 0) return drops
      const prices = inside.mutate(ListPrice)
      await prices.createMany(
        changed.flatMap(({ known, book, product, unitPrice }) =>
          known ? [] : [{ book, product, unitPrice, seenOn: today }],
        ),
      )
      await prices.updateMany(
        changed.flatMap(({ known, unitPrice }) => (known ? [{ id: known, patch: { unitPrice, seenOn: today } }] : [])),
      )
      drops += await record(
        inside,
        changed.filter(({ fell }) => fell),
        today,
      )
    }
  })
}

/** The price of one unit, at the smallest quantity, where it differs from what was last seen. */
async function changedPrices(ctx: Ctx, books: readonly Id[], today: string): Promise<Seen[]> {
  const { rows } = await sql<Seen>`
    with now as (select distinct on (e.book_id, e.product_id) e.book_id as book, e.product_id as product, e.unit_price
      from crm.price_book_entry e join crm.price_book b on b.id = e.book_id
      where e.book_id = any(${books}::uuid[]) and e.deleted_at is null and b.deleted_at is null
        and (e.valid_from is null or e.valid_from <= ${today}::date) and (e.valid_until is null or e.valid_until >= ${today}::date)
      order by e.book_id, e.product_id, e."from", e.valid_from desc nulls last, e.id desc)
    select n.book, n.product, n.unit_price::text as unit_price, s.id as known, s.unit_price::text as was,
      s.unit_price is not null and n.unit_price < s.unit_price as fell
    from now n left join crm.list_price s on s.book_id = n.book and s.product_id = n.product and s.deleted_at is null
    where s.unit_price is distinct from n.unit_price order by n.book, n.product limit ${batch}`.execute(ctx.db)
  return rows
}

async function record(ctx: Ctx, fallen: readonly Seen[], today: string): Promise<number> {
  const known = await ctx.list(PriceDrop, {
    where: { on: { eq: today }, product: { in: fallen.map(({ product }) => product) } },
    limit: batch * 2,
  })
  const idOf = new Map(known.map(({ book, product, id }) => [`${book} ${product}`, id]))
  const drops = ctx.mutate(PriceDrop)
  await drops.createMany(
    fallen.flatMap(({ book, product, was, unitPrice }) =>
      idOf.has(`${book} ${product}`) || was === null
        ? []
        : [{ book, product, on: today, before: was, after: unitPrice }],
    ),
  )
  await drops.updateMany(
    fallen.flatMap(({ book, product, unitPrice }) => {
      const id = idOf.get(`${book} ${product}`)
      return id ? [{ id, patch: { after: unitPrice } }] : []
    }),
  )
  return fallen.length
}
