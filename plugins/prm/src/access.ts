import type { AccessKit, Grant } from '@tessera/core'
import { dealAccess, dealPermissions } from './deals/access.ts'
import { fundAccess, fundPermissions } from './funds/access.ts'
import { leadAccess, leadPermissions } from './leads/access.ts'
import { libraryAccess, libraryPermissions } from './library/access.ts'
import type { PrmModel } from './model.ts'
import { newsAccess, newsPermissions } from './news/access.ts'
import { partnerAccess, partnerPermissions } from './partners/access.ts'
import { planAccess, planPermissions } from './plans/access.ts'
import { programAccess, programPermissions } from './programs/access.ts'
import { rewardAccess, rewardPermissions } from './rewards/access.ts'
import { stockAccess, stockPermissions } from './stock/access.ts'
import { tierAccess, tierPermissions } from './tiers/access.ts'
import { trainingAccess, trainingPermissions } from './training/access.ts'

export type Kit = AccessKit<typeof PrmModel>

/** Permissions of this plugin, with what the person who grants them reads. */
export const prmPermissions = {
  ...programPermissions,
  ...partnerPermissions,
  ...dealPermissions,
  ...leadPermissions,
  ...tierPermissions,
  ...fundPermissions,
  ...rewardPermissions,
  ...trainingPermissions,
  ...libraryPermissions,
  ...newsPermissions,
  ...stockPermissions,
  ...planPermissions,
} as const

/** Each part says its own. */
export const prmAccess = (kit: Kit): readonly Grant[] => [
  ...programAccess(kit),
  ...partnerAccess(kit),
  ...dealAccess(kit),
  ...leadAccess(kit),
  ...tierAccess(kit),
  ...fundAccess(kit),
  ...rewardAccess(kit),
  ...trainingAccess(kit),
  ...libraryAccess(kit),
  ...newsAccess(kit),
  ...stockAccess(kit),
  ...planAccess(kit),
]
