import { entity, f } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import { Opportunity } from './opportunity.ts'

/** Who else wants the deal. */
export class OpportunityCompetitor extends entity(
  'opportunityCompetitor',
  {
    opportunity: f
      .ref(Opportunity, { inverse: 'competitors', onDelete: 'cascade' })
      .label({ en: 'Opportunity', zh: '商机' }),
    competitor: f.ref(Account, { inverse: 'competingIn' }).label({ en: 'Competitor', zh: '竞争对手' }),
    threat: f.enum(['low', 'medium', 'high']).default('medium').label({ en: 'Threat', zh: '威胁程度' }),
    won: f.bool().default(false).label({ en: 'Won the deal', zh: '赢得该商机' }),
    strengths: f.text({ max: 2000 }).nullable().label({ en: 'Strengths', zh: '优势' }),
    weaknesses: f.text({ max: 2000 }).nullable().label({ en: 'Weaknesses', zh: '劣势' }),
  },
  {
    label: { en: 'Competitor of an opportunity', zh: '商机竞争对手' },
    title: 'threat',
    visibility: { through: 'opportunity' },
    unique: [['opportunity', 'competitor']],
  },
) {}
