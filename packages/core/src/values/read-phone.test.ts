import { expect, it } from 'vitest'
import { formatPhone } from './read-phone.ts'

it.each([
  ['+492215550140', '+49 221 5550140'],
  ['+862155500188', '+86 21 5550 0188'],
  ['no number', 'no number'],
])('writes %s as %s', (stored, shown) => {
  expect(formatPhone(stored)).toBe(shown)
})
