import type { GraphqlKit } from '@tessera/core'
import { AgreementAcceptance, AgreementEdition, type PrmModel } from '../../model.ts'
import { acceptAgreement } from './accept-agreement.ts'
import { openEditionIds } from './agreements-of.ts'

/** `agreementsToAccept` and `acceptAgreement`. */
export function agreementOperations(kit: GraphqlKit<typeof PrmModel>): void {
  kit.query('agreementsToAccept', {
    type: [kit.ref(AgreementEdition)],
    nullable: false,
    description: 'The editions in force that your partner has not accepted; nobody but partners has any.',
    resolve: async (_args, ctx) => (ctx.actor.kind === 'partner' ? openEditionIds(ctx, ctx.actor.partner) : []),
  })
  const language = kit.builder.enumType('AgreementLanguage', { values: ['en', 'zh'] as const })
  kit.mutation('acceptAgreement', {
    type: kit.ref(AgreementAcceptance),
    description: 'Accepts an edition for your partner, as its administrator, under your typed name.',
    args: (arg) => ({
      edition: arg.id({ required: true }),
      name: arg.string({ required: true }),
      language: arg({ type: language, required: true }),
    }),
    resolve: ({ edition, name, language }, ctx) => acceptAgreement(ctx, edition, { name, language }),
  })
}
