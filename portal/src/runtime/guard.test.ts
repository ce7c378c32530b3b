import type { PortalGuard } from '@tessera/core'
import { expect, it } from 'vitest'
import { letsIn } from './guard.ts'

const staff = { kind: 'user' as const, roles: [], may: (permission: string) => permission === 'deals:read' }
const sales = { kind: 'partner' as const, roles: ['sales'], may: () => false }
const customer = { kind: 'customer' as const, roles: [], may: () => false }

it.each<[PortalGuard, boolean[]]>([
  [{}, [true, true, false]],
  [{ permission: 'deals:read' }, [true, false, false]],
  [{ permission: 'deals:write' }, [false, false, false]],
  [{ roles: ['sales'] }, [false, true, false]],
  [{ roles: ['admin'] }, [false, false, false]],
  [{ permission: 'deals:read', roles: ['sales'] }, [true, true, false]],
  [{ permission: 'deals:write', roles: ['sales'] }, [false, true, false]],
  [{ kinds: ['customer'] }, [false, false, true]],
  [{ kinds: ['user', 'partner', 'customer'], permission: 'deals:write' }, [false, true, true]],
  [{ kinds: ['partner'], roles: ['admin'] }, [false, false, false]],
])('%j lets in staff, partner, customer: %j', (guard, expected) => {
  expect([staff, sales, customer].map((person) => letsIn(guard, person))).toEqual(expected)
  expect(letsIn(guard, null)).toBe(false)
})
