import { expect, it } from 'vitest'
import { formatPhone, readPhone } from './read-phone.ts'

it.each([
  ['+492215550140', '+49 221 5550140'],
  ['+862155500188', '+86 21 5550 0188'],
  ['no number', 'no number'],
])('writes %s as %s', (stored, shown) => {
  expect(formatPhone(stored)).toBe(shown)
})

it('reads a number by the region of whoever wrote it, as often as it comes', () => {
  for (const _ of [1, 2]) {
    expect(readPhone('0221 5550140', 'DE')).toEqual({ number: '+492215550140', possible: true })
    expect(readPhone('0221 5550140', 'GB')?.number).toBe('+442215550140')
    expect(readPhone('+492215550140', 'US')).toEqual({ number: '+492215550140', possible: true })
    expect(readPhone('+49 221', 'DE')?.possible).toBe(false)
    expect(readPhone('no number', 'DE')).toBeNull()
  }
})
