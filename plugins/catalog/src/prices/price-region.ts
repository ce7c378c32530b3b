import { entity, f } from '@tessera/core'

/** A market with prices of its own. */
export class PriceRegion extends entity(
  'priceRegion',
  { name: f.text({ max: 100 }).unique().label({ en: 'Name', zh: '名称' }) },
  { label: { en: 'Price region', zh: '价格区域' } },
) {}
