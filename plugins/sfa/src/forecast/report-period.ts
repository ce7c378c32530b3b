import type { Context } from '@tessera/core'
import { z } from 'zod'
import { companyDay } from '../company-day.ts'
import { checkPeriod, type Period, periodFrom } from './period.ts'

/** Options of reports on a period. Without them it is the calendar quarter of today. */
export const periodOptions = {
  from: z.string().optional().describe('First day of the period, as 2026-04-01'),
  to: z.string().optional().describe('Last day of the period'),
}

export const currencyOption = z.string().optional().describe("Currency of the sums; the company's without it")

/** @throws VALIDATION */
export function reportPeriod(ctx: Context, { from, to }: z.output<z.ZodObject<typeof periodOptions>>): Period {
  const today = companyDay(ctx)
  const first = `${today.slice(0, 5)}${String(Math.floor((Number(today.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`
  const quarter = periodFrom(first, 'quarter')
  return checkPeriod({ from: from ?? quarter.from, to: to ?? (from ? periodFrom(from, 'quarter').to : quarter.to) })
}
