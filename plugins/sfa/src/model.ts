import { model } from '@tessera/core'
import { CatalogModel } from '@tessera/plugin-catalog/model'
import { CustomersModel } from '@tessera/plugin-customers/model'
import { MailModel } from '@tessera/plugin-mail/model'
import { OrdersModel } from '@tessera/plugin-orders/model'
import { activityEntities } from './activities/entities.ts'
import { taskFields } from './activities/task-extension.ts'
import { orderOpportunity } from './commission/credits/order-opportunity.ts'
import { OrderSplit } from './commission/credits/order-split.ts'
import { CommissionEntry } from './commission/ledger/commission-entry.ts'
import { CommissionOpenPoint } from './commission/ledger/commission-open-point.ts'
import { CommissionPeriod } from './commission/ledger/commission-period.ts'
import { CommissionAssignment } from './commission/plans/commission-assignment.ts'
import { CommissionPlan } from './commission/plans/commission-plan.ts'
import { CommissionRule } from './commission/plans/commission-rule.ts'
import { CommissionDispute } from './commission/statements/commission-dispute.ts'
import { CommissionStatement } from './commission/statements/commission-statement.ts'
import { ForecastOverride } from './forecast/forecast-override.ts'
import { OpportunitySnapshot } from './forecast/opportunity-snapshot.ts'
import { SnapshotDay } from './forecast/snapshot-day.ts'
import { Handover } from './handover/handover.ts'
import { leadEntities } from './leads/entities.ts'
import { leadFields } from './leads/routing/lead-extension.ts'
import { LostReason } from './opportunities/lost-reason.ts'
import { Opportunity } from './opportunities/opportunity.ts'
import { OpportunityCompetitor } from './opportunities/opportunity-competitor.ts'
import { OpportunityContact } from './opportunities/opportunity-contact.ts'
import { OpportunityLine } from './opportunities/opportunity-line.ts'
import { OpportunityMember } from './opportunities/opportunity-member.ts'
import { OpportunitySplit } from './opportunities/opportunity-split.ts'
import { OpportunityStage } from './opportunities/opportunity-stage.ts'
import { Pipeline } from './pipelines/pipeline.ts'
import { Stage } from './pipelines/stage.ts'
import { Quota } from './quotas/quota.ts'
import { accountFields } from './territories/account-extension.ts'
import { territoryEntities } from './territories/entities.ts'

export * from './activities/entities.ts'
export type { Explanation, RatedPart } from './commission/ledger/explanation.ts'
export type { Accelerator, Tier } from './commission/plans/commission-rule.ts'
export type { Condition } from './conditions/condition.ts'
export { type ForecastCategory, forecastCategories } from './forecast/category.ts'
export * from './leads/entities.ts'
export { dealRoles } from './opportunities/opportunity-contact.ts'
export type { Gate } from './pipelines/gate.ts'
export * from './territories/entities.ts'
export {
  CommissionAssignment,
  CommissionDispute,
  CommissionEntry,
  CommissionOpenPoint,
  CommissionPeriod,
  CommissionPlan,
  CommissionRule,
  CommissionStatement,
  ForecastOverride,
  Handover,
  LostReason,
  Opportunity,
  OpportunityCompetitor,
  OpportunityContact,
  OpportunityLine,
  OpportunityMember,
  OpportunitySnapshot,
  OpportunitySplit,
  OpportunityStage,
  OrderSplit,
  Pipeline,
  Quota,
  SnapshotDay,
  Stage,
}

/** Selling: who is worked on, by whom, how far it is, and what is to be expected of it. */
export class SfaModel extends model('sfa', {
  needs: [CustomersModel, CatalogModel, MailModel, OrdersModel],
  entities: [
    Pipeline,
    Stage,
    LostReason,
    Opportunity,
    OpportunityContact,
    OpportunityMember,
    OpportunitySplit,
    OpportunityLine,
    OpportunityCompetitor,
    OpportunityStage,
    SnapshotDay,
    OpportunitySnapshot,
    ForecastOverride,
    Quota,
    ...leadEntities,
    ...activityEntities,
    ...territoryEntities,
    Handover,
    CommissionPlan,
    CommissionAssignment,
    CommissionRule,
    OrderSplit,
    CommissionPeriod,
    CommissionEntry,
    CommissionOpenPoint,
    CommissionStatement,
    CommissionDispute,
  ],
  extend: [leadFields, accountFields, taskFields, orderOpportunity],
}) {}
