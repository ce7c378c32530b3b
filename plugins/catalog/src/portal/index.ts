import type { PortalDefinition } from '@tessera/core'

const entry = (name: string) => new URL(`./${name}.astro`, import.meta.url)
const kinds = ['partner', 'customer'] as const

/**
 * What the plugin adds to the portal. Pages of a product open the slot `catalog.product.buy`, with `product`, `quantity`, `account` and,
 * of a configured one, `choices`: whoever takes orders puts a way to buy there.
 */
export const catalogPortal: PortalDefinition = {
  pages: {
    '/catalog': { entry: entry('products'), kinds, shows: 'category' },
    '/catalog/[id]': { entry: entry('product'), kinds, shows: 'product' },
    '/catalog/[id]/configure': { entry: entry('configure'), kinds },
  },
  nav: [{ label: 'catalog.nav', page: '/catalog', icon: 'catalog', order: 40, onBar: true }],
  translations: {
    en: new URL('./translations/en.json', import.meta.url),
    zh: new URL('./translations/zh.json', import.meta.url),
  },
}
