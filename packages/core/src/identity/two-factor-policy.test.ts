import { expect, it } from 'vitest'
import { assemble } from '../plugin/assemble.ts'
import { identitySettings } from './settings.ts'
import { twoFactorRule } from './two-factor-policy.ts'

const policyOf = (environment: Record<string, string>) =>
  assemble({ plugins: [] }, { environment }).settings(identitySettings).twoFactor

it('a second factor is optional for whoever is not named', () => {
  expect(twoFactorRule({}, 'staff', ['administrator'])).toBe('optional')
  expect(twoFactorRule({ partner: 'required' }, 'customer', [])).toBe('optional')
})

it('a role goes before its kind, and of several roles the strictest', () => {
  const policy = { partner: 'off', 'partner:admin': 'required', 'partner:sales': 'optional' } as const
  expect(twoFactorRule(policy, 'partner', [])).toBe('off')
  expect(twoFactorRule(policy, 'partner', ['service'])).toBe('off')
  expect(twoFactorRule(policy, 'partner', ['sales'])).toBe('optional')
  expect(twoFactorRule(policy, 'partner', ['sales', 'admin'])).toBe('required')
  expect(twoFactorRule(policy, 'staff', ['admin'])).toBe('optional')
})

it('stands in the environment as a text, or in the configuration', () => {
  const text = 'staff=required, partner:admin = required,staff:Field sales=off'
  const expected = { staff: 'required', 'partner:admin': 'required', 'staff:Field sales': 'off' }
  expect(policyOf({ TESSERA_IDENTITY_TWO_FACTOR: text })).toEqual(expected)
  const given = assemble({ plugins: [], identity: { twoFactor: { staff: 'required' } } }, { environment: {} })
  expect(given.settings(identitySettings).twoFactor).toEqual({ staff: 'required' })
})

it.each(['staff=always', 'boss=required', 'staff', 'partner:=required'])('«%s» does not boot', (text) => {
  expect(() => policyOf({ TESSERA_IDENTITY_TWO_FACTOR: text })).toThrow(/identity.*twoFactor|TWO_FACTOR/s)
})
