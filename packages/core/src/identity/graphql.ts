import type { GraphqlKit } from '../graphql/kit.ts'
import { inviteAgain, inviteUser } from './invite-user.ts'
import { type IdentityModel, User } from './model.ts'

/** Each of them mails somebody, whoever it is. */
const rateLimit = { perPerson: 60, windowSeconds: 3600 }

const roles = ['admin', 'sales', 'service', 'finance'] as const

/** Inviting people. Their own profile and their memberships are changed with what is derived: `updateUser`, `createPartnerMember`. */
export function identityGraphql(kit: GraphqlKit<typeof IdentityModel>): void {
  const kind = kit.builder.enumType('InvitedKind', { values: ['staff', 'partner', 'customer'] as const })
  const role = kit.builder.enumType('InvitedRole', { values: roles })

  kit.mutation('inviteUser', {
    type: kit.ref(User),
    rateLimit,
    description: 'Makes a user and mails a link with which that person chooses a password. The link works once.',
    args: (arg) => ({
      email: arg.string({ required: true }),
      name: arg.string({ required: true }),
      kind: arg({ type: kind, required: true }),
      locale: arg.string({}),
      timeZone: arg.string({}),
      partner: arg.id({ description: 'For somebody at a partner: which one.' }),
      roles: arg({ type: [role], description: 'The roles there.' }),
    }),
    resolve: ({ email, name, kind, locale, timeZone, partner, roles }, ctx) =>
      inviteUser(ctx, {
        email,
        name,
        kind,
        ...(locale != null && { locale }),
        ...(timeZone != null && { timeZone }),
        ...(partner != null && { partner: { id: String(partner), roles: roles ?? [] } }),
      }),
  })
  kit.mutation('inviteUserAgain', {
    type: kit.ref(User),
    rateLimit,
    description: 'Mails the invitation again; the former link is void.',
    args: (arg) => ({ user: arg.id({ required: true }) }),
    resolve: async ({ user }, ctx) => {
      await inviteAgain(ctx, String(user))
      return String(user)
    },
  })
}
