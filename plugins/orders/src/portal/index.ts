import type { PortalDefinition } from '@tessera/core'
import { deskNav, deskPages } from './desk/pages.ts'

const entry = (name: string) => new URL(`./${name}.astro`, import.meta.url)
const everybody = { permission: 'orders:read', kinds: ['user', 'partner', 'customer'] } as const
const buyers = { kinds: ['partner', 'customer'] } as const

/** What the plugin adds to the portal: orders and what became of them, and a cart that products go into. */
export const ordersPortal: PortalDefinition = {
  pages: {
    '/cart': { entry: entry('cart'), ...buyers },
    '/cart/add': { entry: entry('cart-add'), ...buyers },
    '/orders': { entry: entry('orders'), ...everybody },
    '/orders/[id]': { entry: entry('order'), ...everybody, shows: 'order' },
    '/orders/[id]/change': { entry: entry('order-change'), ...buyers },
    '/deliveries': { entry: entry('deliveries'), ...everybody, shows: 'delivery' },
    '/invoices': { entry: entry('invoices'), ...everybody, shows: 'invoice' },
    '/returns': { entry: entry('returns'), ...everybody },
    '/returns/new': { entry: entry('return-new'), ...buyers },
    '/returns/[id]': { entry: entry('return'), ...everybody, shows: 'return' },
    '/quotes': { entry: entry('quotes'), ...everybody },
    '/quotes/ask': { entry: entry('ask-quote'), ...buyers },
    '/quotes/[id]': { entry: entry('quote'), ...everybody, shows: 'quote' },
    ...deskPages,
  },
  nav: [
    { label: 'orders.cart.nav', page: '/cart', icon: 'cart', order: 45, onBar: true },
    { label: 'orders.quotes.nav', page: '/quotes', icon: 'quote', order: 48 },
    { label: 'orders.nav', page: '/orders', icon: 'order', order: 50, onBar: true },
    { label: 'orders.deliveries.nav', page: '/deliveries', icon: 'truck', order: 52 },
    { label: 'orders.invoices.nav', page: '/invoices', icon: 'invoice', order: 54 },
    { label: 'orders.returns.nav', page: '/returns', icon: 'return', order: 56 },
    ...deskNav,
  ],
  slots: {
    'catalog.product.buy': { entry: entry('add-to-cart'), ...buyers },
    'home.cards': [
      { entry: entry('home/QuotesToDecide'), kinds: ['user'], permission: 'orders:approve', order: 12 },
      { entry: entry('home/UnderWay'), ...buyers, order: 15 },
      { entry: entry('home/UnderWay'), kinds: ['user'], permission: 'orders:read', order: 60 },
    ],
  },
  translations: {
    en: new URL('./translations/en.json', import.meta.url),
    zh: new URL('./translations/zh.json', import.meta.url),
  },
}
