import { DealCustomer } from './identity/deal-customer.ts'
import { DealEvidence } from './registration/deal-evidence.ts'
import { DealRegistration } from './registration/deal-registration.ts'

export { type MatchLevel, type MatchReason, matchLevels, matchReasons } from './identity/customer-identity.ts'
export { type DealStatus, dealStatuses } from './registration/status.ts'
export { DealCustomer, DealEvidence, DealRegistration }

/** Deal registrations and the protection they give. */
export const dealEntities = [DealCustomer, DealRegistration, DealEvidence] as const
