import type { Context, Contribution, Id } from '@tessera/core'
import { type MetricQuestion, type MetricValue, partnerMetrics } from '../../tiers/metric.ts'
import { type LeadRecord, leadRecords } from '../distribution/performance.ts'

/** A share in per cent with two digits, cut off; a partner of whom there is nothing to count is left out. */
const share =
  (part: keyof LeadRecord, whole: keyof LeadRecord) =>
  async (ctx: Context, { partners, from, to }: MetricQuestion): Promise<ReadonlyMap<Id, MetricValue>> => {
    const records = await leadRecords(ctx, { partners, from, to })
    return new Map(
      [...records]
        .filter(([, record]) => record[whole] > 0)
        .map(([partner, record]): [Id, MetricValue] => [
          partner,
          { value: (Math.floor((record[part] * 10_000) / record[whole]) / 100).toFixed(2) },
        ]),
    )
  }

/** What leads say of a partner, for its scorecard and for tiers. */
export const leadMetrics: readonly Contribution[] = [
  partnerMetrics.add('leadAcceptance', {
    label: { en: 'Leads accepted', zh: '线索接受率' },
    unit: 'percent',
    measure: share('accepted', 'offered'),
  }),
  partnerMetrics.add('leadConversion', {
    label: { en: 'Leads that became deals', zh: '线索转化率' },
    unit: 'percent',
    measure: share('converted', 'closed'),
  }),
]
