import { definePlugin, reports } from '@tessera/core'
import { sfaAccess, sfaPermissions } from './access.ts'
import { activityFields } from './activities/graphql.ts'
import { activityContributions, activityHooks, activityJobs } from './activities/plugin-part.ts'
import { commissionJob, planCommissionJob } from './commission/commission-job.ts'
import { commissionReport } from './commission/commission-report.ts'
import { commissionFields } from './commission/graphql.ts'
import { commissionHooks } from './commission/hooks.ts'
import { forecastFields } from './forecast/graphql.ts'
import { pastStays } from './forecast/past-stays.ts'
import { seenByTeam } from './forecast/seen-by-team.ts'
import { snapshotJob } from './forecast/snapshot-job.ts'
import { handoverFields } from './handover/graphql.ts'
import { handoverRules } from './handover/handover-rules.ts'
import { ownHandoverItems } from './handover/own-items.ts'
import { leadOperations } from './leads/graphql.ts'
import { leadContributions, leadHooks, leadJobs } from './leads/plugin-part.ts'
import { SfaModel } from './model.ts'
import { amountFromLines } from './opportunities/amount-from-lines.ts'
import { closedStays } from './opportunities/closed-stays.ts'
import { opportunityFields } from './opportunities/graphql.ts'
import { lineAmounts } from './opportunities/line-amounts.ts'
import { partsBelong } from './opportunities/parts-belong.ts'
import { splitsAddUp } from './opportunities/splits-add-up.ts'
import { stageHistory } from './opportunities/stage-history.ts'
import { stageRules } from './opportunities/stage-rules.ts'
import { opportunityTimeline } from './opportunities/timeline.ts'
import { whose } from './opportunities/whose.ts'
import { performanceFields } from './performance/graphql.ts'
import { ownMeasures } from './performance/own-measures.ts'
import { performanceReport } from './performance/performance-report.ts'
import { gatesCheck } from './pipelines/check-gates.ts'
import { stageInUse } from './pipelines/stage-in-use.ts'
import { quotaFields } from './quotas/graphql.ts'
import { quotaPeriod } from './quotas/quota-period.ts'
import { sfaReports } from './reports.ts'
import { territoryFields } from './territories/graphql.ts'
import { territoryHooks, territoryJobs } from './territories/plugin-part.ts'

export { sfaPermissions } from './access.ts'
export { type CalendarEntry, type CalendarQuestion, readCalendar } from './activities/team-calendar.ts'
export { type CalculateOptions, calculateCommission } from './commission/calculate.ts'
/** What commission is worked out with, for others who pay by what became of order lines: rebates of partners, say. */
export * as commissionEngine from './commission/engine/index.ts'
export { type Adjustment, adjustCommission } from './commission/ledger/adjust.ts'
export { type CloseOptions, closeCommissionPeriod, reopenCommissionPeriod } from './commission/ledger/close-period.ts'
export type { Written } from './commission/ledger/write-period.ts'
export { acceptCommissionStatement } from './commission/statements/accept-statement.ts'
export { answerCommissionDispute, type DisputeAnswer } from './commission/statements/answer-dispute.ts'
export {
  commissionStatement,
  type Statement,
  type StatementLine,
  type StatementPoint,
} from './commission/statements/read-statement.ts'
export { companyDay } from './company-day.ts'
export { type Condition, conditionIssues, type Facts, holds } from './conditions/condition.ts'
export type * from './forecast/forecast.ts'
export { type Period, type PeriodLength, periodFrom } from './forecast/period.ts'
export { readForecast } from './forecast/read-forecast.ts'
export { readWaterfall } from './forecast/read-waterfall.ts'
export { type SnapshotTaken, takeSnapshot } from './forecast/take-snapshot.ts'
export * from './forecast/waterfall.ts'
export { applyHandover } from './handover/apply-handover.ts'
export { type HandoverItem, handoverItems } from './handover/handover-item.ts'
export { type HandoverReview, reviewHandover } from './handover/review.ts'
export { consentField, tokenField, trapField } from './leads/capture/form-rules.ts'
export { ageOf, hashOf, newSecret, signTime } from './leads/capture/form-token.ts'
export type { FormField } from './leads/capture/lead-form.ts'
export { networkOf } from './leads/capture/network-of.ts'
export { readValues } from './leads/capture/read-values.ts'
export { type Conversion, type ConversionChoice, convertLead } from './leads/conversion/convert-lead.ts'
export { type FactNames, factsOfLead, leadFactNames, readFactNames } from './leads/lead-facts.ts'
export { type Turn, takeTurn } from './leads/routing/turns.ts'
export { type DwellQuestion, type DwellTime, dwellTimes } from './opportunities/dwell-times.ts'
export { type SplitShare, setSplits } from './opportunities/set-splits.ts'
export {
  type MeasureQuestion,
  type MeasureValue,
  type PerformanceMeasure,
  performanceMeasures,
} from './performance/measure.ts'
export { type PersonPerformance, performanceOf } from './performance/performance-of.ts'
export { type Attainment, type AttainmentQuestion, quotaAttainment } from './quotas/attainment.ts'
export { previewRuleSet, type TerritoryPreview } from './territories/preview.ts'
export { afterWorkingTime, type WorkingHours, workingSeconds } from './working-time/working-time.ts'

/** Selling with one's own people: leads, opportunities, activities, forecast and quotas. */
export default definePlugin(SfaModel)({
  version: '0.0.0',
  permissions: sfaPermissions,
  access: sfaAccess,
  hooks: ({ on }) => [
    gatesCheck(on),
    stageInUse(on),
    whose(on),
    amountFromLines(on),
    ...stageRules(on),
    closedStays(on),
    stageHistory(on),
    ...splitsAddUp(on),
    ...lineAmounts(on),
    ...partsBelong(on),
    ...pastStays(on),
    ...commissionHooks(on),
    ...seenByTeam(on),
    quotaPeriod(on),
    ...leadHooks(on),
    ...activityHooks(on),
    ...territoryHooks(on),
    ...handoverRules(on),
  ],
  jobs: [snapshotJob, commissionJob, planCommissionJob, ...leadJobs, ...activityJobs, ...territoryJobs],
  contributes: [
    ...opportunityTimeline,
    ...sfaReports,
    ...leadContributions,
    ...activityContributions,
    ...ownHandoverItems,
    ...ownMeasures,
    reports.add('commission', commissionReport),
    reports.add('performance', performanceReport),
  ],
  graphql: (kit) => {
    opportunityFields(kit)
    forecastFields(kit)
    quotaFields(kit)
    leadOperations(kit)
    activityFields(kit)
    territoryFields(kit)
    handoverFields(kit)
    commissionFields(kit)
    performanceFields(kit)
  },
  migrations: new URL('../migrations/', import.meta.url),
})
