// Kept bare: without it the declarations of builders would lose their types in other packages.
import '@pothos/core'

/** Raw SQL for `ctx.db`, with bound values. */
export { type RawBuilder, sql } from 'kysely'
export type { AccessPlan, RowState } from './access/access-plan.ts'
export type * from './access/actor.ts'
export { compileAccess } from './access/compile-access.ts'
export type { ActorValue, CompareOp, Expression, Operand, RowAlias } from './access/expression.ts'
export {
  type AccessKit,
  customer,
  everyone,
  type Grant,
  type GrantOptions,
  type Operation,
  partner,
  permission,
  staff,
  type Who,
} from './access/grant.ts'
export { mayDo, type OracleData, readableFieldNames, readableRows, writableFieldNames } from './access/oracle.ts'
export { all, any, not, Rule, type RuleScope } from './access/rule.ts'
export * from './contributions/contribution.ts'
export * from './database/index.ts'
export { type IssueCode, issue, issueTexts } from './errors/issues.ts'
export { type ErrorCode, type ErrorRow, errors } from './errors/table.ts'
export { type Issue, Reject, TesseraError } from './errors/tessera-error.ts'
export {
  countDeliveries,
  countWaiting,
  type DeliveryExplanation,
  type DeliveryFilter,
  type DeliveryReport,
  explainDelivery,
  listDeliveries,
  replayDeadLetters,
} from './events/dead-letters.ts'
export { startWorkers, type Workers, type WorkersOptions } from './events/workers.ts'
export { type ExplainedOperation, explainOperation } from './explain/explain-operation.ts'
export { explainWrite, type Step } from './explain/explain-write.ts'
export { type ExportOptions, exportEntity } from './exports/export-entity.ts'
export { safeCell } from './exports/safe-cell.ts'
export * from './files/index.ts'
export { buildSchema } from './graphql/build-schema.ts'
export type { AskedOperation } from './graphql/compiled/compiled-operations.ts'
export { documentId } from './graphql/documents/document-id.ts'
export type { DocumentCaller, TrustedDocumentsConfig } from './graphql/documents/trusted-documents.ts'
export {
  createGraphqlEngine,
  createGraphqlHandler,
  type GraphqlCaller,
  type GraphqlEngine,
  type GraphqlHandlerOptions,
} from './graphql/handler.ts'
export type { GraphqlKit, InputRef } from './graphql/kit.ts'
export type { FieldRate, RateCounter } from './graphql/rate-limits.ts'
export type * from './hooks/event.ts'
export type { CommittedOptions, EntityHooks, Hook, HookOptions, On } from './hooks/hook.ts'
export { type CustomerAccountOf, customerAccounts } from './identity/customer-accounts.ts'
export { type Invitation, inviteAgain, inviteUser } from './identity/invite-user.ts'
export { type IdentityMail, type IdentityMailer, identityMailer } from './identity/mailer.ts'
export * from './identity/model.ts'
export { recordSecurity, type SecurityRecord } from './identity/record-security.ts'
export { identitySettings } from './identity/settings.ts'
export { hashOfLink, linkMs, mailLink } from './identity/sign-in-link.ts'
export type { LinkPurpose } from './identity/sign-in-mail.ts'
export { type TwoFactorPolicy, type TwoFactorRule, twoFactorRule } from './identity/two-factor-policy.ts'
export type * from './identity/visitor-identity.ts'
export { fileSource, type ImportSource, memorySource } from './imports/files/source.ts'
export { type ImportOptions, type ImportResult, importFile } from './imports/import-file.ts'
export { type ImportProfileInput, importProfileSchema, type ValueSource } from './imports/mapping/profile.ts'
export { type ImportPreview, type PreviewOptions, previewImport } from './imports/preview-import.ts'
export type { ImportProgress } from './imports/running/import-run.ts'
export {
  type AnyJob,
  type Job,
  type JobInput,
  type JobOptions,
  type JobProgress,
  type JobRun,
  job,
} from './jobs/job.ts'
export { type JobState, type JobStatus, jobStatus } from './jobs/job-status.ts'
export * from './migrations/index.ts'
export {
  type AnyEntity,
  type EntityClass,
  type EntityOptions,
  type ExclusionRule,
  type Extension,
  entity,
  type Visibility,
} from './model/entity.ts'
export {
  type AnyField,
  Field,
  type FieldDefinition,
  type FieldKind,
  type Fields,
  type Flag,
  type Label,
} from './model/field.ts'
export { f, type GeoPoint } from './model/fields.ts'
export { type AnyModel, type ModelClass, model } from './model/model.ts'
export { type AnyRow, decodeRow, fullRowJson } from './model/record.ts'
export type { Column, EntityMeta, FieldMeta, Inverse, Registry } from './model/registry.ts'
export type { CreateInput, FieldsIn, Id, Patch, Row, RowIn, SystemRow } from './model/row.ts'
export { assemble } from './plugin/assemble.ts'
export type * from './plugin/assembly.ts'
export { closest as closestName } from './plugin/closest.ts'
export { type CrmConfig, defineCrm } from './plugin/define-crm.ts'
export { definePlugin, type Plugin, type PluginDefinition, type PluginFactory } from './plugin/define-plugin.ts'
export { loadedCopies } from './plugin/single-copy.ts'
export { shapeOfPath } from './portal/check-path.ts'
export type * from './portal/installed-portal.ts'
export type * from './portal/portal-definition.ts'
export type * from './portal/portal-host.ts'
export type { Condition, ListOptions, Where } from './query/list-options.ts'
export * from './queues/index.ts'
export {
  type Report,
  type ReportColumn,
  type ReportTable,
  type ReportValue,
  report,
  reports,
} from './reports/report.ts'
export { type Clock, systemClock } from './runtime/clock.ts'
export type { Company } from './runtime/company.ts'
export type {
  Context,
  ExternalKey,
  Mutator,
  UpdateItem,
  Upserted,
  UpsertItem,
  WriteOptions,
} from './runtime/context.ts'
export { type CreateCrmOptions, createCrm } from './runtime/create-crm.ts'
export type { Crm, UnitOptions } from './runtime/crm.ts'
export { searchPatterns, searchWords } from './search/search-words.ts'
export { Secret } from './settings/secret.ts'
export {
  defineSettings,
  type Setting,
  type SettingInput,
  type SettingShape,
  type Settings,
  type SettingValues,
  s,
} from './settings/settings.ts'
export { addMoney, currencyDigits, formatAmount, type Money, money, parseMoney } from './values/money.ts'
export { formatPhone } from './values/read-phone.ts'
export {
  type EscapedText,
  type Markup,
  type WebPageOptions,
  type WebRoute,
  type WebVisit,
  webRoutes,
} from './web/web-route.ts'
