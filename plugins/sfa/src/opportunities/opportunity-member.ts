import { entity, f, User } from '@tessera/core'
import { Opportunity } from './opportunity.ts'

/** Who of the staff works on a deal besides its owner, and as what. What each gets of it: see `OpportunitySplit`. */
export class OpportunityMember extends entity(
  'opportunityMember',
  {
    opportunity: f
      .ref(Opportunity, { inverse: 'members', onDelete: 'cascade' })
      .label({ en: 'Opportunity', zh: '商机' }),
    user: f.ref(User, { inverse: 'opportunityMemberships' }).label({ en: 'Person', zh: '人员' }),
    role: f
      .enum(['accountManager', 'sales', 'presales', 'technical', 'partnerManager', 'executiveSponsor', 'other'])
      .default('sales')
      .label({ en: 'Role', zh: '角色' }),
  },
  {
    label: { en: 'Team member', zh: '商机团队成员' },
    title: 'role',
    visibility: { through: 'opportunity' },
    unique: [['opportunity', 'user', 'role']],
  },
) {}
