import fc from 'fast-check'
import { expect, it } from 'vitest'
import { joinGrants } from './permissions.ts'

const scopes = ['own', 'team', 'territory', 'all'] as const

it('the widest scope of a permission wins, whatever the order of the roles', () => {
  const role = fc.dictionary(fc.constantFrom('a:read', 'a:write', '*', 'b:read'), fc.constantFrom(...scopes))
  fc.assert(
    fc.property(fc.array(role), (roles) => {
      const joined = joinGrants(roles)
      for (const permission of ['a:read', 'a:write', '*', 'b:read']) {
        const held = roles.map((grants) => scopes.indexOf(grants[permission] as never)).filter((index) => index >= 0)
        expect(joined.get(permission)).toBe(held.length === 0 ? undefined : scopes[Math.max(...held)])
      }
    }),
  )
})

it('what is no scope grants nothing', () => {
  expect(joinGrants([{ 'a:read': 'everything', 'b:read': null, 'c:read': true, 'd:read': 'toString' }])).toEqual(
    new Map(),
  )
})
