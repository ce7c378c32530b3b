import { expect, it } from 'vitest'
import { personOf, type SessionRow, tokenOf } from './session.ts'

const row = (more: Partial<SessionRow>): SessionRow => ({
  ...{ id: 'p1', name: 'Pia', email: 'pia@example.com', locale: 'en', timeZone: 'UTC', chosen: null },
  memberships: [
    { id: 'one', name: 'One', role: 'admin' },
    { id: 'two', name: 'Two', role: 'sales' },
    { id: 'two', name: 'Two', role: 'finance' },
  ],
  ...more,
})

it('finds the token of a session among other cookies, without its signature', () => {
  expect(tokenOf('a=b; tessera.session_token=tok.sig%3D; tessera.form=x')).toBe('tok')
  expect(tokenOf('tessera.form=x')).toBeUndefined()
  expect(tokenOf(null)).toBeUndefined()
})

it('acts for the first partner, or for the one that was chosen, with the roles there', () => {
  expect(personOf(row({}))?.actor).toEqual({ kind: 'partner', id: 'p1', partner: 'one', roles: ['admin'] })
  const { actor, partners } = personOf(row({ chosen: 'two' })) ?? {}
  expect(actor).toMatchObject({ partner: 'two', roles: ['sales', 'finance'] })
  expect(partners?.map(({ id }) => id)).toEqual(['one', 'two'])
  expect(personOf(row({ chosen: 'gone' }))?.actor).toMatchObject({ partner: 'one' })
})

it('is nobody without a session, or without a partner', () => {
  expect(personOf(undefined)).toBeNull()
  expect(personOf(row({ memberships: null }))).toBeNull()
})
