import { migration, sql } from '@tessera/core/migrations'

export default migration({
  up: [
    // table audit
    sql`CREATE TABLE tessera."audit" (
      "id" uuid NOT NULL,
      "at" timestamptz NOT NULL,
      "actor_kind" text NOT NULL,
      "actor_id" uuid,
      "actor_name" text,
      "reason" text,
      "request_id" text NOT NULL,
      "entity" text NOT NULL,
      "row_id" uuid NOT NULL,
      "operation" text NOT NULL,
      "version" integer NOT NULL,
      "changes" jsonb NOT NULL,
      CONSTRAINT "audit_pkey" PRIMARY KEY ("id", "at")
    ) PARTITION BY RANGE ("at")`,
    sql`CREATE TABLE tessera."audit_default" PARTITION OF tessera."audit" DEFAULT`,
    // table outbox
    sql`CREATE TABLE tessera."outbox" (
      "id" uuid NOT NULL,
      "at" timestamptz NOT NULL,
      "kind" text NOT NULL,
      "entity" text,
      "operation" text,
      "row_id" uuid,
      "payload" jsonb NOT NULL,
      "actor" jsonb NOT NULL,
      "request_id" text NOT NULL,
      "due_at" timestamptz,
      "relayed_at" timestamptz,
      CONSTRAINT "outbox_pkey" PRIMARY KEY ("id", "at")
    ) PARTITION BY RANGE ("at")`,
    sql`CREATE TABLE tessera."outbox_default" PARTITION OF tessera."outbox" DEFAULT`,
    // table delivery
    sql`CREATE TABLE tessera."delivery" (
      "event_id" uuid NOT NULL,
      "handler" text NOT NULL,
      "state" text NOT NULL,
      "attempts" integer DEFAULT 0 NOT NULL,
      "last_error" text,
      "key" text,
      "due_at" timestamptz DEFAULT now() NOT NULL,
      "created_at" timestamptz DEFAULT now() NOT NULL,
      "updated_at" timestamptz DEFAULT now() NOT NULL,
      CONSTRAINT "delivery_pkey" PRIMARY KEY ("event_id", "handler")
    )`,
    // table sequence
    sql`CREATE TABLE tessera."sequence" (
      "name" text NOT NULL,
      "period" text NOT NULL,
      "value" bigint NOT NULL,
      CONSTRAINT "sequence_pkey" PRIMARY KEY ("name", "period")
    )`,
    // table external_key
    sql`CREATE TABLE tessera."external_key" (
      "entity" text NOT NULL,
      "system" text NOT NULL,
      "key" text NOT NULL,
      "row_id" uuid NOT NULL,
      CONSTRAINT "external_key_pkey" PRIMARY KEY ("entity", "system", "key")
    )`,
    // table migration
    sql`CREATE TABLE tessera."migration" (
      "plugin" text NOT NULL,
      "name" text NOT NULL,
      "checksum" text NOT NULL,
      "applied_at" timestamptz DEFAULT now() NOT NULL,
      "duration_ms" integer NOT NULL,
      CONSTRAINT "migration_pkey" PRIMARY KEY ("plugin", "name")
    )`,
    // table repeatable
    sql`CREATE TABLE tessera."repeatable" (
      "name" text NOT NULL,
      "checksum" text NOT NULL,
      "outcome" jsonb,
      "applied_at" timestamptz DEFAULT now() NOT NULL,
      CONSTRAINT "repeatable_pkey" PRIMARY KEY ("name")
    )`,
    // table idempotency
    sql`CREATE TABLE tessera."idempotency" (
      "key" text NOT NULL,
      "actor" text NOT NULL,
      "request_hash" text NOT NULL,
      "status" integer,
      "response" jsonb,
      "created_at" timestamptz DEFAULT now() NOT NULL,
      CONSTRAINT "idempotency_pkey" PRIMARY KEY ("actor", "key")
    )`,
    // table import_run
    sql`CREATE TABLE tessera."import_run" (
      "id" uuid NOT NULL,
      "file" text NOT NULL,
      "fingerprint" text NOT NULL,
      "profile" text NOT NULL,
      "actor" text NOT NULL,
      "state" text NOT NULL,
      "row_number" integer NOT NULL,
      "progress" jsonb NOT NULL,
      "started_at" timestamptz DEFAULT now() NOT NULL,
      "updated_at" timestamptz DEFAULT now() NOT NULL,
      CONSTRAINT "import_run_pkey" PRIMARY KEY ("id")
    )`,
    // table setting
    sql`CREATE TABLE tessera."setting" (
      "plugin" text NOT NULL,
      "name" text NOT NULL,
      "value" jsonb NOT NULL,
      "updated_at" timestamptz DEFAULT now() NOT NULL,
      "updated_by" uuid,
      CONSTRAINT "setting_pkey" PRIMARY KEY ("plugin", "name")
    )`,
    sql`CREATE INDEX "audit__entity__row_id__at_idx" ON tessera."audit" ("entity", "row_id", "at")`,
    sql`CREATE INDEX "audit__actor_id__at_idx" ON tessera."audit" ("actor_id", "at")`,
    sql`CREATE INDEX "outbox__at__id_idx" ON tessera."outbox" ("at", "id") WHERE "relayed_at" IS NULL`,
    sql`CREATE INDEX "delivery__state__updated_at_idx" ON tessera."delivery" ("state", "updated_at")`,
    sql`CREATE INDEX "delivery__due_at__event_id_idx" ON tessera."delivery" ("due_at", "event_id") WHERE "state" = 'pending'`,
    sql`CREATE UNIQUE INDEX "delivery__handler__key_idx" ON tessera."delivery" ("handler", "key") WHERE "key" IS NOT NULL AND "state" = 'pending' AND "attempts" = 0`,
    sql`CREATE INDEX "external_key__row_id_idx" ON tessera."external_key" ("row_id")`,
    sql`CREATE INDEX "idempotency__created_at_idx" ON tessera."idempotency" ("created_at")`,
    sql`CREATE INDEX "import_run__fingerprint__profile__actor_idx" ON tessera."import_run" ("fingerprint", "profile", "actor") WHERE "state" = 'running'`,
  ],
})
