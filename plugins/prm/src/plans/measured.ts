import type { Context, Id } from '@tessera/core'
import type { PrmModel } from '../model.ts'
import { type MetricQuestion, type MetricValue, metricName, partnerMetrics } from '../tiers/metric.ts'

/** What partners come to in each metric that is asked for, or in all there are. `system` has the system's rights. */
export async function measured(
  system: Context<typeof PrmModel>,
  asked: Omit<MetricQuestion, 'currency'>,
  metrics: ReadonlySet<string> | null,
): Promise<ReadonlyMap<string, ReadonlyMap<Id, MetricValue>>> {
  const found = new Map<string, ReadonlyMap<Id, MetricValue>>()
  const question = { ...asked, currency: system.company.currency }
  for (const { id, value: metric } of partnerMetrics.of(system)) {
    const name = metricName(id)
    if (metrics === null || metrics.has(name)) found.set(name, await metric.measure(system, question))
  }
  return found
}
