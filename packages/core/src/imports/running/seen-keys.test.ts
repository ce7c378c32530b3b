import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SeenKeys } from './seen-keys.ts'

it('knows exactly the keys it was given, like a Set, also while it grows', () => {
  const keys = fc.array(
    fc.tuple(
      fc.constantFrom('account', 'lead'),
      fc.string({ unit: fc.constantFrom('a', 'b', '北', '1'), maxLength: 4 }),
    ),
    { maxLength: 2000 },
  )
  fc.assert(
    fc.property(keys, (given) => {
      const seen = new SeenKeys()
      const set = new Set<string>()
      for (const [entity, key] of given) {
        const name = JSON.stringify([entity, key])
        expect(seen.has(entity, 'erp', key)).toBe(set.has(name))
        expect(seen.add(entity, 'erp', key)).toBe(!set.has(name))
        set.add(name)
      }
      expect(seen.size).toBe(set.size)
    }),
    { numRuns: 50 },
  )
})

it('takes no two of two hundred thousand similar keys for the same', () => {
  const seen = new SeenKeys()
  for (let n = 0; n < 200_000; n++) expect(seen.add('account', 'erp', `AW${String(n).padStart(8, '0')}`)).toBe(true)
})
