import { type Context, type GraphqlKit, type Id, TesseraError, User } from '@tessera/core'
import { PartnerInvitation, type PersonRole, type PrmModel, personRoles } from '../../model.ts'
import { answerInvitation, withdrawInvitation } from './answer-invitation.ts'
import { invitePerson } from './invite-person.ts'
import { deactivatePerson, reactivatePerson, resendAccess, setRoles } from './manage-person.ts'
import { type PartnerPerson, partnerPeople } from './partner-people.ts'

type Ctx = Context<typeof PrmModel>

/** Each of them mails somebody, whoever it is. */
const mails = { perPerson: 60, windowSeconds: 3600 }

/** Inviting, changing and letting go the people of a partner. Without `partner`, it is the one you work for. */
export function peopleOperations(kit: GraphqlKit<typeof PrmModel>): void {
  const role = kit.builder.enumType('PartnerPersonRole', { values: personRoles })
  const person = kit.builder.objectRef<PartnerPerson>('PartnerPerson').implement({
    description: 'Somebody who works for a partner, and as what.',
    fields: (t) => ({
      user: t.field({ type: kit.ref(User), nullable: false, resolve: ({ user }) => user }),
      roles: t.field({ type: [role], nullable: false, resolve: ({ roles }) => [...roles] }),
    }),
  })
  kit.query('partnerPeople', {
    type: [person],
    nullable: false,
    description: 'Who works for a partner, those who were deactivated included.',
    args: (arg) => ({ partner: arg.id() }),
    resolve: ({ partner }, ctx) => partnerPeople(ctx, partnerOf(ctx, partner)),
  })
  kit.mutation('invitePartnerPerson', {
    type: kit.ref(PartnerInvitation),
    rateLimit: mails,
    description:
      'Asks a person to work for a partner. Whoever is not of the tree is asked first: `state` is then `waiting`.',
    args: (arg) => ({
      name: arg.string({ required: true }),
      email: arg.string({ required: true }),
      roles: arg({ type: [role], required: true }),
      locale: arg.string(),
      partner: arg.id(),
    }),
    resolve: ({ name, email, roles, locale, partner }, ctx) =>
      invitePerson(ctx, {
        partner: partnerOf(ctx, partner),
        name,
        email,
        roles: roles as PersonRole[],
        ...(locale && { locale }),
      }),
  })
  kit.mutation('setPartnerRoles', {
    type: kit.ref(User),
    description: 'Gives a person at a partner just these roles.',
    args: (arg) => ({
      user: arg.id({ required: true }),
      roles: arg({ type: [role], required: true }),
      partner: arg.id(),
    }),
    resolve: ({ user, roles, partner }, ctx) =>
      setRoles(ctx, { user, partner: partnerOf(ctx, partner) }, roles as PersonRole[]),
  })
  const changes = {
    deactivatePartnerPerson: [deactivatePerson, 'Takes a person away from a partner.'],
    reactivatePartnerPerson: [reactivatePerson, 'Lets a person in again, with the roles of before.'],
    resendPartnerInvitation: [resendAccess, 'Mails a person once more how to come in.'],
  } as const
  for (const [name, [change, description]] of Object.entries(changes))
    kit.mutation(name, {
      ...(name === 'resendPartnerInvitation' && { rateLimit: mails }),
      type: 'Boolean',
      nullable: false,
      description,
      args: (arg) => ({ user: arg.id({ required: true }), partner: arg.id() }),
      resolve: async ({ user, partner }, ctx) => {
        await change(ctx, { user, partner: partnerOf(ctx, partner) })
        return true
      },
    })
  kit.mutation('answerPartnerInvitation', {
    type: kit.ref(PartnerInvitation),
    description: 'Says whether you will also work for the partner that asked you.',
    args: (arg) => ({ invitation: arg.id({ required: true }), accept: arg.boolean({ required: true }) }),
    resolve: ({ invitation, accept }, ctx) => answerInvitation(ctx, invitation, accept),
  })
  kit.mutation('withdrawPartnerInvitation', {
    type: kit.ref(PartnerInvitation),
    description: 'Takes an invitation back that was not answered.',
    args: (arg) => ({ invitation: arg.id({ required: true }) }),
    resolve: ({ invitation }, ctx) => withdrawInvitation(ctx, invitation),
  })
}

function partnerOf({ actor }: Ctx, given: Id | null | undefined): Id {
  const partner = given ?? (actor.kind === 'partner' ? actor.partner : null)
  if (!partner) throw new TesseraError('NOT_FOUND', { entity: 'partner', id: '' })
  return partner
}
