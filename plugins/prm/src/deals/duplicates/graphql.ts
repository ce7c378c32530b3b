import type { GraphqlKit } from '@tessera/core'
import { Opportunity } from '@tessera/plugin-sfa/model'
import type { PrmModel } from '../../model.ts'
import { DealRegistration, matchLevels, matchReasons } from '../entities.ts'
import { type DealConflict, dealConflicts } from './deal-conflicts.ts'
import { type DuplicateAnswer, dealDuplicates } from './deal-duplicates.ts'

/** What tells who is known to somebody: enough for whoever registers deals, and not for going through a list of names. */
export const tellsWhoIsKnown = { perPerson: 120, windowSeconds: 3600 }

/** `dealDuplicates` for who is about to register a deal, `dealConflicts` for who decides about one. */
export function duplicateFields(kit: GraphqlKit<typeof PrmModel>): void {
  const level = kit.builder.enumType('DealMatchLevel', { values: matchLevels })
  const reason = kit.builder.enumType('DealMatchReason', { values: matchReasons })
  const answer = kit.builder.objectRef<DuplicateAnswer>('DealDuplicates').implement({
    description: 'Whether a deal seems to be known already: how sure, and by what. Never who has it.',
    fields: (t) => ({
      level: t.expose('level', { type: level, nullable: false }),
      reasons: t.expose('reasons', { type: [reason], nullable: false }),
      taken: t.exposeBoolean('taken', {
        nullable: false,
        description: 'A live registration is in the way: submitting would be refused.',
      }),
      own: t.field({
        type: [kit.ref(DealRegistration)],
        nullable: false,
        description: 'Of what was found, the registrations you see anyway.',
        resolve: (row) => [...row.own],
      }),
    }),
  })
  kit.query('dealDuplicates', {
    type: answer,
    rateLimit: tellsWhoIsKnown,
    description: 'Asked while a deal is being registered: whether it seems to be known already.',
    args: (arg) => ({
      customerName: arg.string({ required: true }),
      productLine: arg.id({ required: true }),
      countryCode: arg.string(),
      city: arg.string(),
      taxId: arg.string(),
      website: arg.string(),
      contactEmail: arg.string(),
      except: arg.id({ description: 'A registration that is being changed, which is not compared with itself.' }),
    }),
    resolve: (question, ctx) => dealDuplicates(ctx, question),
  })
  const conflict = kit.builder.objectRef<DealConflict>('DealConflict').implement({
    description: 'Something live that may be the same deal.',
    fields: (t) => ({
      kind: t.exposeString('kind', { nullable: false, description: '`registration` or `opportunity`.' }),
      level: t.expose('level', { type: level, nullable: false }),
      reason: t.expose('reason', { type: reason, nullable: false }),
      registration: t.field({
        type: kit.ref(DealRegistration),
        nullable: true,
        description: 'If you may see it.',
        resolve: (row) => row.registration,
      }),
      opportunity: t.field({
        type: kit.ref(Opportunity),
        nullable: true,
        description: 'If you may see it.',
        resolve: (row) => row.opportunity,
      }),
    }),
  })
  kit.query('dealConflicts', {
    type: [conflict],
    description: 'What a registration may be known as already, for who decides about it.',
    args: (arg) => ({ deal: arg.id({ required: true }) }),
    resolve: async ({ deal }, ctx) => [...(await dealConflicts(ctx, deal))],
  })
}
