import { type Context, type Id, sql } from '@tessera/core'
import { type MetricQuestion, type MetricValue, partnerMetrics } from '../tiers/metric.ts'

/** How many people of a partner hold a certificate that is valid on the last day. Whoever left does not count. */
async function measure(ctx: Context, { partners, to }: MetricQuestion): Promise<ReadonlyMap<Id, MetricValue>> {
  const { rows } = await sql<{ partner: Id; people: number }>`
    select p.partner, count(distinct c.user_id)::int as people
    from unnest(${[...partners]}::uuid[]) p(partner)
    left join crm.certificate c on c.partner_id = p.partner and c.deleted_at is null
      and ${to}::date between c.issued_on and c.expires_on
      and exists (select from crm.partner_member m join crm."user" u on u.id = m.user_id
        where m.partner_id = p.partner and m.user_id = c.user_id and m.deleted_at is null and u.active and u.deleted_at is null)
    group by p.partner`.execute(ctx.db)
  return new Map(rows.map(({ partner, people }) => [partner, { value: String(people) }]))
}

export const certifiedPeople = partnerMetrics.add('certifiedPeople', {
  label: { en: 'Certified people', zh: '认证人数' },
  unit: 'count',
  measure,
})
