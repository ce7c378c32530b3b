import { type Context, type Id, sql } from '@tessera/core'
import { live } from '../live.ts'
import { type CatalogModel, Product, ProductConstraint, ProductFeature, ProductOption } from '../model.ts'
import type { ConfigurationModel } from './configuration-model.ts'

export interface ReadModel extends ConfigurationModel {
  readonly product: Id
  readonly sku: string
  readonly configurable: boolean
}

/** The models of products in one statement, by product; without those that are not there for the actor. */
export async function readModels(
  ctx: Context<typeof CatalogModel>,
  products: readonly Id[],
): Promise<ReadonlyMap<Id, ReadModel>> {
  const { rows } = await sql<ReadModel>`
    select p.id as product, p.sku, p.configurable,
      coalesce((select json_agg(json_build_object('id', pf.id, 'version', pf.version, 'name', pf.name, 'min', pf.min_chosen, 'max', pf.max_chosen,
        'number', case when pf.type = 'number' then json_build_object('min', pf.min_value::text, 'max', pf.max_value::text, 'step', pf.step::text) end,
        'options', coalesce((select json_agg(json_build_object('id', o.id, 'version', o.version, 'name', o.name, 'isDefault', o.is_default) order by o.sort, o.code)
          from crm.product_option o where o.feature_id = pf.id ${live(ctx, ProductOption, 'o')}), '[]')) order by pf.sort, pf.code)
        from crm.product_feature pf where pf.product_id = p.id ${live(ctx, ProductFeature, 'pf')}), '[]') as features,
      coalesce((select json_agg(json_build_object('id', c.id, 'version', c.version, 'name', c.name, 'type', c.type, 'feature', c.feature_id,
        'min', c.min_value::text, 'max', c.max_value::text,
        'when', array(select w.target_id from crm.product_constraint__when w where w.source_id = c.id order by 1),
        'options', array(select x.target_id from crm.product_constraint__options x where x.source_id = c.id order by 1)) order by c.created_at, c.id)
        from crm.product_constraint c where c.product_id = p.id ${live(ctx, ProductConstraint, 'c')}), '[]') as constraints
    from crm.product p where p.id = any(${products}::uuid[]) ${live(ctx, Product, 'p')}`.execute(ctx.db)
  return new Map(rows.map((row) => [row.product, row]))
}
