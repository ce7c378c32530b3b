import { type Id, Partner } from '@tessera/core'
import { workingClock } from '../../channel/working-time.ts'
import { PartnerProgram, ProgramTier } from '../../programs/entities.ts'
import { prmSettings } from '../../settings.ts'
import type { Ctx } from '../deal-lock.ts'

/** On which terms a partner registers deals. */
export interface DealTerms {
  /** Registrations that may wait or be protected at a time. */
  readonly capacity: number
  readonly protectionDays: number
}

/** What the partner's tier says, else its programme, else the settings. */
export async function termsOf(system: Ctx, partner: Id): Promise<DealTerms> {
  const { prmTier, prmProgram } = await system.get(Partner, partner)
  const tier = prmTier ? await system.find(ProgramTier, prmTier) : null
  const program = prmProgram ? await system.find(PartnerProgram, prmProgram) : null
  const settings = system.settings(prmSettings)
  return {
    capacity: tier?.dealCapacity ?? settings.dealCapacity,
    protectionDays: tier?.protectionDays ?? program?.protectionDays ?? settings.protectionDays,
  }
}

/** When a registration that is submitted now has to be decided: so many working hours from now. */
export const decisionDue = async (system: Ctx): Promise<Date> =>
  (await workingClock(system))(system.settings(prmSettings).decisionHours)
