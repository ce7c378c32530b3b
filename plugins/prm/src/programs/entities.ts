import { PartnerProgram } from './partner-program.ts'
import { ProgramTier } from './program-tier.ts'

export { type PartnerType, partnerTypes } from './partner-program.ts'
export { PartnerProgram, ProgramTier }

/** On which terms partners work: programmes and their tiers. */
export const programEntities = [PartnerProgram, ProgramTier] as const
