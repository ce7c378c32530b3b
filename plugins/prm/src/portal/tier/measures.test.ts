import { expect, it } from 'vitest'
import { gapOf } from './measures.ts'

it.each([
  ['5000', '1000.5', '3999.5000'],
  ['5000.0000', '5000', null],
  ['2', null, '2.0000'],
  ['10', '-2.25', '12.2500'],
  ['9007199254740993', '1', '9007199254740992.0000'],
])('of %s asked and %s reached exactly %s is missing', (atLeast, value, gap) => {
  expect(gapOf(atLeast, value)).toBe(gap)
})
