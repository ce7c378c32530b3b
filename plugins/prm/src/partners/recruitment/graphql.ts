import { type GraphqlKit, Partner } from '@tessera/core'
import { PartnerApplication, type PrmModel } from '../../model.ts'
import { approveApplication } from './approve-application.ts'
import { beginVetting, rejectApplication } from './vet-application.ts'

/** `beginVetting`, `approvePartnerApplication`, `rejectPartnerApplication`. Checks are written with what is derived. */
export function applicationOperations(kit: GraphqlKit<typeof PrmModel>): void {
  kit.mutation('beginVetting', {
    type: kit.ref(PartnerApplication),
    description: 'Begins to vet a confirmed application: it gets the checks of its programme.',
    args: (arg) => ({ application: arg.id({ required: true }), program: arg.id(), manager: arg.id() }),
    resolve: ({ application, program, manager }, ctx) =>
      beginVetting(ctx, application, { program: program ?? null, manager: manager ?? null }),
  })
  kit.mutation('approvePartnerApplication', {
    type: kit.ref(Partner),
    description:
      'Makes the applicant a partner with an account and invites its first administrator: once, however often it is asked.',
    args: (arg) => ({
      application: arg.id({ required: true }),
      program: arg.id(),
      parent: arg.id(),
      manager: arg.id(),
    }),
    resolve: ({ application, program, parent, manager }, ctx) =>
      approveApplication(ctx, application, {
        program: program ?? null,
        parent: parent ?? null,
        manager: manager ?? null,
      }),
  })
  kit.mutation('rejectPartnerApplication', {
    type: kit.ref(PartnerApplication),
    description: 'Says no, for a reason that the applicant is told.',
    args: (arg) => ({ application: arg.id({ required: true }), reason: arg.string({ required: true }) }),
    resolve: ({ application, reason }, ctx) => rejectApplication(ctx, application, reason),
  })
}
