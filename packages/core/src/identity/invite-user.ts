import { issue } from '../errors/issues.ts'
import { TesseraError } from '../errors/tessera-error.ts'
import type { Id } from '../model/row.ts'
import type { Context } from '../runtime/context.ts'
import { type IdentityModel, PartnerMember, SecurityEvent, User } from './model.ts'
import { recordSecurity } from './record-security.ts'
import { identitySettings } from './settings.ts'
import { linkMs, mailLink } from './sign-in-link.ts'

export interface Invitation {
  readonly email: string
  readonly name: string
  readonly kind: 'staff' | 'partner' | 'customer'
  readonly locale?: string | undefined
  readonly timeZone?: string | undefined
  /** For somebody at a partner: which one, and in which roles. */
  readonly partner?:
    | { readonly id: Id; readonly roles: readonly ('admin' | 'sales' | 'service' | 'finance')[] }
    | undefined
}

/**
 * Makes a user, with the rights of `ctx`, and mails a link with which that person chooses a password. All of it happens or nothing. Only
 * staff who see everybody hold them, so that a taken address tells nobody anything.
 * @throws MAILER_MISSING, DUPLICATE where somebody has the address, FORBIDDEN, VALIDATION
 * @example await inviteUser(ctx, { email: 'ann@acme.example', name: 'Ann', kind: 'partner', partner: { id: acme.id, roles: ['sales'] } })
 */
export async function inviteUser(ctx: Context<typeof IdentityModel>, invitation: Invitation): Promise<Id> {
  const { email, name, kind, locale, timeZone, partner } = invitation
  if ((kind === 'partner') !== (partner !== undefined) || partner?.roles.length === 0)
    throw new TesseraError('VALIDATION', {}, { issues: [issue(['partner'], 'REQUIRED')] })
  return ctx.transaction(async (inside) => {
    const user = await inside.mutate(User).create({
      email,
      name,
      kind,
      ...(locale !== undefined && { locale }),
      ...(timeZone !== undefined && { timeZone }),
    })
    for (const role of new Set(partner?.roles ?? []))
      await inside.mutate(PartnerMember).create({ partner: partner?.id ?? '', user: user.id, role })
    await sendInvitation(inside, user.id)
    return user.id
  })
}

/** How many invitations one person is mailed within an hour. */
const perHour = 5
const hourMs = 3_600_000

/**
 * Mails the invitation again; the former link is void. For whoever may let this person in or not. `from` is who invites, where that
 * is not the company itself.
 * @throws MAILER_MISSING, NOT_FOUND, FORBIDDEN, RATE_LIMITED
 */
export async function inviteAgain(ctx: Context<typeof IdentityModel>, user: Id, from?: string): Promise<void> {
  await ctx.transaction(async (inside) => {
    const { active } = await inside.get(User, user)
    // Changes nothing and is refused all the same where it could not.
    await inside.mutate(User).update(user, { active })
    await refuseFlood(inside, user)
    await sendInvitation(inside, user, from)
  })
}

/** Nobody's mailbox is filled by who may invite. */
async function refuseFlood(ctx: Context<typeof IdentityModel>, user: Id): Promise<void> {
  const now = ctx.now().getTime()
  const mailed = await ctx.asSystem('counts what was mailed to somebody').list(SecurityEvent, {
    where: { kind: { eq: 'invited' }, user: { eq: user }, createdAt: { gte: new Date(now - hourMs) } },
    orderBy: [{ createdAt: 'asc' }],
    limit: perHour,
  })
  const [first] = mailed
  if (!first || mailed.length < perHour) return
  throw new TesseraError('RATE_LIMITED', { seconds: Math.ceil((first.createdAt.getTime() + hourMs - now) / 1000) })
}

async function sendInvitation(ctx: Context<typeof IdentityModel>, user: Id, from?: string): Promise<void> {
  const lastsMs = ctx.settings(identitySettings).invitationDays * linkMs.day
  await mailLink(ctx, { purpose: 'invitation', user, lastsMs, from })
  await recordSecurity(ctx, { kind: 'invited', user, ...('id' in ctx.actor && { by: ctx.actor.id }) })
}
