import { AgreementAcceptance } from './agreements/agreement-acceptance.ts'
import { AgreementEdition } from './agreements/agreement-edition.ts'
import { PartnerAgreement } from './agreements/partner-agreement.ts'
import { PartnerLocation } from './locator/partner-location.ts'
import { OnboardingStep } from './onboarding/onboarding-step.ts'
import { OnboardingTask } from './onboarding/onboarding-task.ts'
import { PartnerInvitation } from './people/partner-invitation.ts'
import { PartnerApplication } from './recruitment/partner-application.ts'
import { PartnerForm } from './recruitment/partner-form.ts'
import { VettingCheck } from './recruitment/vetting-check.ts'
import { VettingItem } from './recruitment/vetting-item.ts'

export type { ShownLocation } from './locator/partner-location.ts'
export { type PersonRole, personRoles } from './people/partner-invitation.ts'
export {
  AgreementAcceptance,
  AgreementEdition,
  OnboardingStep,
  OnboardingTask,
  PartnerAgreement,
  PartnerApplication,
  PartnerForm,
  PartnerInvitation,
  PartnerLocation,
  VettingCheck,
  VettingItem,
}

/** Applications, vetting, agreements, onboarding, the people of a partner, and where it is found. */
export const partnerEntities = [
  PartnerForm,
  PartnerApplication,
  VettingItem,
  VettingCheck,
  PartnerAgreement,
  AgreementEdition,
  AgreementAcceptance,
  OnboardingTask,
  OnboardingStep,
  PartnerInvitation,
  PartnerLocation,
] as const
