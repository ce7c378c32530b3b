import type { GraphqlKit } from '@tessera/core'
import type { PrmModel } from '../model.ts'
import { agreementOperations } from './agreements/graphql.ts'
import { deskOperations } from './desk/graphql.ts'
import { locationOperations } from './locator/graphql.ts'
import { onboardingOperations } from './onboarding/graphql.ts'
import { peopleOperations } from './people/graphql.ts'
import { applicationOperations } from './recruitment/graphql.ts'

export function partnerFields(kit: GraphqlKit<typeof PrmModel>): void {
  applicationOperations(kit)
  agreementOperations(kit)
  onboardingOperations(kit)
  peopleOperations(kit)
  locationOperations(kit)
  deskOperations(kit)
}
