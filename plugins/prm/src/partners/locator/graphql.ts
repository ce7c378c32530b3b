import type { GraphqlKit } from '@tessera/core'
import { PartnerLocation, type PrmModel } from '../../model.ts'
import { addLocationOperation } from './add-location.ts'
import { approveLocation, refuseLocation } from './location-rules.ts'

/** `addPartnerLocation`, `approvePartnerLocation` and `refusePartnerLocation`. */
export function locationOperations(kit: GraphqlKit<typeof PrmModel>): void {
  addLocationOperation(kit)
  kit.mutation('approvePartnerLocation', {
    type: kit.ref(PartnerLocation),
    description: 'Shows a location to the public as it is now. With `version`, only if it is still what you looked at.',
    args: (arg) => ({ location: arg.id({ required: true }), version: arg.int() }),
    resolve: ({ location, version }, ctx) => approveLocation(ctx, location, version ?? undefined),
  })
  kit.mutation('refusePartnerLocation', {
    type: kit.ref(PartnerLocation),
    description: 'Refuses what was changed, for a reason the partner is told.',
    args: (arg) => ({ location: arg.id({ required: true }), reason: arg.string({ required: true }) }),
    resolve: ({ location, reason }, ctx) => refuseLocation(ctx, location, reason),
  })
}
