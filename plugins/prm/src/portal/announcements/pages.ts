import type { PortalDefinition } from '@tessera/core'

const entry = (name: string): URL => new URL(`./${name}.astro`, import.meta.url)

/** What the company tells its partners. */
export const announcementPages: NonNullable<PortalDefinition['pages']> = {
  '/announcements': { entry: entry('announcements'), kinds: ['partner'] },
  // Staff who see the channel read what its partners are told.
  '/announcements/[id]': {
    entry: entry('announcement'),
    kinds: ['user', 'partner'],
    permission: 'prm:read',
    shows: 'announcement',
  },
}

export const announcementsNav: NonNullable<PortalDefinition['nav']> = [
  { label: 'prm.announcements.nav', page: '/announcements', icon: 'news', group: 'prm.company.group', order: 230 },
]
