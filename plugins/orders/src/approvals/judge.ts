import { formatAmount, type Id, type Money, TesseraError } from '@tessera/core'
import { shareInPercent } from '../lines/amounts.ts'
import { powerOfTen, readDecimal } from '../lines/decimal.ts'
import type { CommercialDocument, JudgedLine } from './commercial-document.ts'
import type { AuthorityReport, ExceededLimit, LineJudgement, RuleUsed } from './judgement.ts'

/** A row of the matrix, with the document's net in the currency of its limit. */
export interface Rule extends RuleUsed {
  readonly category: Id | null
  readonly maxDiscount: string
  readonly minMargin: string | null
  readonly maxDocument: Money | null
}

/** What a document's net is in a currency, or why that is not known. */
export type NetIn = (currency: string) => Money | TesseraError

/**
 * Holds each line against the rules of a person. A line no cheaper than the price books say needs no rule. Any other needs one rule
 * that covers its product and whose limits it keeps, all of them: of several the one that allows least.
 *
 * The discount is all that the line is cheaper than the price books' price, its share of the document's discount included. What can
 * not be known is never taken to be kept: a line without such a price counts as 100 % off, and one without a cost breaks any limit of
 * margin.
 * @param ancestors the category of a product, and all above it
 */
export function judge(
  document: CommercialDocument,
  person: Id | null,
  day: string,
  rules: readonly Rule[],
  ancestors: (category: Id) => ReadonlySet<Id>,
  netIn: NetIn,
): AuthorityReport {
  const sorted = rules.toSorted(byStrictness)
  const lines = document.lines.map((line): LineJudgement => {
    const above = line.category === null ? none : ancestors(line.category)
    const shown = {
      line: line.id,
      position: line.position,
      title: line.title,
      discount: line.rulePrice === null ? null : discountOf(line, line.rulePrice),
      margin: line.cost === null ? null : shareInPercent(line.net - line.cost, line.net),
    }
    if (line.rulePrice !== null && line.net >= line.rulePrice)
      return { ...shown, outcome: 'price', rule: null, exceeded: [] }
    const exceeded: ExceededLimit[] = []
    for (const rule of sorted) {
      if (rule.category !== null && !above.has(rule.category)) continue
      const broken = limitsBroken(rule, line, shown, netIn)
      if (broken.length === 0) return { ...shown, outcome: 'rule', rule: used(rule), exceeded: [] }
      exceeded.push(...broken)
    }
    return { ...shown, outcome: 'exceeded', rule: null, exceeded }
  })
  return { person, day, within: lines.every(({ outcome }) => outcome !== 'exceeded'), lines }
}

const none: ReadonlySet<Id> = new Set()

const used = ({ id, version, name }: Rule): RuleUsed => ({ id, version, name })

function byStrictness(a: Rule, b: Rule): number {
  const [left, right] = [hundredths(a.maxDiscount), hundredths(b.maxDiscount)]
  return left === right ? (a.id < b.id ? -1 : 1) : left < right ? -1 : 1
}

const discountOf = (line: JudgedLine, rulePrice: bigint): string =>
  rulePrice === 0n ? '0.0000' : (shareInPercent(rulePrice - line.net, rulePrice) ?? '0.0000')

function limitsBroken(
  rule: Rule,
  line: JudgedLine,
  shown: Pick<LineJudgement, 'discount' | 'margin'>,
  netIn: NetIn,
): ExceededLimit[] {
  const broken: ExceededLimit[] = []
  const exceed = (limit: ExceededLimit['limit'], allowed: string, actual: string | null): void =>
    void broken.push({ rule: used(rule), limit, allowed, actual })
  if (!keepsDiscount(line, rule.maxDiscount)) exceed('discount', rule.maxDiscount, shown.discount)
  if (rule.minMargin !== null && !keepsMargin(line, rule.minMargin)) exceed('margin', rule.minMargin, shown.margin)
  if (rule.maxDocument !== null) {
    const net = netIn(rule.maxDocument.currency)
    if (net instanceof TesseraError) exceed('rate', shownMoney(rule.maxDocument), null)
    else if (net.minor > rule.maxDocument.minor) exceed('amount', shownMoney(rule.maxDocument), shownMoney(net))
  }
  return broken
}

const shownMoney = (amount: Money): string => `${formatAmount(amount)} ${amount.currency}`

/** Compared without dividing: what is rounded for people to read decides nothing. */
function keepsDiscount({ rulePrice, net }: JudgedLine, maxDiscount: string): boolean {
  const { digits, scale } = readDecimal(maxDiscount)
  if (rulePrice === null) return digits >= 100n * powerOfTen(scale)
  return (rulePrice - net) * 100n * powerOfTen(scale) <= rulePrice * digits
}

function keepsMargin({ net, cost }: JudgedLine, minMargin: string): boolean {
  if (cost === null || net <= 0n) return false
  const { digits, scale } = readDecimal(minMargin)
  return (net - cost) * 100n * powerOfTen(scale) >= net * digits
}

/** Per cent with four decimals as a whole number, for sorting. */
const hundredths = (percent: string): bigint => {
  const { digits, scale } = readDecimal(percent)
  return digits * powerOfTen(8 - Math.min(scale, 8))
}
