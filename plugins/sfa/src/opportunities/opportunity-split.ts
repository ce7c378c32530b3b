import { entity, f, User } from '@tessera/core'
import { Opportunity } from './opportunity.ts'

/**
 * What of a deal counts for a person. Revenue splits add up to exactly 100 % (without any, all of it is the owner's); overlay splits
 * credit those who helped, on top, and may add up to anything.
 */
export class OpportunitySplit extends entity(
  'opportunitySplit',
  {
    opportunity: f
      .ref(Opportunity, { inverse: 'splits', onDelete: 'cascade' })
      .label({ en: 'Opportunity', zh: '商机' }),
    user: f.ref(User, { inverse: 'opportunitySplits' }).label({ en: 'Person', zh: '人员' }),
    type: f.enum(['revenue', 'overlay']).default('revenue').label({ en: 'Type', zh: '类型' }),
    percent: f.percent().label({ en: 'Share', zh: '分成比例' }).unit('%'),
  },
  {
    label: { en: 'Split', zh: '业绩分成' },
    title: 'type',
    visibility: { through: 'opportunity' },
    unique: [['opportunity', 'user', 'type']],
    checks: { percent: 'percent > 0 AND percent <= 100' },
  },
) {}
