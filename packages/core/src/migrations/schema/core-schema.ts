import { objectName } from './identifiers.ts'
import type { Index, Schema, Table, TableColumn } from './schema.ts'

interface CoreTable {
  /** `name: 'type'`; a type that ends in `?` may be missing. */
  readonly columns: Readonly<Record<string, string>>
  readonly key: readonly string[]
  readonly indexes?: readonly {
    readonly columns: readonly string[]
    readonly where?: string
    readonly unique?: boolean
  }[]
  readonly defaults?: Readonly<Record<string, string>>
  readonly partitionedBy?: string
}

/** What core keeps for itself, in schema `tessera`. Column meanings stand with the code that writes them. */
const coreTables: Readonly<Record<string, CoreTable>> = {
  /** One row for each change of a row of an entity; `changes` is `{ field: [old, new] }`. */
  audit: {
    columns: {
      id: 'uuid',
      at: 'timestamptz',
      actor_kind: 'text',
      actor_id: 'uuid?',
      actor_name: 'text?',
      reason: 'text?',
      request_id: 'text',
      entity: 'text',
      row_id: 'uuid',
      operation: 'text',
      version: 'integer',
      changes: 'jsonb',
    },
    key: ['id', 'at'],
    indexes: [{ columns: ['entity', 'row_id', 'at'] }, { columns: ['actor_id', 'at'] }],
    partitionedBy: 'at',
  },
  /** Events and jobs that wait for the relay; written by the same statement as the row they speak of. */
  outbox: {
    columns: {
      id: 'uuid',
      at: 'timestamptz',
      kind: 'text',
      entity: 'text?',
      operation: 'text?',
      row_id: 'uuid?',
      payload: 'jsonb',
      actor: 'jsonb',
      request_id: 'text',
      due_at: 'timestamptz?',
      relayed_at: 'timestamptz?',
    },
    key: ['id', 'at'],
    indexes: [{ columns: ['at', 'id'], where: '"relayed_at" IS NULL' }],
    partitionedBy: 'at',
  },
  /** One row for each event and durable handler, and for each job: the inbox, and the list of dead letters. */
  delivery: {
    columns: {
      event_id: 'uuid',
      handler: 'text',
      state: 'text',
      attempts: 'integer',
      last_error: 'text?',
      key: 'text?',
      due_at: 'timestamptz',
      created_at: 'timestamptz',
      updated_at: 'timestamptz',
      // Which deliveries of a hook travel in one job of the queue; null for one that travels alone.
      batch: 'uuid?',
    },
    key: ['event_id', 'handler'],
    indexes: [
      { columns: ['state', 'updated_at'] },
      { columns: ['due_at', 'event_id'], where: `"state" = 'pending'` },
      // Of jobs enqueued under one key, one waits at a time.
      {
        columns: ['handler', 'key'],
        where: `"key" IS NOT NULL AND "state" = 'pending' AND "attempts" = 0`,
        unique: true,
      },
    ],
    defaults: { attempts: '0', due_at: 'now()', created_at: 'now()', updated_at: 'now()' },
  },
  /** The last number given in each sequence and period. */
  sequence: { columns: { name: 'text', period: 'text', value: 'bigint' }, key: ['name', 'period'] },
  /** The keys by which other systems know rows. */
  external_key: {
    columns: { entity: 'text', system: 'text', key: 'text', row_id: 'uuid' },
    key: ['entity', 'system', 'key'],
    indexes: [{ columns: ['row_id'] }],
  },
  /** The ledger: which migrations ran. */
  migration: {
    columns: { plugin: 'text', name: 'text', checksum: 'text', applied_at: 'timestamptz', duration_ms: 'integer' },
    key: ['plugin', 'name'],
    defaults: { applied_at: 'now()' },
  },
  /** What is applied again whenever it changes, such as access; `outcome` is what it left in the database, for finding drift. */
  repeatable: {
    columns: { name: 'text', checksum: 'text', outcome: 'jsonb?', applied_at: 'timestamptz' },
    key: ['name'],
    defaults: { applied_at: 'now()' },
  },
  /** Answers to requests that may come twice. */
  idempotency: {
    columns: {
      key: 'text',
      actor: 'text',
      request_hash: 'text',
      status: 'integer?',
      response: 'jsonb?',
      created_at: 'timestamptz',
    },
    key: ['actor', 'key'],
    indexes: [{ columns: ['created_at'] }],
    defaults: { created_at: 'now()' },
  },
  /** Links by which people come in: invitations, new passwords. Each works once. */
  sign_in_link: {
    columns: {
      hash: 'text',
      user_id: 'uuid',
      purpose: 'text',
      email: 'text',
      created_at: 'timestamptz',
      created_by: 'uuid?',
      expires_at: 'timestamptz',
    },
    key: ['hash'],
    indexes: [{ columns: ['user_id', 'purpose'] }, { columns: ['expires_at'] }],
  },
  /** Imports, and how far each one came; written in the transaction of each batch. */
  import_run: {
    columns: {
      id: 'uuid',
      file: 'text',
      fingerprint: 'text',
      profile: 'text',
      actor: 'text',
      state: 'text',
      row_number: 'integer',
      progress: 'jsonb',
      started_at: 'timestamptz',
      updated_at: 'timestamptz',
    },
    key: ['id'],
    indexes: [{ columns: ['fingerprint', 'profile', 'actor'], where: `"state" = 'running'` }],
    defaults: { started_at: 'now()', updated_at: 'now()' },
  },
  /** Settings changed at run time. */
  setting: {
    columns: { plugin: 'text', name: 'text', value: 'jsonb', updated_at: 'timestamptz', updated_by: 'uuid?' },
    key: ['plugin', 'name'],
    defaults: { updated_at: 'now()' },
  },
}

/** The owner of core's tables in the ledger. */
export const corePlugin = 'core'

/** Core's own tables as data; core's migrations are generated from it like any plugin's. */
export const coreSchema: Schema = { tables: Object.entries(coreTables).map(([name, table]) => coreTable(name, table)) }

function coreTable(name: string, { columns, key, indexes = [], defaults = {}, partitionedBy }: CoreTable): Table {
  return {
    schema: 'tessera',
    name,
    plugin: corePlugin,
    entity: null,
    columns: Object.entries(columns).map(
      ([column, type]): TableColumn => ({
        name: column,
        type: type.replace('?', ''),
        notNull: !type.endsWith('?'),
        default: defaults[column] ?? null,
        generated: null,
        plugin: corePlugin,
      }),
    ),
    primaryKey: key,
    checks: [],
    foreignKeys: [],
    indexes: indexes.map(
      (index): Index => ({
        name: objectName(name, index.columns, 'idx'),
        plugin: corePlugin,
        columns: index.columns,
        unique: index.unique ?? false,
        method: 'btree',
        where: index.where ?? null,
      }),
    ),
    ...(partitionedBy === undefined ? {} : { partitionedBy }),
  }
}
