import type { PortalDefinition } from '@tessera/core'

const entry = (name: string): URL => new URL(`./${name}.astro`, import.meta.url)

/** What partners report: who sells writes it, service reads it, finance has no part in it. */
export const reportPages: NonNullable<PortalDefinition['pages']> = {
  '/reports': { entry: entry('reports'), kinds: ['partner'], roles: ['admin', 'sales', 'service'] },
  '/reports/new': { entry: entry('new-report'), kinds: ['partner'], roles: ['admin', 'sales'] },
  '/reports/file': { entry: entry('report-file'), kinds: ['partner'], roles: ['admin', 'sales'] },
}

export const reportsNav: NonNullable<PortalDefinition['nav']> = [
  { label: 'prm.reports.nav', page: '/reports', icon: 'chart', group: 'prm.company.group', order: 195 },
]
