import type { Actor, Scope } from '../access/actor.ts'
import { Reject, TesseraError } from '../errors/tessera-error.ts'
import type { HookEvent } from '../hooks/event.ts'
import type { Hook, On } from '../hooks/hook.ts'
import type { Id } from '../model/row.ts'
import type { Context } from '../runtime/context.ts'
import { beyond, type RoleGrants, scopes } from './held-permissions.ts'
import { type IdentityModel, PartnerMember, Role, RoleAssignment, User } from './model.ts'

type Identity = typeof IdentityModel

/** More rows than one user or role ever has of these. */
const limit = 1000

/**
 * What keeps people from giving themselves more than they have, where it takes a look at more than one row: nobody hands out
 * a permission that he does not hold, or takes over the account of somebody who holds more, and a partner's administrator
 * leaves alone whoever also works for a partner outside his tree. The system is free of it, else nobody could begin.
 */
export const identityHooks = ({ on }: { readonly on: On<Identity> }): Hook[] => [
  on(Role).validate('save', { name: 'scopes', fields: ['grants'] }, ({ row }) => wrongGrants(row.grants)),
  on(Role).before(['create', 'restore'], { name: 'held' }, ({ ctx, row }) => refuseBeyond(ctx.actor, row.grants)),
  on(Role).before('update', { name: 'held', fields: ['grants'] }, ({ ctx, old, row }) =>
    refuseBeyond(ctx.actor, added(old?.grants ?? {}, row.grants)),
  ),
  on(RoleAssignment).before(['create', 'update', 'restore'], { name: 'held' }, async ({ ctx, row }) => {
    if (ctx.actor.kind === 'system') return
    const role = await ctx.asSystem('see what a role grants before it is assigned').find(Role, row.role)
    refuseBeyond(ctx.actor, role?.grants ?? {})
  }),
  // One signs in with it in any capitals, so nobody may have another's in other capitals.
  on(User).before('save', { name: 'address', fields: ['email'] }, ({ row }) => ({ email: row.email.toLowerCase() })),
  on(User).validate('save', { name: 'profile', fields: ['locale', 'timeZone'] }, ({ row }) => wrongProfile(row)),
  on(User).before('update', { name: 'takeover', fields: ['email'] }, async ({ ctx, id }) => {
    if (!('permissions' in ctx.actor) || ctx.actor.id === id) return
    refuseBeyond(ctx.actor, await grantsOf(ctx, id))
  }),
  on(User).before('update', { name: 'elsewhere' }, ({ ctx, id }) => refuseElsewhere(ctx, id)),
  on(PartnerMember).before(
    ['create', 'update', 'restore'],
    { name: 'elsewhere' },
    ({ ctx, row }: HookEvent<Identity, typeof PartnerMember>) => refuseElsewhere(ctx, row.user),
  ),
  // Who left is asked again like everybody else, and where that person works now is nobody's business.
  on(PartnerMember).before('restore', { name: 'left' }, async ({ ctx, row }) => {
    if (ctx.actor.kind === 'partner' && !(await ctx.find(User, row.user)))
      throw new TesseraError('FORBIDDEN', { who: 'A partner', op: 'restore', what: 'the membership of who left' })
  }),
]

function wrongGrants(grants: unknown): { field: string; code: string; message: string }[] {
  const entries =
    typeof grants === 'object' && grants !== null && !Array.isArray(grants) ? Object.entries(grants) : null
  const wrong = entries?.find(
    ([name, scope]) => !scopes.includes(scope as never) || !/^(\*|[\w-]+:[\w:-]+)$/.test(name),
  )
  if (entries && !wrong) return []
  const found = wrong ? `, not «${wrong[0]}»: ${JSON.stringify(wrong[1])}` : ''
  return [
    {
      field: 'grants',
      code: 'GRANTS',
      message: `Permissions are given by name, each with one of ${scopes.join(', ')}${found}.`,
    },
  ]
}

/** A language or time zone that nothing could be shown in. */
function wrongProfile({ locale, timeZone }: { readonly locale: string; readonly timeZone: string }) {
  return [
    ...(known(() => Intl.getCanonicalLocales(locale))
      ? []
      : [{ field: 'locale', code: 'LOCALE', message: 'This is no language tag. Write it like en, de-CH or zh-Hans.' }]),
    ...(known(() => new Intl.DateTimeFormat('en', { timeZone }))
      ? []
      : [
          {
            field: 'timeZone',
            code: 'TIME_ZONE',
            message: 'This is no time zone. Write it like Europe/Berlin or UTC.',
          },
        ]),
  ]
}

function known(check: () => unknown): boolean {
  try {
    check()
    return true
  } catch {
    return false
  }
}

/** What a role grants now that it did not before, or not as widely. */
function added(before: RoleGrants, after: RoleGrants): RoleGrants {
  const rank = (scope: Scope | undefined): number => (scope === undefined ? -1 : scopes.indexOf(scope))
  return Object.fromEntries(Object.entries(after).filter(([name, scope]) => rank(scope) > rank(before[name])))
}

/** Everything a user's roles grant, by its widest scope. */
async function grantsOf(ctx: Context<Identity>, user: Id): Promise<RoleGrants> {
  const system = ctx.asSystem('see what somebody holds before his e-mail address is changed')
  const assignments = await system.list(RoleAssignment, { where: { user: { eq: user } }, limit })
  const roles = await system.list(Role, { limit })
  const grants: Record<string, RoleGrants[string]> = {}
  for (const role of roles.filter(({ id }) => assignments.some((assignment) => assignment.role === id))) {
    for (const [name, scope] of Object.entries(role.grants)) {
      const known = grants[name]
      if (known === undefined || scopes.indexOf(scope) > scopes.indexOf(known)) grants[name] = scope
    }
  }
  return grants
}

function refuseBeyond(actor: Actor, grants: RoleGrants): void {
  if (actor.kind === 'system') return
  const names = beyond('permissions' in actor ? actor.permissions : new Map(), grants)
  if (names.length === 0) return
  throw new Reject(
    'identity.beyondOwn',
    `This would hand out more than you hold yourself: ${names.join(', ')}. Ask somebody who holds it.`,
    { permissions: names },
  )
}

/** A partner's administrator may change only those who work for no partner outside his tree. */
async function refuseElsewhere(ctx: Context<Identity>, user: Id): Promise<void> {
  // Of somebody he does not see he must not learn even this; the rules refuse him anyway.
  if (ctx.actor.kind !== 'partner' || ctx.actor.id === user || !(await ctx.find(User, user))) return
  const where = { user: { eq: user } }
  const visible = new Set((await ctx.list(PartnerMember, { where, limit })).map((member) => member.id))
  const all = await ctx
    .asSystem('see whether somebody also works for a partner elsewhere')
    .list(PartnerMember, { where, limit })
  if (all.every((member) => visible.has(member.id))) return
  throw new Reject(
    'identity.elsewhere',
    'This user also works for a partner that is not yours to manage. Ask the manufacturer to make the change.',
  )
}
