import { formatAmount, type RowIn } from '@tessera/core'
import type { PrmModel, RewardEntry } from '../../model.ts'

type Entry = Pick<
  RowIn<typeof PrmModel, typeof RewardEntry>,
  'kind' | 'basis' | 'amount' | 'explanation' | 'reason' | 'ruleVersion'
>

interface Sentence {
  readonly en: string
  readonly zh: string
}

/** How a reward came about, as a sentence or two in English and Chinese. */
export function explainReward(entry: Entry): Sentence {
  const parts = sentences(entry)
  return { en: parts.map(({ en }) => en).join(' '), zh: parts.map(({ zh }) => zh).join('') }
}

function sentences({ kind, basis, amount, explanation, reason, ruleVersion }: Entry): Sentence[] {
  const { currency } = amount
  const { rule, parts = [], cut, late, clawback, netted, yearBefore, referral, price } = explanation
  const said: Sentence[] = []
  if (kind === 'reversal')
    said.push({ en: 'Taken back, since a newer calculation replaces it:', zh: '冲销（由新计算结果取代）：' })
  if (parts.length > 0 && basis && rule) {
    const sums = parts
      .map((part) => `${part.rate} % × ${part.amount}${part.from ? ` (≥ ${part.from})` : ''}`)
      .join(' + ')
    const whole = formatAmount(kind === 'reversal' ? { ...basis, minor: -basis.minor } : basis)
    said.push({
      en: `${sums} ${currency} by rule «${rule.name}», version ${ruleVersion}; the basis is ${whole} ${currency}.`,
      zh: `按规则“${rule.name}”第 ${ruleVersion} 版：${sums} ${currency}；基数 ${whole} ${currency}。`,
    })
  }
  if (price)
    said.push({
      en: `The list price fell from ${plain(price.before)} to ${plain(price.after)} on ${price.on}, with ${price.quantity} of this order line in stock${price.reported === null ? '' : ` (${plain(price.reported)} reported in all)`}.`,
      zh: `目录价于 ${price.on} 由 ${plain(price.before)} 降至 ${plain(price.after)}，该订单行库存 ${price.quantity}${price.reported === null ? '' : `（共上报 ${plain(price.reported)}）`}。`,
    })
  if (referral)
    said.push({
      en: `For the ${referral.source} «${referral.title}»${referral.worth ? `, worth ${referral.worth}` : ''}.`,
      zh: `推荐${referral.source === 'deal' ? '项目' : '线索'}“${referral.title}”${referral.worth ? `，价值 ${referral.worth}` : ''}。`,
    })
  if (yearBefore)
    said.push({
      en: `From ${yearBefore.from} to ${yearBefore.to} it was ${yearBefore.amount} ${currency}.`,
      zh: `上年同期（${yearBefore.from} 至 ${yearBefore.to}）为 ${yearBefore.amount} ${currency}。`,
    })
  if (netted)
    said.push({
      en: `${netted} ${currency} of it fell away in the same period.`,
      zh: `其中 ${netted} ${currency} 已在同一周期内冲减。`,
    })
  if (cut)
    said.push({
      en: `Cut from ${cut.from} by the limit of the rule per period.`,
      zh: `原为 ${cut.from}，受规则每期上限限制。`,
    })
  if (clawback)
    said.push({
      en: `${clawback.returnedNet} of ${clawback.remainingNet} no longer count, so that part of the ${clawback.of} ${currency} earned is taken back; rule version ${ruleVersion}.`,
      zh: `${clawback.remainingNet} 中有 ${clawback.returnedNet} 不再计入，按比例追回已计提的 ${clawback.of} ${currency}；规则第 ${ruleVersion} 版。`,
    })
  if (late)
    said.push({
      en: `It belongs to the period from ${late}, which was closed when it became known.`,
      zh: `归属 ${late} 起的周期，该周期当时已关账。`,
    })
  if (reason) said.push({ en: reason, zh: reason })
  return said
}

/** A decimal without needless zeros. */
const plain = (decimal: string): string => (decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal)
