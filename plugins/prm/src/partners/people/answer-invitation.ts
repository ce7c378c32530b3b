import { type Context, type Id, Reject, TesseraError } from '@tessera/core'
import { PartnerInvitation, type PrmModel } from '../../model.ts'
import { notify } from '../../news/notify.ts'
import { acceptInvitation } from './invite-person.ts'

type Ctx = Context<typeof PrmModel>

/**
 * Says whether one will also work for the partner that asked. Only the person asked can.
 * @throws NOT_FOUND, REJECTED with `prm.invitationAnswered`
 */
export function answerInvitation(ctx: Ctx, id: Id, accept: boolean): Promise<Id> {
  return ctx.transaction(async (inside) => {
    const system = inside.asSystem('lets somebody answer an invitation') as Ctx
    const invitation = await holdInvitation(system, id)
    if (!('id' in ctx.actor) || invitation.user !== ctx.actor.id)
      throw new TesseraError('NOT_FOUND', { entity: 'partnerInvitation', id })
    if (invitation.state !== 'waiting') throw answered()
    if (accept) {
      await acceptInvitation(inside, invitation)
      return id
    }
    await system.mutate(PartnerInvitation).update(id, { state: 'declined', answeredAt: ctx.now() })
    await notify(inside, {
      partner: invitation.partner,
      roles: ['admin'],
      kind: 'partners.declined',
      params: { name: invitation.name },
      link: '/company/people',
    })
    return id
  })
}

/** Takes an invitation back that was not answered. @throws FORBIDDEN, NOT_FOUND, REJECTED with `prm.invitationAnswered` */
export function withdrawInvitation(ctx: Ctx, id: Id): Promise<Id> {
  return ctx.transaction(async (inside) => {
    const invitation = await holdInvitation(inside, id)
    if (invitation.state !== 'waiting') throw answered()
    await inside
      .asSystem('takes an invitation back')
      .mutate(PartnerInvitation)
      .update(id, { state: 'withdrawn', answeredAt: ctx.now() })
    return id
  })
}

// Changes nothing: it waits for others who answer, and is refused to whoever may not.
const holdInvitation = (ctx: Ctx, id: Id) => ctx.mutate(PartnerInvitation).update(id, {})

const answered = () =>
  new Reject('prm.invitationAnswered', 'This invitation was answered or taken back. Send a new one.')
