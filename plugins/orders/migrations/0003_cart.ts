import { migration, sql } from '@tessera/core/migrations'

export default migration({
  up: [
    // table cart_line
    sql`CREATE TABLE crm."cart_line" (
      "id" uuid NOT NULL,
      "created_at" timestamptz DEFAULT now() NOT NULL,
      "created_by" uuid,
      "updated_at" timestamptz DEFAULT now() NOT NULL,
      "updated_by" uuid,
      "version" integer DEFAULT 1 NOT NULL,
      "deleted_at" timestamptz,
      "external_keys" jsonb DEFAULT '{}' NOT NULL,
      "account_id" uuid NOT NULL,
      "product_id" uuid NOT NULL,
      "configuration_id" uuid,
      "quantity" numeric(13,4) NOT NULL,
      CONSTRAINT "cart_line_pkey" PRIMARY KEY ("id"),
      CONSTRAINT "cart_line__quantity_rule" CHECK (quantity > 0),
      CONSTRAINT "cart_line__account_id_fkey" FOREIGN KEY ("account_id") REFERENCES crm."account" ("id"),
      CONSTRAINT "cart_line__product_id_fkey" FOREIGN KEY ("product_id") REFERENCES crm."product" ("id"),
      CONSTRAINT "cart_line__configuration_id_fkey" FOREIGN KEY ("configuration_id") REFERENCES crm."configuration" ("id")
    )`,
    sql`CREATE INDEX "cart_line__created_at__id_idx" ON crm."cart_line" ("created_at", "id")`,
    sql`CREATE INDEX "cart_line__deleted_at_idx" ON crm."cart_line" ("deleted_at") WHERE "deleted_at" IS NOT NULL`,
    sql`CREATE INDEX "cart_line__account_id_idx" ON crm."cart_line" ("account_id")`,
    sql`CREATE INDEX "cart_line__product_id_idx" ON crm."cart_line" ("product_id")`,
    sql`CREATE INDEX "cart_line__configuration_id_idx" ON crm."cart_line" ("configuration_id")`,
  ],
})
