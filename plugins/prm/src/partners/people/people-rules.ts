import {
  type Context,
  type FieldIssue,
  type Hook,
  type Id,
  issue,
  type On,
  PartnerMember,
  Reject,
  SecurityEvent,
  sql,
  User,
} from '@tessera/core'
import { PartnerInvitation, type PrmModel, personRoles } from '../../model.ts'
import { lock } from '../lock.ts'
import { joinByLink, settleInvitation } from './invite-person.ts'

type Ctx = Context<typeof PrmModel>

/**
 * A partner always keeps an administrator who can sign in, whichever way its people or those of a partner above try: only staff take the
 * last one away. Invitations name roles there are.
 */
export const peopleRules = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(PartnerMember).before(['update', 'delete'], { name: 'lastAdmin', batch: true }, async (events) => {
    const lost = events.filter(
      ({ old, row, operation }) => old?.role === 'admin' && (operation === 'delete' || row.role !== 'admin'),
    )
    const [first] = lost
    if (!first || first.ctx.actor.kind !== 'partner') return
    await keepAdmin(first.ctx as Ctx, {
      partners: lost.map(({ old, row }) => old?.partner ?? row.partner),
      members: lost.map(({ id }) => id),
    })
  }),
  on(User).before('update', { name: 'lastAdmin', fields: ['active'], batch: true }, async (events) => {
    const lost = events.filter(({ row }) => !row.active)
    const [first] = lost
    if (!first || first.ctx.actor.kind !== 'partner') return
    const system = first.ctx.asSystem('sees whose administrator somebody is') as Ctx
    const users = lost.map(({ id }) => id)
    const admin = await system.list(PartnerMember, {
      where: { user: { in: users }, role: { eq: 'admin' } },
      limit: 1000,
    })
    await keepAdmin(first.ctx as Ctx, { partners: admin.map(({ partner }) => partner), users })
  }),
  on(SecurityEvent).after('create', { name: 'joinByLink' }, async ({ ctx, row }) => {
    if (row.kind === 'invitationAccepted' && row.user)
      await joinByLink(ctx.asSystem('lets somebody in who came by the mailed link') as Ctx, row.user)
  }),
  on(PartnerInvitation).validate('save', { name: 'roles', fields: ['roles'] }, ({ row }) => rolesIssues(row.roles)),
  on(PartnerInvitation).before('create', { name: 'address', fields: ['email'] }, ({ row }) => ({
    email: row.email.toLowerCase(),
  })),
  on(PartnerInvitation).before('create', { name: 'settle' }, ({ ctx, row }) => settleInvitation(ctx, row)),
]

interface Leaving {
  readonly partners: readonly Id[]
  /** Memberships that end. */
  readonly members?: readonly Id[]
  /** People who can no longer sign in. */
  readonly users?: readonly Id[]
}

async function keepAdmin(ctx: Ctx, { partners, members = [], users = [] }: Leaving): Promise<void> {
  const system = ctx.asSystem('counts the administrators of a partner') as Ctx
  // In one order, so that two who take each other away wait instead of blocking each other.
  for (const partner of [...new Set(partners)].sort()) {
    await lock(system, `prm.admins ${partner}`)
    const { rows } = await sql`
      select from crm.partner_member m join crm."user" u on u.id = m.user_id
      where m.partner_id = ${partner}::uuid and m.role = 'admin' and m.deleted_at is null and u.active and u.deleted_at is null
        and m.id <> all(${[...members]}::uuid[]) and u.id <> all(${[...users]}::uuid[]) limit 1`.execute(system.db)
    if (rows.length === 0)
      throw new Reject('prm.lastAdmin', 'A partner keeps an administrator. Make somebody else one first.')
  }
}

function rolesIssues(roles: unknown): FieldIssue[] {
  const known =
    Array.isArray(roles) &&
    roles.length > 0 &&
    roles.every((role) => personRoles.includes(role)) &&
    new Set(roles).size === roles.length
  if (known) return []
  const { code, message } = issue(['roles'], 'NOT_ONE_OF', {
    values: personRoles.join(', '),
    got: JSON.stringify(roles),
  })
  return [{ field: 'roles', code, message }]
}
