import { entity, f } from '@tessera/core'

/** Why deals are lost: price, a feature, no budget. */
export class LostReason extends entity(
  'lostReason',
  {
    name: f.text({ max: 100 }).unique().label({ en: 'Name', zh: '名称' }),
    active: f.bool().default(true).label({ en: 'In use', zh: '启用' }),
  },
  { label: { en: 'Lost reason', zh: '丢单原因' } },
) {}
