import type { PortalDefinition } from '@tessera/core'
import { UnreadCount } from './news.operations.ts'

const entry = (name: string): URL => new URL(`./${name}.astro`, import.meta.url)
const everybody = ['user', 'partner', 'customer'] as const

export const newsPages: NonNullable<PortalDefinition['pages']> = {
  '/notifications': { entry: entry('notifications'), kinds: everybody },
  '/account/notifications': { entry: entry('preferences'), kinds: everybody },
}

export const newsSlots: NonNullable<PortalDefinition['slots']> = {
  'page.tools': { entry: entry('Bell'), kinds: everybody, asks: UnreadCount.document },
}
