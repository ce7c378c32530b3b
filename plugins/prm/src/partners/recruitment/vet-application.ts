import { type Context, type Id, Reject, type RowIn } from '@tessera/core'
import { sendMail } from '@tessera/plugin-mail'
import { PartnerApplication, type PrmModel, VettingCheck, VettingItem } from '../../model.ts'
import { rejectionMail } from './application-mail.ts'

type Ctx = Context<typeof PrmModel>
type Application = RowIn<typeof PrmModel, typeof PartnerApplication>

/**
 * Begins to vet a confirmed application: it gets the checks of its programme. Asked again, it stays as it is.
 * @throws FORBIDDEN, NOT_FOUND, REJECTED with `prm.applicationState`
 */
export function beginVetting(
  ctx: Ctx,
  id: Id,
  { program, manager }: { readonly program?: Id | null; readonly manager?: Id | null } = {},
): Promise<Id> {
  return ctx.transaction(async (inside) => {
    const { application, system } = await holdApplication(inside, id)
    if (application.status === 'vetting') return id
    if (application.status !== 'confirmed') throw wrongState(application)
    const chosen = program ?? application.program
    await system.mutate(PartnerApplication).update(id, {
      status: 'vetting',
      program: chosen,
      manager: manager ?? application.manager ?? ('id' in ctx.actor ? ctx.actor.id : null),
    })
    const items = await system.list(VettingItem, {
      where: { active: { eq: true } },
      orderBy: [{ position: 'asc' }, { id: 'asc' }],
      limit: 200,
    })
    const checks = items.filter((item) => item.program === null || item.program === chosen)
    await system
      .mutate(VettingCheck)
      .createMany(checks.map(({ text, position, required }) => ({ application: id, text, position, required })))
    return id
  })
}

/**
 * Says no, for a reason that the applicant is told. Asked again, it stays as it is.
 * @throws FORBIDDEN, NOT_FOUND, REJECTED with `prm.applicationState`
 */
export function rejectApplication(ctx: Ctx, id: Id, reason: string): Promise<Id> {
  return ctx.transaction(async (inside) => {
    const { application, system } = await holdApplication(inside, id)
    if (application.status === 'rejected') return id
    if (application.status !== 'confirmed' && application.status !== 'vetting') throw wrongState(application)
    await system.mutate(PartnerApplication).update(id, {
      status: 'rejected',
      reason,
      decidedAt: ctx.now(),
      decidedBy: 'id' in ctx.actor ? ctx.actor.id : null,
    })
    const { contactEmail, company, language } = application
    if (contactEmail)
      await sendMail(system, rejectionMail(ctx.company, { to: contactEmail, company, reason, language }))
    return id
  })
}

/** Holds an application until this unit of work is done, for whoever may change it. @throws FORBIDDEN, NOT_FOUND */
export async function holdApplication(ctx: Ctx, id: Id): Promise<{ application: Application; system: Ctx }> {
  // Changes nothing: it waits for others who decide, and is refused to whoever may not.
  const application = await ctx.mutate(PartnerApplication).update(id, {})
  return { application, system: ctx.asSystem('vets an application for somebody who may') as Ctx }
}

export const wrongState = ({ status }: Application): Reject =>
  new Reject(
    'prm.applicationState',
    `This application is ${status}. Only one that is confirmed or being vetted goes on.`,
    {
      status,
    },
  )
