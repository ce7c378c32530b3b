import { formatAmount, type RowIn } from '@tessera/core'
import type { PrmModel, RewardEntry } from '../../model.ts'
import { type Shown, shownIn } from '../../shown.ts'

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
  const say = (en: (shown: Shown) => string, zh: (shown: Shown) => string): void => {
    said.push({ en: en(shownIn('en')), zh: zh(shownIn('zh')) })
  }
  if (kind === 'reversal')
    said.push({ en: 'Taken back, since a newer calculation replaces it:', zh: '冲销（由新计算结果取代）：' })
  if (parts.length > 0 && basis && rule) {
    const sums = ({ money, number }: Shown, from: (threshold: string) => string): string =>
      parts
        .map((part) => {
          const factor = part.factor ? ` × ${number(part.factor)}` : ''
          const threshold = part.from
            ? ` (${from(part.from.endsWith('%') ? part.from : money(part.from, currency))})`
            : ''
          return `${number(part.rate)}%${factor} × ${money(part.amount, currency)}${threshold}`
        })
        .join(' + ')
    // A single part is the whole basis.
    const whole = ({ money }: Shown): string | null =>
      parts.length === 1
        ? null
        : money(formatAmount(kind === 'reversal' ? { ...basis, minor: -basis.minor } : basis), currency)
    say(
      (shown) =>
        `${sums(shown, (from) => `from ${from}`)} by rule “${rule.name}”, version ${ruleVersion}.${whole(shown) ? ` The basis is ${whole(shown)}.` : ''}`,
      (shown) =>
        `按规则“${rule.name}”第 ${ruleVersion} 版：${sums(shown, (from) => `达 ${from}`)}${whole(shown) ? `；基数 ${whole(shown)}` : ''}。`,
    )
  }
  if (price)
    say(
      ({ money, number, day }) =>
        `The list price fell from ${money(price.before, currency)} to ${money(price.after, currency)} on ${day(price.on)}, with ${number(price.quantity)} of this order line in stock${price.reported === null ? '' : ` (${number(price.reported)} reported in all)`}.`,
      ({ money, number, day }) =>
        `目录价于 ${day(price.on)} 由 ${money(price.before, currency)} 降至 ${money(price.after, currency)}，该订单行库存 ${number(price.quantity)}${price.reported === null ? '' : `（共上报 ${number(price.reported)}）`}。`,
    )
  if (referral)
    say(
      (shown) =>
        `For the ${referral.source} “${referral.title}”${referral.worth ? `, worth ${worth(shown, referral.worth)}` : ''}.`,
      (shown) =>
        `推荐${referral.source === 'deal' ? '项目' : '线索'}“${referral.title}”${referral.worth ? `，价值 ${worth(shown, referral.worth)}` : ''}。`,
    )
  if (yearBefore)
    say(
      ({ money, day }) =>
        `A year before, from ${day(yearBefore.from)} to ${day(yearBefore.to)}, it was ${money(yearBefore.amount, currency)}.`,
      ({ money, day }) =>
        `上年同期（${day(yearBefore.from)}至${day(yearBefore.to)}）为 ${money(yearBefore.amount, currency)}。`,
    )
  if (netted)
    say(
      ({ money }) => `${money(netted, currency)} of it fell away in the same period.`,
      ({ money }) => `其中 ${money(netted, currency)} 已在同一周期内冲减。`,
    )
  if (cut)
    say(
      ({ money }) => `Cut from ${money(cut.from, currency)} by the limit of the rule per period.`,
      ({ money }) => `原为 ${money(cut.from, currency)}，受规则每期上限限制。`,
    )
  if (clawback)
    say(
      ({ money }) =>
        `${money(clawback.returnedNet, currency)} of ${money(clawback.remainingNet, currency)} no longer count, so that part of the ${money(clawback.of, currency)} earned is taken back; rule version ${ruleVersion}.`,
      ({ money }) =>
        `${money(clawback.remainingNet, currency)} 中有 ${money(clawback.returnedNet, currency)} 不再计入，按比例追回已计提的 ${money(clawback.of, currency)}；规则第 ${ruleVersion} 版。`,
    )
  if (late)
    say(
      ({ day }) => `It belongs to the period from ${day(late)}, which was closed when it became known.`,
      ({ day }) => `归属${day(late)}起的周期，该周期当时已关账。`,
    )
  if (reason) said.push({ en: reason, zh: reason })
  return said
}

/** `1000.00 EUR`, in the currency of what was referred. */
function worth({ money }: Shown, text: string): string {
  const [amount = '', currency = ''] = text.split(' ')
  return currency === '' ? text : money(amount, currency)
}
