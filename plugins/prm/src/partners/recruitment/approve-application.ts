import { type Context, type Id, Partner, Reject } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import { PartnerApplication, type PrmModel, VettingCheck } from '../../model.ts'
import { notify } from '../../news/notify.ts'
import { invitePerson } from '../people/invite-person.ts'
import { holdApplication, wrongState } from './vet-application.ts'

type Ctx = Context<typeof PrmModel>

export interface Approval {
  /** Another programme than the application says. */
  readonly program?: Id | null
  /** The partner it works below, such as its distributor. */
  readonly parent?: Id | null
  readonly manager?: Id | null
}

/**
 * Makes the applicant a partner that is being onboarded: with an account of its own, and the contact as its first administrator, who is
 * invited. Asked again, it gives the same partner.
 * @throws FORBIDDEN, NOT_FOUND, REJECTED with `prm.applicationState`, `prm.vettingOpen`, `prm.addressTaken`
 */
export function approveApplication(ctx: Ctx, id: Id, approval: Approval = {}): Promise<Id> {
  return ctx.transaction(async (inside) => {
    const { application, system } = await holdApplication(inside, id)
    if (application.status === 'approved' && application.partner) return application.partner
    if (application.status !== 'vetting' || !application.contactEmail) throw wrongState(application)
    await refuseOpenChecks(system, id)
    const { company, type, countryCode, city, website, contactName, contactEmail, language } = application
    const manager = approval.manager ?? application.manager
    const partner = await system.mutate(Partner).create({
      name: company,
      parent: approval.parent ?? application.parent,
      prmType: type,
      prmProgram: approval.program ?? application.program,
      prmManager: manager,
      prmCountryCode: countryCode,
      prmCity: city,
      prmWebsite: website,
      prmEmail: contactEmail,
    })
    const account = await system.mutate(Account).create({
      name: company,
      type: type === 'supplier' ? 'supplier' : 'partner',
      partner: partner.id,
      website,
      email: contactEmail,
      language,
      owner: manager,
    })
    await invitePerson(system, {
      partner: partner.id,
      name: contactName,
      email: contactEmail,
      roles: ['admin'],
      locale: language,
    })
    // Only now, when there is somebody to tell of its first steps.
    await system.mutate(Partner).update(partner.id, { prmAccount: account.id, prmStatus: 'onboarding' })
    await system.mutate(PartnerApplication).update(id, {
      status: 'approved',
      partner: partner.id,
      decidedAt: ctx.now(),
      decidedBy: 'id' in ctx.actor ? ctx.actor.id : null,
    })
    await notify(inside, {
      user: manager,
      kind: 'partners.yours',
      params: { partner: company },
      link: `/desk/partners/${partner.id}`,
    })
    return partner.id
  })
}

async function refuseOpenChecks(system: Ctx, application: Id): Promise<void> {
  const checks = await system.list(VettingCheck, { where: { application: { eq: application } }, limit: 200 })
  const missing = checks.filter(({ required, result }) => required && result !== 'passed' && result !== 'notApplicable')
  if (missing.length > 0)
    throw new Reject('prm.vettingOpen', 'What is required was not checked, or failed. Finish these checks first.', {
      missing: missing.map(({ text }) => text),
    })
}
