import type { PortalDefinition } from '@tessera/core'

const entry = (name: string): URL => new URL(`./${name}.astro`, import.meta.url)
const partner = { kinds: ['partner'] } as const
const staff = { kinds: ['user'], permission: 'prm:read' } as const

/** The first page: what a partner earned, what waits for it, what is coming; and for staff, the desk of the channel. */
export const homeSlots: NonNullable<PortalDefinition['slots']> = {
  'home.actions': { entry: entry('RegisterDeal'), kinds: ['partner'], roles: ['admin', 'sales'], order: 10 },
  'home.top': [
    { entry: entry('PartnerFigures'), ...partner, order: 10 },
    { entry: entry('DeskFigures'), ...staff, order: 10 },
  ],
  'home.cards': [
    { entry: entry('Waiting'), ...partner, order: 10 },
    { entry: entry('Pipeline'), ...partner, order: 20 },
    { entry: entry('Earned'), kinds: ['partner'], roles: ['admin', 'finance'], order: 25 },
    { entry: entry('DeskWaiting'), ...staff, order: 10 },
    { entry: entry('PartnersAtRisk'), ...staff, order: 20 },
  ],
  'home.aside': [
    { entry: entry('Tier'), ...partner, order: 10 },
    { entry: entry('Funds'), kinds: ['partner'], roles: ['admin', 'sales', 'finance'], order: 20 },
    { entry: entry('News'), order: 40 },
  ],
  'help.contact': { entry: entry('Manager'), ...partner, order: 10 },
}
