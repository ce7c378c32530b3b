import { type Id, Reject, sql } from '@tessera/core'
import { Category } from '@tessera/plugin-catalog/model'
import { Lead } from '@tessera/plugin-customers/model'
import { recordNumber } from '../../channel/record-number.ts'
import { notify } from '../../news/notify.ts'
import { PartnerLead } from '../entities.ts'
import type { Ctx, LeadRow, OfferRow } from './hold-offer.ts'
import { teaserOf } from './lead-parts.ts'
import { type NamedLine, titleParams } from './lead-title.ts'
import type { OfferReason } from './offer-reason.ts'

/** An offer that was decided upon. */
export interface Offer {
  readonly lead: LeadRow
  readonly partner: Id
  /** How many leads the partner may have open at a time. */
  readonly capacity: number
  readonly respondBy: Date
  readonly why: OfferReason
  readonly message?: string | null
  readonly offeredBy?: Id | null
}

/**
 * Writes offers, says so on their leads, and tells the partners. Must run under `lockDistribution`, which keeps places apart; that no two
 * ever take the same is held by the unique index of partner and place.
 * @throws REJECTED with `prm.leadCapacity`
 */
export async function makeOffers(system: Ctx, offers: readonly Offer[]): Promise<readonly Id[]> {
  if (offers.length === 0) return []
  const lines = await linesOf(system, offers)
  const taken = await placesTaken(
    system,
    offers.map(({ partner }) => partner),
  )
  const offeredAt = system.now()
  const made = await system.mutate(PartnerLead).createMany(
    offers.map(({ lead, partner, capacity, respondBy, why, message, offeredBy }) => {
      const number = recordNumber('LD')
      return {
        ...teaserOf(lead, lines, number),
        number,
        lead: lead.id,
        partner,
        status: 'offered',
        message: message ?? null,
        offeredAt,
        offeredBy: offeredBy ?? null,
        respondBy,
        place: freePlace(taken, partner, capacity),
        why,
      } as never
    }),
  )
  await system.mutate(Lead).updateMany(
    offers.map(({ lead, partner }) => ({
      id: lead.id,
      patch: { prmDistribution: 'offered' as const, prmPartner: partner },
    })),
  )
  await tellPartners(system, made)
  return made.map(({ id }) => id)
}

async function linesOf(system: Ctx, offers: readonly Offer[]): Promise<ReadonlyMap<Id, NamedLine>> {
  const ids = [...new Set(offers.flatMap(({ lead }) => lead.sfaInterests ?? []))]
  if (ids.length === 0) return new Map()
  const rows = await system.list(Category, { where: { id: { in: ids } }, limit: ids.length })
  return new Map(rows.map((line) => [line.id, line]))
}

async function placesTaken(system: Ctx, partners: readonly Id[]): Promise<Map<Id, Set<number>>> {
  const { rows } = await sql<{ partner: Id; places: number[] }>`
    select partner_id as partner, array_agg(place) as places from crm.partner_lead
    where partner_id = any(${[...new Set(partners)]}::uuid[]) and place is not null and deleted_at is null
    group by partner_id`.execute(system.db)
  return new Map(rows.map(({ partner, places }) => [partner, new Set(places)]))
}

function freePlace(taken: Map<Id, Set<number>>, partner: Id, capacity: number): number {
  const places = taken.get(partner) ?? new Set()
  taken.set(partner, places)
  // After a lower tier there may be more than there are places: then none is free, although small numbers are.
  if (places.size < capacity)
    for (let place = 1; place <= capacity; place++)
      if (!places.has(place)) {
        places.add(place)
        return place
      }
  throw new Reject(
    'prm.leadCapacity',
    `This partner has ${places.size} leads open, which is all it takes at a time. Offer it to another, or wait until one is done.`,
    { capacity },
  )
}

/** One lead is told as such, many of one write as a number: nobody wants fifty mails. */
async function tellPartners(system: Ctx, made: readonly OfferRow[]): Promise<void> {
  for (const [partner, offers] of Map.groupBy(made, (offer) => offer.partner)) {
    const [first] = offers
    if (!first) continue
    const due = first.respondBy.toISOString()
    const to = { partner, roles: ['admin', 'sales'] as const }
    await notify(
      system,
      offers.length === 1
        ? {
            ...to,
            kind: 'leads.offered',
            params: { ...(await titleParams(system, first)), number: first.number, due },
            link: `/leads/${first.id}`,
          }
        : { ...to, kind: 'leads.offeredMany', params: { count: String(offers.length), due }, link: '/leads' },
    )
  }
}
