import type { GraphqlKit } from '@tessera/core'
import type { PrmModel } from '../model.ts'
import { decisionFields } from './decisions/graphql.ts'
import { duplicateFields } from './duplicates/graphql.ts'
import { summaryFields } from './home/graphql.ts'
import { registrationFields } from './registration/graphql.ts'

export function dealFields(kit: GraphqlKit<typeof PrmModel>): void {
  duplicateFields(kit)
  registrationFields(kit)
  decisionFields(kit)
  summaryFields(kit)
}
