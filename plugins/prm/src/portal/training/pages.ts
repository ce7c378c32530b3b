import type { PortalDefinition } from '@tessera/core'

const entry = (name: string): URL => new URL(`./${name}.astro`, import.meta.url)

/** Everybody at a partner learns. */
export const trainingPages: PortalDefinition['pages'] = {
  '/training': { entry: entry('training'), kinds: ['partner'], shows: 'certification' },
  '/training/[id]': { entry: entry('course'), kinds: ['partner'], shows: 'course' },
  '/training/[id]/exam': { entry: entry('exam'), kinds: ['partner'] },
}

export const trainingNav: NonNullable<PortalDefinition['nav']> = [
  { label: 'prm.training.nav', page: '/training', icon: 'training', order: 72 },
]
