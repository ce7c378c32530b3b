import type { GraphqlKit } from '@tessera/core'
import type { PrmModel } from '../model.ts'

export function programFields(_kit: GraphqlKit<typeof PrmModel>): void {}
