import { type Issue, issue, TesseraError } from '@tessera/core'
import { isDay } from '../is-day.ts'
import type { Conversion } from './conversion.ts'
import { isCurrency } from './currency-check.ts'

/** How many amounts may be converted at once. */
const most = 10_000

/** @throws VALIDATION with every unusable value at its place, such as `conversions.3.to`; TOO_MANY */
export function checkConversions(conversions: readonly Conversion[]): void {
  const got = conversions.length
  if (got > most) throw new TesseraError('TOO_MANY', { max: most, what: 'conversions', got })
  const issues = conversions.flatMap(({ amount, to, on }, index): Issue[] => {
    const at = (...path: readonly string[]): Issue['path'] => ['conversions', index, ...path]
    const { minor, currency } = amount
    return [
      ...(isCurrency(currency) ? [] : [issue(at('amount', 'currency'), 'CURRENCY', { got: currency })]),
      ...(isCurrency(to) ? [] : [issue(at('to'), 'CURRENCY', { got: to })]),
      ...(isDay(on) ? [] : [issue(at('on'), 'DATE', { got: on })]),
      ...(typeof minor === 'bigint' && BigInt.asIntN(64, minor) === minor
        ? []
        : [issue(at('amount', 'minor'), 'TYPE', { expected: 'a bigint of 64 bits', got: String(minor) })]),
    ]
  })
  if (issues.length > 0) throw new TesseraError('VALIDATION', {}, { issues })
}
