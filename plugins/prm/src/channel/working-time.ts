import type { Context } from '@tessera/core'
import { afterWorkingTime } from '@tessera/plugin-sfa'
import { WorkCalendar } from '@tessera/plugin-sfa/model'
import type { PrmModel } from '../model.ts'
import { prmSettings } from '../settings.ts'

/** Says when so many working hours from now have passed, by the working hours that `decisionCalendar` names; without any, day and night. */
export async function workingClock(system: Context<typeof PrmModel>): Promise<(hours: number) => Date> {
  const { decisionCalendar } = system.settings(prmSettings)
  const [calendar] = decisionCalendar
    ? await system.list(WorkCalendar, { where: { name: { eq: decisionCalendar } }, limit: 1 })
    : []
  const now = system.now()
  // A calendar has working time in it, or it could not be saved; with hardly any, days off may eat ten years of it.
  return (hours) => afterWorkingTime(calendar ?? null, now, hours * 3600) ?? new Date(now.getTime() + hours * 3_600_000)
}
