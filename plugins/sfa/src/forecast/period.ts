import { type Issue, issue, TesseraError } from '@tessera/core'
import { isDay } from '../is-day.ts'

/** Days from the first to the last, both included, as `YYYY-MM-DD`. */
export interface Period {
  readonly from: string
  readonly to: string
}

export type PeriodLength = 'month' | 'quarter' | 'year'

const months: Readonly<Record<PeriodLength, number>> = { month: 1, quarter: 3, year: 12 }

/** The month, quarter or year that begins on a day: `periodFrom('2026-04-01', 'quarter')` ends on 2026-06-30. */
export function periodFrom(first: string, length: PeriodLength): Period {
  const [year = 0, month = 1, day = 1] = first.split('-').map(Number)
  // A period from the 31st ends with the last day before the month has one, so that periods in a row neither overlap nor leave days out.
  const next = new Date(Date.UTC(year, month - 1 + months[length], 1))
  const longest = new Date(Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 0)).getUTCDate()
  next.setUTCDate(Math.min(day, longest) - 1)
  return { from: first, to: next.toISOString().slice(0, 10) }
}

/** @throws VALIDATION unless both are days, in order */
export function checkPeriod(period: Period): Period {
  const issues: Issue[] = (['from', 'to'] as const).flatMap((field) =>
    isDay(period[field]) ? [] : [issue(['period', field], 'DATE', { got: period[field] })],
  )
  if (issues.length === 0 && period.to < period.from)
    issues.push({
      ...issue(['period', 'to'], 'HOOK', { message: `The period ends on ${period.to}, before it begins.` }),
      code: 'PERIOD',
    })
  if (issues.length > 0) throw new TesseraError('VALIDATION', {}, { issues })
  return period
}
