import type { AnyJob, Contribution, Hook, On } from '@tessera/core'
import type { PrmModel } from '../model.ts'
import { agreedFirst } from './agreements/agreed-first.ts'
import { agreementRules } from './agreements/agreement-rules.ts'
import { announceEditions } from './agreements/announce-editions.ts'
import { locationRules } from './locator/location-rules.ts'
import { locatorRoutes } from './locator/locator-routes.ts'
import { partnerKinds } from './notification-kinds.ts'
import { onboardingRules } from './onboarding/onboarding-rules.ts'
import { remindOfSteps } from './onboarding/remind-of-steps.ts'
import { peopleRules } from './people/people-rules.ts'
import { profileRules } from './profile/profile-rules.ts'
import { applicationRoutes } from './recruitment/application-routes.ts'
import { applicationRules } from './recruitment/application-rules.ts'
import { forgetUnconfirmedApplications } from './recruitment/confirm-application.ts'

export const partnerHooks = (on: On<typeof PrmModel>): readonly Hook[] => [
  ...applicationRules(on),
  ...agreementRules(on),
  ...agreedFirst(on),
  ...onboardingRules(on),
  ...peopleRules(on),
  ...profileRules(on),
  ...locationRules(on),
]

export const partnerJobs: readonly AnyJob[] = [forgetUnconfirmedApplications, announceEditions, remindOfSteps]

export const partnerContributions: readonly Contribution[] = [...applicationRoutes, ...locatorRoutes, ...partnerKinds]
