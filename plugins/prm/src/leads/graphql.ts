import type { GraphqlKit } from '@tessera/core'
import type { PrmModel } from '../model.ts'
import { figureFields } from './figures/graphql.ts'
import { offerFields } from './offers/graphql.ts'
import { referralFields } from './referrals/graphql.ts'
import { workingFields } from './working/graphql.ts'

export function leadFields(kit: GraphqlKit<typeof PrmModel>): void {
  offerFields(kit)
  workingFields(kit)
  referralFields(kit)
  figureFields(kit)
}
