import { type Id, sql } from '@tessera/core'
import { companyDay, type Facts } from '@tessera/plugin-sfa'
import { prmSettings } from '../../settings.ts'
import { yearUpTo } from '../../tiers/measure-partners.ts'
import type { Ctx, LeadRow } from '../offers/hold-offer.ts'
import { leadRecords, performanceOf } from './performance.ts'

/** A partner as rules look at it. */
export interface LeadPartner {
  readonly id: Id
  readonly program: Id | null
  readonly rank: number | null
  readonly tierWeight: number
  readonly countryCode: string | null
  readonly territory: Id | null
  readonly specialities: readonly string[]
  /** How many leads it may have open at a time. */
  readonly capacity: number
  /** In per cent, see `performanceOf`. */
  readonly performance: number
  /** How many it has open. Counts what is given meanwhile. */
  open: number
}

/** What a rule asks of a partner. */
export interface PartnerWish {
  readonly area: 'anywhere' | 'country' | 'territory'
  readonly program: Id | null
  readonly minimumRank: number | null
  readonly bySpeciality: boolean
  readonly byTier: boolean
  readonly byPerformance: boolean
}

/** Those who sell for us and are active; partners who only refer, and suppliers, take no leads. */
export async function readLeadPartners(system: Ctx): Promise<readonly LeadPartner[]> {
  const { leadCapacity } = system.settings(prmSettings)
  const { rows } = await sql<Omit<LeadPartner, 'performance'>>`
    select p.id, p.prm_program_id as program, t.rank, coalesce(t.lead_weight, 1) as tier_weight, p.prm_country_code as country_code,
      p.prm_territory_id as territory, p.prm_specialities as specialities,
      coalesce(p.prm_lead_capacity, t.lead_capacity, ${leadCapacity}::int) as capacity, coalesce(o.open, 0) as open
    from crm.partner p left join crm.program_tier t on t.id = p.prm_tier_id and t.deleted_at is null
      left join (select partner_id, count(*)::int as open from crm.partner_lead where place is not null and deleted_at is null
        group by partner_id) o on o.partner_id = p.id
    where p.active and p.prm_status = 'active' and p.prm_type in ('distributor', 'reseller', 'servicePartner') and p.deleted_at is null
    order by p.id`.execute(system.db)
  const records = await leadRecords(system, { partners: rows.map(({ id }) => id), ...yearUpTo(companyDay(system)) })
  const none = { offered: 0, accepted: 0, closed: 0, converted: 0 }
  return rows.map((row) => ({ ...row, performance: performanceOf(records.get(row.id) ?? none) }))
}

/** By territory, itself and those it is part of. */
export async function territoriesAbove(system: Ctx): Promise<ReadonlyMap<Id, ReadonlySet<Id>>> {
  const { rows } = await sql<{ id: Id; parent: Id | null }>`
    select id, parent_id as parent from crm.territory where deleted_at is null`.execute(system.db)
  const parents = new Map(rows.map(({ id, parent }) => [id, parent]))
  return new Map(
    rows.map(({ id }) => {
      const above = new Set<Id>()
      for (let at: Id | null | undefined = id; at && !above.has(at); at = parents.get(at)) above.add(at)
      return [id, above]
    }),
  )
}

/** Whether a rule means a partner with a lead, whether or not it has room now. */
export function meant(
  partner: LeadPartner,
  wish: PartnerWish,
  lead: Pick<LeadRow, 'countryCode' | 'territory'>,
  facts: Facts,
  above: ReadonlyMap<Id, ReadonlySet<Id>>,
): boolean {
  if (wish.byTier && partner.tierWeight === 0) return false
  if (wish.program !== null && partner.program !== wish.program) return false
  if (wish.minimumRank !== null && (partner.rank ?? -1) < wish.minimumRank) return false
  if (wish.area === 'country' && (lead.countryCode === null || partner.countryCode !== lead.countryCode)) return false
  if (
    wish.area === 'territory' &&
    !(lead.territory && partner.territory && above.get(lead.territory)?.has(partner.territory))
  )
    return false
  return !wish.bySpeciality || specialised(partner.specialities, facts)
}

function specialised(specialities: readonly string[], { interest, industry }: Facts): boolean {
  const wanted = new Set([interest, industry].flat().map(plain))
  return specialities.some((speciality) => wanted.has(plain(speciality)))
}

const plain = (text: string | number | null | undefined): string =>
  String(text ?? '')
    .trim()
    .toLowerCase()

/** How many leads a partner takes in comparison with others. Whole numbers: hundredths of the tier's weight. */
export const weightOf = (partner: LeadPartner, { byTier, byPerformance }: PartnerWish): number =>
  (byTier ? partner.tierWeight : 1) * (byPerformance ? partner.performance : 100)
