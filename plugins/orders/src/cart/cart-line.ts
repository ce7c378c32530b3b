import { entity, f } from '@tessera/core'
import { Configuration, Product } from '@tessera/plugin-catalog/model'
import { Account } from '@tessera/plugin-customers/model'

/**
 * What somebody means to order for an account. It has no price: a cart may lie for weeks, and what it costs is asked of the catalog
 * whenever somebody looks, and once more when it is placed.
 */
export class CartLine extends entity(
  'cartLine',
  {
    account: f.ref(Account, { inverse: 'cartLines', onDelete: 'cascade' }).label({ en: 'Account', zh: '客户' }),
    product: f.ref(Product, { inverse: 'cartLines', onDelete: 'cascade' }).label({ en: 'Product', zh: '产品' }),
    configuration: f
      .ref(Configuration, { inverse: 'cartLines' })
      .nullable()
      .label({ en: 'Configuration', zh: '产品配置' }),
    quantity: f.decimal(13, 4).label({ en: 'Quantity', zh: '数量' }),
  },
  {
    label: { en: 'Line of a cart', zh: '购物车行' },
    checks: { quantity: 'quantity > 0' },
  },
) {}
