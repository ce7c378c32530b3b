import { expect, it } from 'vitest'
import { loadedCopies, requireSingleCopy } from './single-copy.ts'

it('knows the one copy of core in this process', () => {
  expect(loadedCopies()).toHaveLength(1)
  expect(() => requireSingleCopy()).not.toThrow()
})

it('refuses a second copy and says where both are', () => {
  expect(() => requireSingleCopy(['/app/a/core', '/app/b/core'])).toThrow('(/app/a/core and /app/b/core)')
})
