import { any, type Field, f, Partner, type Rule, type RuleScope } from '@tessera/core'
import { PartnerProgram, ProgramTier } from '../programs/entities.ts'

/** For whom something is: every field that is left empty takes everybody. For the fields of an entity. */
export const audienceFields = (inverse: string) => ({
  program: f.ref(PartnerProgram, { inverse }).nullable().label({ en: 'For the programme', zh: '适用伙伴计划' }),
  minimumRank: f.int({ min: 0, max: 100 }).nullable().label({ en: 'From this tier rank up', zh: '最低等级级别' }),
  countryCode: f.text({ max: 2 }).nullable().label({ en: 'For the country', zh: '适用国家/地区' }),
})

/** Whether the partner somebody works for belongs to the audience of a row. */
export function inAudience({ row, actor, exists }: RuleScope<AudienceFields>): Rule {
  // What this plugin adds to a partner is there in rules as it is in rows.
  const own = (where: (partner: OwnPartner) => Rule): Rule =>
    exists(Partner, (partner) => partner.id.eq(actor.partner).and(where(partner as unknown as OwnPartner)))
  return any(
    row.program.isNull(),
    own((partner) => partner.prmProgram.eq(row.program)),
  )
    .and(
      any(
        row.countryCode.isNull(),
        own((partner) => partner.prmCountryCode.eq(row.countryCode)),
      ),
    )
    .and(
      any(
        row.minimumRank.isNull(),
        exists(ProgramTier, (tier) =>
          tier.rank.gte(row.minimumRank as never).and(own((partner) => partner.prmTier.eq(tier.id))),
        ),
      ),
    )
}

type AudienceFields = ReturnType<typeof audienceFields>
type OwnPartner = RuleScope<{
  prmProgram: Field<string | null>
  prmTier: Field<string | null>
  prmCountryCode: Field<string | null>
}>['row']
