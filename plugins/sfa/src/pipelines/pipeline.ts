import { entity, f } from '@tessera/core'

/** A way of selling, such as new business or renewals: the stages an opportunity goes through. */
export class Pipeline extends entity(
  'pipeline',
  {
    name: f.text({ max: 200 }).unique().label({ en: 'Name', zh: '名称' }),
    sort: f.int().default(0).label({ en: 'Order', zh: '排序' }),
    active: f.bool().default(true).label({ en: 'In use', zh: '启用' }),
  },
  { label: { en: 'Pipeline', zh: '销售管道' } },
) {}
