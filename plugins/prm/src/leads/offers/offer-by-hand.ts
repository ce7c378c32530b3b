import { type Id, Partner, Reject, TesseraError } from '@tessera/core'
import { Lead } from '@tessera/plugin-customers/model'
import { holds } from '../../channel/holds.ts'
import { workingClock } from '../../channel/working-time.ts'
import { prmSettings } from '../../settings.ts'
import { distributeLeads } from '../distribution/distribute-leads.ts'
import { readLeadPartners } from '../distribution/partners-for-leads.ts'
import { type Ctx, lockDistribution, requireDistributor } from './hold-offer.ts'
import { makeOffers } from './make-offers.ts'

export interface HandOffer {
  readonly lead: Id
  readonly partner: Id
  /** What the partner reads beside the lead. */
  readonly message?: string | null | undefined
  /** Working hours to answer; as the settings say unless given. */
  readonly hours?: number | null | undefined
}

/**
 * Offers a lead to a partner of one's choice, past the rules, but never past what the partner takes at a time.
 * @throws REJECTED with `prm.leadTaken`, `prm.leadClosed`, `prm.leadCapacity`, `prm.partnerInactive`; FORBIDDEN; NOT_FOUND
 */
export function offerLead(outer: Ctx, { lead: id, partner: to, message, hours }: HandOffer): Promise<Id> {
  return outer.transaction(async (ctx) => {
    await lockDistribution(ctx)
    await ctx.get(Lead, id)
    await ctx.get(Partner, to)
    const system = ctx.asSystem('offers a lead to a partner')
    const { prmManager: manager, prmTeam: team, prmTerritory: territory } = await system.get(Partner, to)
    const offeredBy = requireDistributor(ctx, { manager, team, territory })
    const lead = await system.get(Lead, id)
    requireFree(lead)
    const partner = (await readLeadPartners(system)).find((one) => one.id === to)
    if (!partner)
      throw new Reject('prm.partnerInactive', 'This partner takes no leads: it is not active, or only refers to us.')
    if (hours !== null && hours !== undefined && (hours < 1 || hours > 1000))
      throw new TesseraError(
        'VALIDATION',
        {},
        { issues: [{ path: ['hours'], code: 'RANGE', message: 'Give 1 to 1,000 hours.' }] },
      )
    const [offer] = await makeOffers(system, [
      {
        lead,
        partner: to,
        capacity: partner.capacity,
        respondBy: (await workingClock(system))(hours ?? system.settings(prmSettings).leadResponseHours),
        why: { by: 'hand' },
        message: message?.trim() || null,
        offeredBy,
      },
    ])
    return offer as Id
  })
}

/**
 * Has a lead distributed by the rules, whoever of us has it. Who may change the lead may; whom it goes to is for the rules.
 * @throws REJECTED with `prm.leadTaken`, `prm.leadClosed`, `prm.noLeadRule`; FORBIDDEN; NOT_FOUND
 */
export function distributeLead(outer: Ctx, id: Id): Promise<Id> {
  return outer.transaction(async (ctx) => {
    await ctx.get(Lead, id)
    const { actor } = ctx
    if (!holds(actor, 'prm:distributeLeads'))
      throw new TesseraError('FORBIDDEN', { who: `This ${actor.kind}`, op: 'distribute', what: 'leads' })
    const system = ctx.asSystem('distributes a lead that somebody asks to distribute')
    await lockDistribution(system)
    requireFree(await system.get(Lead, id))
    const { offered, waiting, stuck } = await distributeLeads(system, [id])
    if (offered.length + waiting.length + stuck.length === 0)
      throw new Reject('prm.noLeadRule', 'No rule wants this lead. Offer it to a partner by hand, or write a rule.')
    return id
  })
}

function requireFree({
  status,
  prmDistribution,
}: {
  readonly status: string
  readonly prmDistribution: string | null
}): void {
  if (prmDistribution === 'offered' || prmDistribution === 'accepted' || prmDistribution === 'done')
    throw new Reject('prm.leadTaken', 'A partner has this lead. Recall it first.')
  if (status === 'converted' || status === 'disqualified')
    throw new Reject('prm.leadClosed', `This lead is ${status}: there is nothing left to offer.`)
}
