import { type Actor, type Crm, Partner, PartnerMember, type Scope, User } from '@tessera/core'

export interface ActorOptions {
  /** For `user` and `service`: permissions with their scope. `{ '*': 'all' }` unless said otherwise. */
  readonly permissions?: Readonly<Record<string, Scope>>
  readonly teams?: readonly string[]
  readonly territories?: readonly string[]
  /** For `partner`: whom the person works for; a new partner unless said otherwise. */
  readonly partner?: string
  readonly roles?: readonly ('admin' | 'sales' | 'service' | 'finance')[]
  /** For `customer`: the account. */
  readonly account?: string
  readonly name?: string
}

let count = 0

/** Makes somebody who can act: the user row and what belongs to it, and the actor. */
export async function makeActor(crm: Crm, kind: Actor['kind'], options: ActorOptions = {}): Promise<Actor> {
  const ctx = crm.system('test', 'makes an actor')
  if (kind === 'system') return { kind, name: 'test', reason: 'a test acts' }
  const n = ++count
  const name = options.name ?? `${kind} ${n}`
  const user = await ctx
    .mutate(User)
    .create({ name, email: `${kind}${n}@example.com`, kind: kind === 'user' ? 'staff' : kind })
  const permissions = new Map<string, Scope>(Object.entries(options.permissions ?? { '*': 'all' }))
  switch (kind) {
    case 'user':
      return { kind, id: user.id, permissions, teams: options.teams ?? [], territories: options.territories ?? [] }
    case 'service':
      return { kind, id: user.id, permissions }
    case 'customer':
      return { kind, id: user.id, account: options.account ?? user.id }
    case 'partner': {
      const partner = options.partner ?? (await ctx.mutate(Partner).create({ name: `Partner ${n}` })).id
      const roles = options.roles ?? ['admin', 'sales']
      for (const role of roles) await ctx.mutate(PartnerMember).create({ partner, user: user.id, role })
      return { kind, id: user.id, partner, roles }
    }
  }
}
