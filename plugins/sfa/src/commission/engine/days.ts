import { type PeriodLength, periodFrom } from '../../forecast/period.ts'

/** A calendar period by its days, both included. */
export interface CalendarPeriod {
  readonly startsOn: string
  readonly endsOn: string
}

const monthsOf: Readonly<Record<PeriodLength, number>> = { month: 1, quarter: 3, year: 12 }

/** The month, quarter or year of the calendar that a day (`YYYY-MM-DD`) lies in. */
export function periodOf(day: string, length: PeriodLength): CalendarPeriod {
  const months = monthsOf[length]
  const first = Math.floor((Number(day.slice(5, 7)) - 1) / months) * months + 1
  const startsOn = `${day.slice(0, 5)}${String(first).padStart(2, '0')}-01`
  return { startsOn, endsOn: periodFrom(startsOn, length).to }
}

/** The day after. */
export function dayAfter(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + 1)
  return date.toISOString().slice(0, 10)
}

/** The periods from the one of the first day to the one of the last. */
export function periodsBetween(first: string, last: string, length: PeriodLength): CalendarPeriod[] {
  const periods: CalendarPeriod[] = []
  for (
    let period = periodOf(first, length);
    period.startsOn <= last;
    period = periodOf(dayAfter(period.endsOn), length)
  )
    periods.push(period)
  return periods
}

/** Whether a day lies in a validity; a missing end is open. */
export const holdsOn = (
  { validFrom, validUntil }: { readonly validFrom: string | null; readonly validUntil: string | null },
  day: string,
): boolean => (validFrom === null || validFrom <= day) && (validUntil === null || day <= validUntil)
