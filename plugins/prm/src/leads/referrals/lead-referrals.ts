import { type Contribution, type Id, money, sql } from '@tessera/core'
import { type Referral, referralSources } from '../../rewards/referrals/referrals.ts'

interface Row extends Pick<Referral, 'id' | 'partner' | 'on' | 'title' | 'knownAt'> {
  readonly id: Id
  readonly minor: string | null
  readonly currency: string | null
}

/**
 * Leads that partners handed in and that became an opportunity: on the day they did, worth what the opportunity is worth. One that is lost
 * counts no more. Of several partners that referred one lead, the first counts.
 */
export const leadReferrals: readonly Contribution[] = [
  referralSources.add('leads', {
    read: async (ctx, { from, until }) => {
      const { rows } = await sql<Row>`
        select * from (
          select distinct on (l.id) r.id, r.partner_id as partner,
            (l.sfa_converted_at at time zone ${ctx.company.timeZone})::date::text as on, r.company as title,
            o.amount_minor::text as minor, o.amount_currency as currency, l.sfa_converted_at as known_at
          from crm.referred_lead r join crm.lead l on l.id = r.lead_id join crm.opportunity o on o.lead_id = l.id
          where l.sfa_converted_at is not null and r.deleted_at is null and l.deleted_at is null
            and o.status <> 'lost' and o.deleted_at is null
          order by l.id, r.id) found
        where found.on between ${from} and ${until} order by found.id`.execute(ctx.db)
      return rows.map(({ minor, currency, ...referral }) => ({
        ...referral,
        source: 'lead' as const,
        worth: minor !== null && currency !== null ? money(BigInt(minor), currency) : null,
      }))
    },
  }),
]
