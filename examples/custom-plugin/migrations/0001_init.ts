import { migration, sql } from '@tessera/core/migrations'

export default migration({
  up: [
    // table visit
    sql`CREATE TABLE crm."visit" (
      "id" uuid NOT NULL,
      "created_at" timestamptz DEFAULT now() NOT NULL,
      "created_by" uuid,
      "updated_at" timestamptz DEFAULT now() NOT NULL,
      "updated_by" uuid,
      "version" integer DEFAULT 1 NOT NULL,
      "deleted_at" timestamptz,
      "external_keys" jsonb DEFAULT '{}' NOT NULL,
      "title" text NOT NULL,
      "on" date NOT NULL,
      "status" text DEFAULT 'planned' NOT NULL,
      "costs_minor" bigint,
      "costs_currency" text,
      "owner_id" uuid NOT NULL,
      CONSTRAINT "visit_pkey" PRIMARY KEY ("id"),
      CONSTRAINT "visit__title_check" CHECK (char_length("title") <= 200),
      CONSTRAINT "visit__status_check" CHECK ("status" IN ('planned', 'done', 'cancelled')),
      CONSTRAINT "visit__costs_check" CHECK (("costs_minor" IS NULL) = ("costs_currency" IS NULL) AND "costs_currency" ~ '^[A-Z]{3}$'),
      CONSTRAINT "visit__owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES crm."user" ("id")
    )`,
    // table visit_count
    sql`CREATE TABLE crm."visit_count" (
      "id" uuid NOT NULL,
      "created_at" timestamptz DEFAULT now() NOT NULL,
      "created_by" uuid,
      "updated_at" timestamptz DEFAULT now() NOT NULL,
      "updated_by" uuid,
      "version" integer DEFAULT 1 NOT NULL,
      "deleted_at" timestamptz,
      "external_keys" jsonb DEFAULT '{}' NOT NULL,
      "owner_id" uuid NOT NULL,
      "done" integer DEFAULT 0 NOT NULL,
      CONSTRAINT "visit_count_pkey" PRIMARY KEY ("id"),
      CONSTRAINT "visit_count__owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES crm."user" ("id")
    )`,
    sql`CREATE INDEX "visit__created_at__id_idx" ON crm."visit" ("created_at", "id")`,
    sql`CREATE INDEX "visit__deleted_at_idx" ON crm."visit" ("deleted_at") WHERE "deleted_at" IS NOT NULL`,
    sql`CREATE INDEX "visit__title_trgm" ON crm."visit" USING gin ("title" gin_trgm_ops)`,
    sql`CREATE INDEX "visit__owner_id_idx" ON crm."visit" ("owner_id")`,
    sql`CREATE INDEX "visit_count__created_at__id_idx" ON crm."visit_count" ("created_at", "id")`,
    sql`CREATE INDEX "visit_count__deleted_at_idx" ON crm."visit_count" ("deleted_at") WHERE "deleted_at" IS NOT NULL`,
    sql`CREATE UNIQUE INDEX "visit_count__owner_id_key" ON crm."visit_count" ("owner_id") WHERE "deleted_at" IS NULL`,
    sql`CREATE INDEX "visit_count__owner_id_idx" ON crm."visit_count" ("owner_id")`,
  ],
})
