import { entity, f, User } from '@tessera/core'
import { Stage } from '../pipelines/stage.ts'
import { Opportunity } from './opportunity.ts'

/** A stay of an opportunity in a stage, kept by the system. */
export class OpportunityStage extends entity(
  'opportunityStage',
  {
    opportunity: f
      .ref(Opportunity, { inverse: 'stageHistory', onDelete: 'cascade' })
      .readonly()
      .label({ en: 'Opportunity', zh: '商机' }),
    stage: f.ref(Stage, { inverse: 'stays' }).readonly().label({ en: 'Stage', zh: '阶段' }),
    previous: f.ref(Stage, { inverse: 'nextStays' }).nullable().readonly().label({ en: 'Stage before', zh: '原阶段' }),
    enteredAt: f.instant().readonly().label({ en: 'Entered', zh: '进入时间' }),
    leftAt: f.instant().nullable().readonly().label({ en: 'Left', zh: '离开时间' }),
    user: f
      .ref(User, { inverse: 'opportunityStages', onDelete: 'setNull' })
      .nullable()
      .readonly()
      .label({ en: 'Moved by', zh: '变更人' }),
  },
  {
    label: { en: 'Stay in a stage', zh: '阶段停留' },
    title: 'enteredAt',
    visibility: { through: 'opportunity' },
    indexes: [['opportunity', 'enteredAt']],
    checks: { period: 'left_at >= entered_at' },
  },
) {}
