import { type Hook, type Id, type On, Reject, sql } from '@tessera/core'
import { BundleItem, type CatalogModel, Category, Product } from '../model.ts'
import { findCircle, type Link } from './circles.ts'

const placing = ['create', 'update', 'restore'] as const

/** Categories, variants and bundles never contain themselves, directly or through others. */
export const noCircles = (on: On<typeof CatalogModel>): readonly Hook[] => [
  on(Category).before(placing, { batch: true, fields: ['parent'], name: 'noCircles' }, async (events) => {
    const links = linksTo(events.map(({ id, row }) => ({ from: id, to: row.parent })))
    const ctx = events[0]?.ctx.asSystem('checks categories for circles')
    if (!ctx || links.length === 0) return
    const stored = sql`select id, parent_id from crm.category where parent_id is not null and id <> all(${ids(events)}::uuid[])`
    if (await findCircle(ctx, 'catalog.categories', stored, links))
      throw new Reject('catalog.categoryCircle', 'A category can not be part of a category that is part of it.')
  }),
  on(Product).before(placing, { batch: true, fields: ['variantOf'], name: 'noCircles' }, async (events) => {
    const links = linksTo(events.map(({ id, row }) => ({ from: id, to: row.variantOf })))
    const ctx = events[0]?.ctx.asSystem('checks variants for circles')
    if (!ctx || links.length === 0) return
    const stored = sql`select id, variant_of_id from crm.product where variant_of_id is not null and id <> all(${ids(events)}::uuid[])`
    if (await findCircle(ctx, 'catalog.variants', stored, links))
      throw new Reject('catalog.variantCircle', 'A product can not be a variant of one of its own variants.')
  }),
  on(BundleItem).before(placing, { batch: true, fields: ['bundle', 'part'], name: 'noCircles' }, async (events) => {
    const ctx = events[0]?.ctx.asSystem('checks bundles for circles')
    if (!ctx) return
    const stored = sql`select bundle_id, part_id from crm.bundle_item where deleted_at is null and id <> all(${ids(events)}::uuid[])`
    const links = events.map(({ row }) => ({ from: row.bundle, to: row.part }))
    if (await findCircle(ctx, 'catalog.bundles', stored, links))
      throw new Reject('catalog.bundleCircle', 'A bundle can not contain itself, directly or through its parts.')
  }),
]

const linksTo = (places: readonly { readonly from: Id; readonly to: Id | null | undefined }[]): Link[] =>
  places.flatMap(({ from, to }) => (to ? [{ from, to }] : []))

const ids = (events: readonly { readonly id: Id }[]): Id[] => events.map(({ id }) => id)
