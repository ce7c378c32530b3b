import { expect, it } from 'vitest'
import { formTokens } from './form-token.ts'

const tokens = formTokens('s'.repeat(32))

it('a form is accepted with the token made for its visitor only', () => {
  const cookie = tokens.newCookie()
  const other = tokens.newCookie()
  expect(other).not.toBe(cookie)
  expect(tokens.matches(cookie, tokens.tokenFor(cookie))).toBe(true)
  expect(tokens.matches(other, tokens.tokenFor(cookie))).toBe(false)
  expect(tokens.matches(cookie, `${tokens.tokenFor(cookie)}x`)).toBe(false)
  expect(tokens.matches(cookie, undefined)).toBe(false)
  expect(tokens.matches(undefined, tokens.tokenFor(''))).toBe(false)
  expect(tokens.matches('', tokens.tokenFor(''))).toBe(false)
})

it('a token made with another secret is worthless', () => {
  const cookie = tokens.newCookie()
  expect(tokens.matches(cookie, formTokens('t'.repeat(32)).tokenFor(cookie))).toBe(false)
})
