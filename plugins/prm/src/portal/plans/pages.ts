import type { PortalDefinition } from '@tessera/core'

const entry = (name: string): URL => new URL(`./${name}.astro`, import.meta.url)
const guard = { kinds: ['partner'], roles: ['admin', 'sales'] } as const

/** What partner and company mean to reach together: for who runs the partner and who sells. */
export const planPages: NonNullable<PortalDefinition['pages']> = {
  '/plan': { entry: entry('plans'), ...guard },
  '/plan/[id]': { entry: entry('plan'), ...guard, shows: 'businessPlan' },
}

export const plansNav: NonNullable<PortalDefinition['nav']> = [
  { label: 'prm.plan.nav', page: '/plan', icon: 'plan', group: 'prm.company.group', order: 190 },
]
