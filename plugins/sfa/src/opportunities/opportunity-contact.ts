import { entity, f } from '@tessera/core'
import { Contact } from '@tessera/plugin-customers/model'
import { Opportunity } from './opportunity.ts'

export const dealRoles = [
  'decisionMaker',
  'economicBuyer',
  'champion',
  'influencer',
  'technical',
  'purchasing',
  'user',
  'blocker',
  'other',
] as const

/** What a contact is to a deal. One person may have several roles. */
export class OpportunityContact extends entity(
  'opportunityContact',
  {
    opportunity: f
      .ref(Opportunity, { inverse: 'contacts', onDelete: 'cascade' })
      .label({ en: 'Opportunity', zh: '商机' }),
    contact: f.ref(Contact, { inverse: 'opportunities', onDelete: 'cascade' }).label({ en: 'Contact', zh: '联系人' }),
    role: f.enum(dealRoles).label({ en: 'Role in the deal', zh: '商机角色' }),
    note: f.text({ max: 1000 }).nullable().label({ en: 'Note', zh: '备注' }),
  },
  {
    label: { en: 'Contact of an opportunity', zh: '商机联系人' },
    title: 'role',
    visibility: { through: 'opportunity' },
    unique: [['opportunity', 'contact', 'role']],
  },
) {}
