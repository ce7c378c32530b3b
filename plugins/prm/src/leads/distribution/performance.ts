import { type Id, sql } from '@tessera/core'
import type { Ctx } from '../offers/hold-offer.ts'

/** What became of the leads a partner was offered in a span of time. Offers that we took back for our own reasons do not count. */
export interface LeadRecord {
  /** Those it answered, and those it let pass. */
  readonly offered: number
  readonly accepted: number
  /** Accepted ones that came to an end with the partner: a deal, lost, or given back. */
  readonly closed: number
  readonly converted: number
}

/** How many a partner must have had before its own record counts as much as the expectation for everybody. */
const prior = 4

/**
 * How much more or less a partner gets for its record, in per cent from 50 to 150: half each for accepting what it is offered and for making
 * deals of what it accepted. A partner without a record stands at 100, as one that accepts every second and sells every second; the
 * more it had, the more its own record counts (a beta prior of `prior` leads), so that one lead makes nobody a star.
 */
export function performanceOf({ offered, accepted, closed, converted }: LeadRecord): number {
  const acceptance = (accepted + prior / 2) / (offered + prior)
  const conversion = (converted + prior / 2) / (closed + prior)
  return Math.round(50 + 50 * (acceptance + conversion))
}

/** The records of partners over the days from `from` to `to` (both included, the company's), by partner; without leads, none. */
export async function leadRecords(
  system: Pick<Ctx, 'db' | 'company'>,
  { partners, from, to }: { readonly partners: readonly Id[]; readonly from: string; readonly to: string },
): Promise<ReadonlyMap<Id, LeadRecord>> {
  const zone = system.company.timeZone
  const { rows } = await sql<LeadRecord & { readonly partner: Id }>`
    select partner_id as partner,
      (count(*) filter (where answered_at is not null or recall_cause = 'silence'))::int as offered,
      (count(*) filter (where answered_at is not null and status <> 'declined'))::int as accepted,
      (count(*) filter (where status in ('converted', 'lost', 'returned')))::int as closed,
      (count(*) filter (where status = 'converted'))::int as converted
    from crm.partner_lead
    where partner_id = any(${[...partners]}::uuid[]) and deleted_at is null
      and offered_at >= (${from}::date::timestamp at time zone ${zone})
      and offered_at < ((${to}::date + 1)::timestamp at time zone ${zone})
    group by partner_id`.execute(system.db)
  return new Map(rows.map(({ partner, ...record }) => [partner, record]))
}
