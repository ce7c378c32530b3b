import { type Id, Partner, Reject, TesseraError } from '@tessera/core'
import { Category } from '@tessera/plugin-catalog/model'
import { Lead, LeadSource } from '@tessera/plugin-customers/model'
import { notify } from '../../news/notify.ts'
import { refuseUntilAgreed } from '../../partners/agreements/agreed-first.ts'
import { ReferredLead } from '../entities.ts'
import type { Ctx } from '../offers/hold-offer.ts'

/** Somebody a partner knows who might buy from us. */
export interface HandedIn {
  readonly company: string
  readonly contactName?: string | null | undefined
  readonly email?: string | null | undefined
  readonly phone?: string | null | undefined
  readonly countryCode?: string | null | undefined
  readonly city?: string | null | undefined
  readonly productLine?: Id | null | undefined
  readonly note?: string | null | undefined
}

/**
 * Hands in a lead: it becomes one of ours, from the source «Partner», and goes where our own rules send it. Whether we knew them is not
 * told; a reward follows from the referral rules once it is an opportunity.
 * @throws VALIDATION without a way to reach them; REJECTED with `prm.partnerInactive`, `prm.agreementPending`; FORBIDDEN
 */
export function handInLead(outer: Ctx, given: HandedIn): Promise<Id> {
  return outer.transaction(async (ctx) => {
    const { actor } = ctx
    if (actor.kind !== 'partner' || !actor.roles.some((role) => role === 'admin' || role === 'sales'))
      throw new TesseraError('FORBIDDEN', { who: `This ${actor.kind}`, op: 'hand in', what: 'leads' })
    await refuseUntilAgreed(ctx)
    if (!given.email && !given.phone) {
      const message = 'How can we reach them? Give an e-mail address or a phone number.'
      throw new TesseraError('VALIDATION', {}, { issues: [{ path: ['email'], code: 'REQUIRED', message }] })
    }
    if (given.productLine) await ctx.get(Category, given.productLine)
    const system = ctx.asSystem('takes a lead that a partner hands in')
    const partner = await system.get(Partner, actor.partner)
    if (!partner.active || partner.prmStatus !== 'active')
      throw new Reject('prm.partnerInactive', 'Your company is not active as a partner now. Ask your channel manager.')
    const { productLine, note, contactName, ...rest } = given
    const [firstName, lastName] = nameParts(contactName)
    const lead = await system.mutate(Lead).create({
      ...rest,
      firstName,
      lastName,
      countryCode: given.countryCode ?? partner.prmCountryCode,
      description: note ?? null,
      source: await partnerSource(system),
      campaign: partner.name,
      ...(productLine ? { sfaInterests: [productLine] } : {}),
    } as never)
    const referred = await system
      .mutate(ReferredLead)
      .create({ ...given, partner: partner.id, referredBy: actor.id, lead: lead.id } as never)
    await notify(ctx, {
      ...(partner.prmManager
        ? { user: partner.prmManager }
        : { permission: 'prm:distributeLeads', over: { partner: partner.id } }),
      kind: 'leads.referred',
      params: { partner: partner.name, company: given.company },
      link: `/desk/leads/${lead.id}`,
    })
    return referred.id
  })
}

/** The last word is the family name; a name in Chinese is left in one. */
function nameParts(name: string | null | undefined): readonly [string | null, string | null] {
  const words = name?.trim().split(/\s+/) ?? []
  const last = words.pop() ?? null
  return [words.join(' ') || null, last || null]
}

async function partnerSource(system: Ctx): Promise<Id> {
  const [known] = await system.list(LeadSource, { where: { name: { eq: 'Partner' } }, limit: 1 })
  return (known ?? (await system.mutate(LeadSource).create({ name: 'Partner' }))).id
}
