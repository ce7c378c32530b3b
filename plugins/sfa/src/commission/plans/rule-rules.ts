import { type FieldIssue, type Hook, issue, type On, TesseraError } from '@tessera/core'
import { CommissionPlan, CommissionRule, type SfaModel } from '../../model.ts'
import { ruleTerms } from '../engine/rule-terms.ts'

/** Tiers and accelerators are lists of decimals in a plan's terms; a rule that can not be calculated with is refused when it is written. */
export const ruleRules = (on: On<typeof SfaModel>): readonly Hook[] => [
  on(CommissionRule).validate('save', { name: 'terms' }, ({ row }): FieldIssue[] => [
    ...tierFindings('tiers', row.tiers, 'rate', /^\d{1,3}(\.\d{1,4})?$/, 'a rate from 0 to 100 per cent'),
    ...tierFindings('accelerators', row.accelerators, 'factor', /^\d{1,3}(\.\d{1,4})?$/, 'a factor of 0 or more'),
    ...(Number(row.rate) < 0 || Number(row.rate) > 100
      ? [finding('rate', 'RATE', `A rate is from 0 to 100 per cent, not ${row.rate}.`)]
      : []),
    ...(row.tierBasis !== 'none' && row.tiers.length === 0
      ? [finding('tiers', 'TIERS_MISSING', 'A rule with tiers names at least one, as { from, rate }.')]
      : []),
  ]),
  on(CommissionRule).before('save', { name: 'plan' }, async ({ row, ctx }) => {
    const { currency } = await ctx.asSystem('looks up a commission plan').get(CommissionPlan, row.plan)
    if (row.capPerLine && row.capPerLine.currency !== currency)
      throw wrong(['capPerLine'], `The plan counts in ${currency}, so the limit does too.`)
    try {
      ruleTerms(row, currency)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      throw wrong(['tiers'], `${error.message} The plan counts in ${currency}.`)
    }
  }),
]

function tierFindings(
  field: 'tiers' | 'accelerators',
  items: unknown,
  value: 'rate' | 'factor',
  form: RegExp,
  what: string,
): FieldIssue[] {
  const bad = (message: string): FieldIssue[] => [finding(field, 'TIER', message)]
  if (!Array.isArray(items)) return bad(`Expected a list of { from, ${value} }.`)
  if (items.length > 50) return bad('At most 50.')
  const seen = new Set<number>()
  return items.flatMap((item: Readonly<Record<string, unknown>> | null, index) => {
    const from = String(item?.from)
    const given = String(item?.[value])
    if (typeof item?.from !== 'string' || !/^\d{1,15}(\.\d{1,4})?$/.test(from))
      return bad(`${index + 1}: \`from\` is a decimal of 0 or more as text, not «${from}».`)
    if (typeof item[value] !== 'string' || !form.test(given) || (value === 'rate' && Number(given) > 100))
      return bad(`${index + 1}: \`${value}\` is ${what} as text, not «${given}».`)
    if (seen.size === seen.add(Number(from)).size) return bad(`${index + 1}: a second one from ${from}.`)
    return []
  })
}

const finding = (field: string, code: string, message: string): FieldIssue => ({ field, code, message })

const wrong = (path: readonly string[], message: string): TesseraError =>
  new TesseraError('VALIDATION', {}, { issues: [issue(path, 'HOOK', { message })] })
