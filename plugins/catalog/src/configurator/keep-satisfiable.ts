import { type Context, type Hook, type Id, type On, Reject, sql } from '@tessera/core'
import { type CatalogModel, Product, ProductConstraint, ProductFeature, ProductOption } from '../model.ts'
import { catalogSettings } from '../settings.ts'
import { judge } from './answer.ts'
import type { Choice, ModelConstraint } from './configuration-model.ts'
import { whyOf } from './configure.ts'
import { type ReadModel, readModels } from './read-models.ts'

const always = ['create', 'update', 'delete', 'restore'] as const

/**
 * Constraints speak of their own product's options and numbers; what is configurable can be configured, and its defaults go together. While a product is
 * not configurable its features may be incomplete.
 */
export const keepSatisfiable = (on: On<typeof CatalogModel>): readonly Hook[] => [
  on(Product).after(
    ['create', 'update', 'restore'],
    { batch: true, fields: ['configurable'], name: 'satisfiable' },
    async (events) => {
      const ctx = events[0]?.ctx
      const products = events.filter(({ row }) => row.configurable).map(({ id }) => id)
      if (ctx) await check(ctx, products)
    },
  ),
  on(ProductFeature).after(always, { batch: true, name: 'satisfiable' }, async (events) => {
    const ctx = events[0]?.ctx
    if (ctx)
      await check(
        ctx,
        events.flatMap(({ old, row }) => [row.product, ...(old ? [old.product] : [])]),
      )
  }),
  on(ProductOption).after(always, { batch: true, name: 'satisfiable' }, async (events) => {
    const ctx = events[0]?.ctx.asSystem('finds the products whose options were written')
    const features = events.flatMap(({ old, row }) => [row.feature, ...(old ? [old.feature] : [])])
    if (!ctx) return
    const { rows } = await sql<{ id: Id }>`
      select distinct product_id as id from crm.product_feature where id = any(${features}::uuid[])`.execute(ctx.db)
    await check(
      ctx,
      rows.map(({ id }) => id),
    )
  }),
  on(ProductConstraint).after(always, { batch: true, name: 'satisfiable' }, async (events) => {
    const ctx = events[0]?.ctx
    if (ctx)
      await check(
        ctx,
        events.flatMap(({ old, row }) => [row.product, ...(old ? [old.product] : [])]),
      )
  }),
]

async function check(actor: Context<typeof CatalogModel>, written: readonly Id[]): Promise<void> {
  const products = [...new Set(written)].sort()
  if (products.length === 0) return
  const ctx = actor.asSystem('checks that what is configurable can be configured')
  await lockModels(ctx, products)
  const limit = ctx.settings(catalogSettings).configuratorSteps
  for (const model of (await readModels(ctx, products)).values()) {
    for (const constraint of model.constraints) checkConstraint(model, constraint)
    for (const { name, options, number } of model.features)
      if (number && options.length > 0)
        throw new Reject(
          'catalog.numberWithOptions',
          `The feature «${name}» of ${model.sku} is a number and can have no options. Delete them first.`,
        )
    if (model.configurable) checkSatisfiable(model, limit)
  }
}

/** Whoever changes the same product's features waits for others who do; whoever only needs them to stay takes the lock with them. */
export async function lockModels(
  ctx: Context<typeof CatalogModel>,
  products: readonly Id[],
  shared = false,
): Promise<void> {
  const lock = shared ? sql`pg_advisory_xact_lock_shared` : sql`pg_advisory_xact_lock`
  await sql`select ${lock}(hashtextextended('catalog.configurator ' || id, 0)) from unnest(${products}::text[]) id`.execute(
    ctx.db,
  )
}

function checkConstraint({ sku, features }: ReadModel, { name, type, when, options, feature }: ModelConstraint): void {
  const own = new Set(features.flatMap((one) => one.options.map(({ id }) => id)))
  if ([...when, ...options].some((id) => !own.has(id)))
    throw new Reject(
      'catalog.constraintForeign',
      `The constraint «${name}» speaks of an option that ${sku} does not have. Choose options of its own.`,
    )
  if (type !== 'range' && options.length === 0)
    throw new Reject(
      'catalog.constraintEmpty',
      `The constraint «${name}» says not which options it is about. Name at least one.`,
    )
  if (type === 'range' && options.length > 0)
    throw new Reject(
      'catalog.constraintEmpty',
      `The constraint «${name}» is about a number and can have no options. Leave them out.`,
    )
  if (type === 'range' && !features.some(({ id, number }) => id === feature && number))
    throw new Reject(
      'catalog.constraintForeign',
      `The constraint «${name}» speaks of a number that ${sku} does not have. Choose one of its own.`,
    )
}

function checkSatisfiable(model: ReadModel, limit: number): void {
  const { conflict } = judge(model, [], limit)
  if (conflict)
    throw new Reject(
      'catalog.unsatisfiable',
      `Nobody could configure ${model.sku}: ${whyOf(model, conflict)} can not hold together. Change one of them, or let the product not be configurable for now.`,
    )
  const defaults = model.features.flatMap(({ id, options }): Choice[] =>
    options.filter(({ isDefault }) => isDefault).map((option) => ({ feature: id, option: option.id })),
  )
  const excluded = defaults.length > 0 ? judge(model, defaults, limit).conflict : null
  if (excluded)
    throw new Reject(
      'catalog.defaultExcluded',
      `The options of ${model.sku} that are chosen to begin with do not go together: ${whyOf(model, excluded)}.`,
    )
}
