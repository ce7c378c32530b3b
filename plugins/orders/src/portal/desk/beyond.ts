import type { Portal } from '@tessera/portal/runtime'
import type { Report } from './quote.operations.ts'

/** What of a line is beyond whose limit, a sentence for each. */
export function beyondOf({ t, format }: Portal, line: Report['lines'][number] | undefined): string[] {
  if (line?.outcome !== 'exceeded') return []
  if (line.exceeded.length === 0) return [t('orders.desk.beyond.noRule')]
  return line.exceeded.map(({ limit, allowed, rule }) => {
    const shown = limit === 'discount' || limit === 'margin' ? format.percent(Number(allowed) / 100) : allowed
    return t(`orders.desk.beyond.${limit}`, { allowed: shown, rule: rule.name })
  })
}
