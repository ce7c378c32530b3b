import { expect, it } from 'vitest'
import type { TesseraError } from '../errors/tessera-error.ts'
import { model } from '../model/model.ts'
import { assemble } from '../plugin/assemble.ts'
import { definePlugin } from '../plugin/define-plugin.ts'
import type { PortalConfig, PortalDefinition } from './portal-definition.ts'

const entry = new URL('./page.astro', import.meta.url)
const other = new URL('./other.astro', import.meta.url)
class One extends model('one', { entities: [] }) {}
class Two extends model('two', { entities: [] }) {}

const collected = (one: PortalDefinition, two: PortalDefinition = {}, portal: PortalConfig = {}) =>
  assemble(
    {
      plugins: [
        definePlugin(One)({ permissions: { 'one:read': 'Read' }, portal: one })(),
        definePlugin(Two)({ portal: two })(),
      ],
      portal,
    },
    { environment: {} },
  ).portal

const refusal = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return `${(error as TesseraError).code} ${(error as TesseraError).message}`
  }
  return 'no error'
}

it('joins pages, navigation and slots of plugins, in their order', () => {
  const portal = collected(
    {
      pages: { '/deals': { entry, permission: 'one:read' } },
      nav: [{ label: 'a', page: '/deals', order: 20 }],
      slots: { 'home.top': { entry, order: 20 } },
    },
    {
      pages: { '/leads/[id]': { entry }, '/leads': { entry } },
      nav: [{ label: 'b', page: '/leads', order: 10 }],
      slots: { 'home.top': [{ entry: other, order: 10 }] },
    },
  )
  expect(portal.pages.map(({ path, plugin }) => `${plugin} ${path}`)).toEqual([
    'one /deals',
    'two /leads/[id]',
    'two /leads',
  ])
  expect(portal.nav.map(({ label }) => label)).toEqual(['b', 'a'])
  expect(portal.slots.get('home.top')?.map(({ plugin }) => plugin)).toEqual(['two', 'one'])
})

it('lets an integrator replace a page, which keeps its guard, and take one away with its navigation', () => {
  const one: PortalDefinition = {
    pages: { '/deals': { entry, permission: 'one:read' }, '/old': { entry } },
    nav: [
      { label: 'deals', page: '/deals' },
      { label: 'old', page: '/old' },
    ],
    slots: { 'home.top': { entry }, 'home.aside': { entry } },
  }
  const portal = collected(
    one,
    {},
    {
      pages: { '/deals': { entry: other }, '/old': false },
      slots: { 'home.top': { entry: other }, 'home.aside': false },
    },
  )
  expect(portal.pages).toEqual([{ path: '/deals', plugin: 'config', entry: other, permission: 'one:read' }])
  expect(portal.nav.map(({ label }) => label)).toEqual(['deals'])
  expect(portal.slots.get('home.top')?.map((slot) => slot.entry)).toEqual([other])
  expect(portal.slots.get('home.aside')).toBeUndefined()
  const open = collected(one, {}, { pages: { '/deals': { entry: other, kinds: ['partner'] } } })
  expect(open.pages[0]).toEqual({ path: '/deals', plugin: 'config', entry: other, kinds: ['partner'] })
})

it.each<[string, () => unknown, string]>([
  [
    'two plugins want one path',
    () => collected({ pages: { '/deals/[id]': { entry } } }, { pages: { '/deals/[slug]': { entry } } }),
    'PORTAL_PATH_TAKEN Plugins one and two both put a page of the portal at /deals/[slug]',
  ],
  [
    'the navigation leads to no page',
    () => collected({ pages: { '/deals': { entry } }, nav: [{ label: 'x', page: '/deal' }] }),
    'PORTAL_NAV_UNKNOWN The navigation of plugin one leads to /deal, where no plugin has a page of the portal. Did you mean «/deals»?',
  ],
  [
    'a permission is not declared',
    () => collected({ pages: { '/deals': { entry, permission: 'one:raed' } } }),
    'PORTAL_PERMISSION_UNKNOWN For the page /deals, plugin one asks for the permission «one:raed»',
  ],
  ['a path is none', () => collected({ pages: { 'deals/:id': { entry } } }), 'PORTAL_PATH_INVALID'],
  ['a rest stands before the end', () => collected({ pages: { '/a/[...b]/c': { entry } } }), 'PORTAL_PATH_INVALID'],
  [
    'an entry is a path instead of a URL',
    () => collected({ pages: { '/deals': { entry: './deals.astro' as never } } }),
    'PORTAL_ENTRY_INVALID For the page /deals, plugin one',
  ],
])('refuses to boot when %s', (_what, run, message) => {
  expect(refusal(run)).toContain(message)
})
