import { type Actor, type Context, type Crm, Partner, User } from '@tessera/core'
import { idsByKey, need } from './keys.ts'
import { people } from './partners.ts'

/** Works as one of the demo's people, by their key, so that what they do is known to be theirs: who asked, and who decided. */
export type WorkAs = (key: string) => Context

/** Staff may do everything here: which of them decides what is up to the demo, not to their roles. */
export async function demoPeople(ctx: Context, crm: Crm): Promise<WorkAs> {
  const [users, partners] = [await idsByKey(ctx, User), await idsByKey(ctx, Partner)]
  return (key) => {
    const id = need(users, key)
    const person = people.find((one) => one.key === key)
    const actor: Actor = person
      ? { kind: 'partner', id, partner: need(partners, person.partner), roles: person.roles }
      : { kind: 'user', id, permissions: new Map([['*', 'all']]), teams: [], territories: [] }
    return crm.as(actor)
  }
}
