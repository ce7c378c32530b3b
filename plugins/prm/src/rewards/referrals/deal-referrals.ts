import { type Contribution, type Id, money, sql } from '@tessera/core'
import { type Referral, referralSources } from './referrals.ts'

interface Row extends Pick<Referral, 'id' | 'partner' | 'on' | 'title' | 'knownAt'> {
  readonly id: Id
  readonly minor: string | null
  readonly currency: string | null
}

/**
 * Registered deals that became an opportunity, where the partner brought it: on the day they did, worth what the opportunity is worth. One that
 * is lost counts no more.
 */
export const dealReferrals: readonly Contribution[] = [
  referralSources.add('deals', {
    read: async (ctx, { from, until }) => {
      const { rows } = await sql<Row>`
        select * from (
          select d.id, d.partner_id as partner, (d.converted_at at time zone ${ctx.company.timeZone})::date::text as on,
            coalesce(d.title, d.customer_name) as title, o.amount_minor::text as minor, o.amount_currency as currency,
            d.converted_at as known_at
          from crm.deal_registration d join crm.opportunity o on o.id = d.opportunity_id
          where d.status = 'converted' and d.attribution = 'sourced' and d.deleted_at is null
            and o.status <> 'lost' and o.deleted_at is null) r
        where r.on between ${from} and ${until} order by r.id`.execute(ctx.db)
      return rows.map(({ minor, currency, ...referral }) => ({
        ...referral,
        source: 'deal' as const,
        worth: minor !== null && currency !== null ? money(BigInt(minor), currency) : null,
      }))
    },
  }),
]
