import type { Portal } from '@tessera/portal/runtime'
import type { Terms } from './earnings.operations.ts'

/** What a rule pays, in one line: its rate, its tiers, or a fixed amount. */
export function termsText({ t, format }: Pick<Portal, 't' | 'format'>, terms: Terms): string {
  const { amount, currency, rate, tiers, kind } = terms
  const percent = (of: string): string => format.percent(Number(of) / 100, 2)
  if (amount !== null && currency !== null)
    return t('prm.earnings.fixed', { amount: format.money({ amount, currency }) })
  const from = (of: string): string =>
    kind === 'growthBonus'
      ? percent(of)
      : currency === null
        ? format.number(of)
        : format.money({ amount: of, currency }, { whole: true })
  const steps = tiers.map((tier) => t('prm.earnings.from', { rate: percent(tier.rate), from: from(tier.from) }))
  return [...(Number(rate) > 0 || steps.length === 0 ? [percent(rate)] : []), ...steps].join(' · ')
}
