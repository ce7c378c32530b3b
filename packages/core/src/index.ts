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
export { all, any, not, Rule } from './access/rule.ts'
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
export { explainWrite, type Step } from './explain/explain-write.ts'
export { type ExportOptions, exportEntity } from './exports/export-entity.ts'
export { buildSchema } from './graphql/build-schema.ts'
export { createGraphqlHandler, type GraphqlHandlerOptions } from './graphql/handler.ts'
export type { GraphqlKit } from './graphql/kit.ts'
export type * from './hooks/event.ts'
export type { CommittedOptions, EntityHooks, Hook, HookOptions, On } from './hooks/hook.ts'
export { type CustomerAccountOf, customerAccounts } from './identity/customer-accounts.ts'
export * from './identity/model.ts'
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
export type { Condition, ListOptions, Where } from './query/list-options.ts'
export * from './queues/index.ts'
export { type Clock, systemClock } from './runtime/clock.ts'
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
