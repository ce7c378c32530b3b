import { type AnyEntity, type Context, type RawBuilder, sql } from '@tessera/core'
import type { CatalogModel, Product } from './model.ts'

/** `and alias.deleted_at is null`, for actors who see that column: of partners and customers, policies leave deleted rows out. */
export const live = (ctx: Context<typeof CatalogModel>, entity: AnyEntity, alias: string): RawBuilder<unknown> =>
  ctx.readable(entity as typeof Product).has('deletedAt') ? sql`and ${sql.ref(`${alias}.deleted_at`)} is null` : sql``
