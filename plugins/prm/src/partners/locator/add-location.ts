import type { GraphqlKit } from '@tessera/core'
import { PartnerLocation, type PrmModel } from '../../model.ts'

/** `addPartnerLocation(input)`: for partners, whose own it is without saying so; nobody names a partner from outside. */
export function addLocationOperation(kit: GraphqlKit<typeof PrmModel>): void {
  const input = kit.builder.inputType('AddPartnerLocationInput', {
    fields: (t) => ({
      name: t.string({ required: true }),
      address: t.string({ required: true }),
      postalCode: t.string(),
      city: t.string({ required: true }),
      region: t.string(),
      countryCode: t.string({ required: true }),
      phone: t.string(),
      website: t.string(),
      specialities: t.stringList(),
      published: t.boolean(),
    }),
  })
  kit.mutation('addPartnerLocation', {
    type: kit.ref(PartnerLocation),
    description: 'Adds a location of the partner you work for. The public sees it once staff approve it.',
    args: (arg) => ({ input: arg({ type: input, required: true }) }),
    resolve: async ({ input: given }, ctx) => {
      const values = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
      return (await ctx.mutate(PartnerLocation).create(values as never)).id
    },
  })
}
