import type { Context, RowIn } from '@tessera/core'
import { afterWorkingTime } from '@tessera/plugin-sfa'
import { WorkCalendar } from '@tessera/plugin-sfa/model'
import type { FundBudget, PrmModel } from '../../model.ts'

/** When the time to decide is over that a budget gives, in the working hours of its calendar. */
export async function decideBy(
  ctx: Context<typeof PrmModel>,
  { calendar, decisionHours }: RowIn<typeof PrmModel, typeof FundBudget>,
): Promise<Date | null> {
  const hours = calendar === null ? null : await ctx.asSystem('looks up working hours').get(WorkCalendar, calendar)
  return afterWorkingTime(hours, ctx.now(), decisionHours * 3600)
}
