import type { Guarded } from '@tessera/portal/testing'

/** Somebody who looks at pages: a sign-in of the demo, and what the portal lets such a person see. */
export interface Person extends Guarded {
  /** Such as `partner`; pictures and findings are told by it. */
  readonly name: string
  readonly email: string
}

/** One of each kind, each with the most that its kind may see. */
export const people: readonly Person[] = [
  { name: 'partner', email: 'katrin@rheinfluid.example', kind: 'partner', roles: ['admin'], may: () => false },
  { name: 'staff', email: 'astrid@lindqvist.example', kind: 'user', roles: [], may: () => true },
  { name: 'customer', email: 'lena@account-de-0.example', kind: 'customer', roles: [], may: () => false },
]
