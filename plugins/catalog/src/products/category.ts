import { entity, f } from '@tessera/core'
import { otherNames, otherNamesCheck } from './other-names.ts'

/** A group of products, in a tree: pumps, and below them submersible pumps. */
export class Category extends entity(
  'category',
  {
    name: f.text({ max: 200 }).searchable().label({ en: 'Name', zh: '名称' }),
    names: otherNames(),
    parent: f.ref('category', { inverse: 'children' }).nullable().label({ en: 'Part of', zh: '上级类别' }),
    sort: f.int().default(0).label({ en: 'Order', zh: '排序' }),
  },
  {
    label: { en: 'Product category', zh: '产品类别' },
    plural: 'categories',
    checks: { parent: 'parent_id <> id', names: otherNamesCheck },
  },
) {}
