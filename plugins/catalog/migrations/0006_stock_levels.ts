import { migration, sql } from '@tessera/core/migrations'

export default migration({
  up: [
    // table stock_level
    sql`CREATE TABLE crm."stock_level" (
      "id" uuid NOT NULL,
      "created_at" timestamptz DEFAULT now() NOT NULL,
      "created_by" uuid,
      "updated_at" timestamptz DEFAULT now() NOT NULL,
      "updated_by" uuid,
      "version" integer DEFAULT 1 NOT NULL,
      "deleted_at" timestamptz,
      "external_keys" jsonb DEFAULT '{}' NOT NULL,
      "product_id" uuid NOT NULL,
      "location" text NOT NULL,
      "available" numeric(13,4) NOT NULL,
      "as_of" timestamptz NOT NULL,
      "restock_on" date,
      CONSTRAINT "stock_level_pkey" PRIMARY KEY ("id"),
      CONSTRAINT "stock_level__location_check" CHECK (char_length("location") <= 100),
      CONSTRAINT "stock_level__available_rule" CHECK (available >= 0),
      CONSTRAINT "stock_level__product_id_fkey" FOREIGN KEY ("product_id") REFERENCES crm."product" ("id")
    )`,
    sql`CREATE INDEX "stock_level__created_at__id_idx" ON crm."stock_level" ("created_at", "id")`,
    sql`CREATE INDEX "stock_level__deleted_at_idx" ON crm."stock_level" ("deleted_at") WHERE "deleted_at" IS NOT NULL`,
    sql`CREATE INDEX "stock_level__product_id_idx" ON crm."stock_level" ("product_id")`,
    sql`CREATE UNIQUE INDEX "stock_level__product_id__location_key" ON crm."stock_level" ("product_id", "location") WHERE "deleted_at" IS NULL`,
  ],
})
