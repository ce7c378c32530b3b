import type { Context, Id } from '@tessera/core'
import type { PrmModel } from '../model.ts'
import { type MetricQuestion, type MetricValue, metricName, partnerMetrics } from './metric.ts'

/** What partners come to in each metric that is asked for, or in all there are. `system` has the system's rights. */
export async function measured(
  system: Context<typeof PrmModel>,
  asked: Omit<MetricQuestion, 'currency'>,
  metrics: ReadonlySet<string> | null,
): Promise<ReadonlyMap<string, ReadonlyMap<Id, MetricValue>>> {
  const question = { ...asked, currency: system.company.currency }
  const wanted = partnerMetrics.of(system).filter(({ id }) => metrics === null || metrics.has(metricName(id)))
  // Asked at once, they are read in one transaction.
  return new Map(
    await Promise.all(
      wanted.map(async ({ id, value: metric }) => [metricName(id), await metric.measure(system, question)] as const),
    ),
  )
}
