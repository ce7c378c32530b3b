import { entity, f } from '@tessera/core'

export const partnerTypes = ['distributor', 'reseller', 'servicePartner', 'referral', 'supplier'] as const
export type PartnerType = (typeof partnerTypes)[number]

/** Terms that partners of a type work under: a ladder of tiers, and what they may do. */
export class PartnerProgram extends entity(
  'partnerProgram',
  {
    name: f.text({ max: 200 }).unique().searchable().label({ en: 'Name', zh: '名称' }),
    type: f.enum(partnerTypes).default('reseller').label({ en: 'For', zh: '适用伙伴类型' }),
    description: f.text({ max: 2000 }).nullable().label({ en: 'Description', zh: '说明' }),
    /** For partners whose tier says nothing else; without it, as the settings say. */
    protectionDays: f.int({ min: 1, max: 1000 }).nullable().label({ en: 'Protection', zh: '保护期' }).unit('days'),
    active: f.bool().default(true).label({ en: 'Active', zh: '启用' }),
  },
  { label: { en: 'Partner programme', zh: '伙伴计划' } },
) {}
