import { expect, it } from 'vitest'
import { tiersHeld } from './tiers-held.ts'

const change = (day: string, before: string | null, after: string | null) => ({ day, before, after })

it('a tier that nothing changed is held always', () => {
  expect(tiersHeld([], { tier: 'gold', since: '2026-02-01' })).toEqual([{ tier: 'gold', from: null, until: null }])
})

it('assessments change a tier on their day, and what was given by hand holds since then', () => {
  const changes = [change('2026-02-01', 'silver', 'gold'), change('2026-05-01', 'gold', null)]
  expect(tiersHeld(changes, { tier: 'platinum', since: '2026-05-10' })).toEqual([
    { tier: 'silver', from: null, until: '2026-01-31' },
    { tier: 'gold', from: '2026-02-01', until: '2026-04-30' },
    { tier: null, from: '2026-05-01', until: '2026-05-09' },
    { tier: 'platinum', from: '2026-05-10', until: null },
  ])
})
