import type { RowIn } from '@tessera/core'
import { formatAmount } from '@tessera/core'
import type { CommissionEntry, SfaModel } from '../../model.ts'

type Entry = Pick<
  RowIn<typeof SfaModel, typeof CommissionEntry>,
  'kind' | 'share' | 'basis' | 'amount' | 'explanation' | 'reason' | 'rule' | 'ruleVersion'
>

/** How an entry came about, as a sentence or two in English and Chinese. */
export function explainEntry(entry: Entry): { readonly en: string; readonly zh: string } {
  const parts = sentences(entry)
  return { en: parts.map(({ en }) => en).join(' '), zh: parts.map(({ zh }) => zh).join('') }
}

interface Sentence {
  readonly en: string
  readonly zh: string
}

function sentences({ kind, share, basis, amount, explanation, reason, rule, ruleVersion }: Entry): Sentence[] {
  const { currency } = amount
  const { parts = [], cut, conversion, late, clawback, guarantee } = explanation
  const said: Sentence[] = []
  if (kind === 'reversal')
    said.push({ en: 'Taken back, since a newer calculation replaces it:', zh: '冲销（由新计算结果取代）：' })
  if (parts.length > 0 && basis) {
    const sums = parts.map(
      (part) =>
        `${part.rate} %${part.factor ? ` × ${part.factor}` : ''} × ${part.amount}${part.from ? ` (≥ ${part.from})` : ''}`,
    )
    const of = explanation.rule ? `«${explanation.rule.name}»` : (rule ?? '')
    const whole = formatAmount(kind === 'reversal' ? { ...basis, minor: -basis.minor } : basis)
    said.push({
      en: `${sums.join(' + ')} ${currency} by rule ${of}, version ${ruleVersion}; the basis is ${whole} ${currency}, a share of ${trim(share)} %.`,
      zh: `按规则${of}第 ${ruleVersion} 版：${sums.join(' + ')} ${currency}；基数 ${whole} ${currency}，分成 ${trim(share)} %。`,
    })
  }
  if (conversion)
    said.push({
      en: `Converted from ${conversion.from} at ${conversion.rate}, the rate of ${conversion.rateDate}.`,
      zh: `由 ${conversion.from} 按 ${conversion.rateDate} 汇率 ${conversion.rate} 折算。`,
    })
  if (cut)
    said.push({
      en: `Cut from ${cut.from} by ${limitsEn[cut.by]}.`,
      zh: `原为 ${cut.from}，受${limitsZh[cut.by]}限制。`,
    })
  if (clawback)
    said.push({
      en: `${clawback.returnedNet} of ${clawback.remainingNet} no longer count, so that part of the ${clawback.of} ${currency} earned is taken back; rule version ${ruleVersion}.`,
      zh: `${clawback.remainingNet} 中有 ${clawback.returnedNet} 不再计入，按比例追回已计提的 ${clawback.of} ${currency}；规则第 ${ruleVersion} 版。`,
    })
  if (guarantee)
    said.push({
      en: `${guarantee.earned} ${currency} were earned, ${guarantee.floor} are guaranteed.`,
      zh: `本期计提 ${guarantee.earned} ${currency}，保底 ${guarantee.floor} ${currency}。`,
    })
  if (late)
    said.push({
      en: `It belongs to the period from ${late}, which was closed when it became known.`,
      zh: `归属 ${late} 起的周期，该周期当时已关账。`,
    })
  if (reason) said.push({ en: reason, zh: reason })
  return said
}

const limitsEn = {
  rule: 'the limit of the rule per order line',
  rulePeriod: 'the limit of the rule per person and period',
  line: 'the limit of the plan per order line',
  period: 'the limit per person and period',
  person: 'the limit per person in the whole plan',
} as const
const limitsZh = {
  rule: '规则每行上限',
  rulePeriod: '规则每人每期上限',
  line: '方案每行上限',
  period: '每人每期上限',
  person: '每人总上限',
} as const

const trim = (decimal: string | null): string => (decimal ?? '').replace(/\.?0+$/, '')
