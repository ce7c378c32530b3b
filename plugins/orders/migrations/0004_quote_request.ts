import { migration, sql } from '@tessera/core/migrations'

export default migration({
  up: [
    // table quote_request
    sql`CREATE TABLE crm."quote_request" (
      "id" uuid NOT NULL,
      "created_at" timestamptz DEFAULT now() NOT NULL,
      "created_by" uuid,
      "updated_at" timestamptz DEFAULT now() NOT NULL,
      "updated_by" uuid,
      "version" integer DEFAULT 1 NOT NULL,
      "deleted_at" timestamptz,
      "external_keys" jsonb DEFAULT '{}' NOT NULL,
      "title" text NOT NULL,
      "account_id" uuid NOT NULL,
      "quote_id" uuid NOT NULL,
      "requested_by_id" uuid NOT NULL,
      "discount_percent" numeric(9,4),
      "reason" text,
      "status" text DEFAULT 'waiting' NOT NULL,
      "answer" text,
      "answered_at" timestamptz,
      CONSTRAINT "quote_request_pkey" PRIMARY KEY ("id"),
      CONSTRAINT "quote_request__title_check" CHECK (char_length("title") <= 200),
      CONSTRAINT "quote_request__reason_check" CHECK (char_length("reason") <= 1000),
      CONSTRAINT "quote_request__status_check" CHECK ("status" IN ('waiting', 'answered', 'declined')),
      CONSTRAINT "quote_request__answer_check" CHECK (char_length("answer") <= 1000),
      CONSTRAINT "quote_request__discount_percent_rule" CHECK (discount_percent > 0 AND discount_percent <= 100),
      CONSTRAINT "quote_request__account_id_fkey" FOREIGN KEY ("account_id") REFERENCES crm."account" ("id"),
      CONSTRAINT "quote_request__quote_id_fkey" FOREIGN KEY ("quote_id") REFERENCES crm."quote" ("id"),
      CONSTRAINT "quote_request__requested_by_id_fkey" FOREIGN KEY ("requested_by_id") REFERENCES crm."user" ("id")
    )`,
    sql`CREATE INDEX "quote_request__created_at__id_idx" ON crm."quote_request" ("created_at", "id")`,
    sql`CREATE INDEX "quote_request__deleted_at_idx" ON crm."quote_request" ("deleted_at") WHERE "deleted_at" IS NOT NULL`,
    sql`CREATE INDEX "quote_request__title_trgm" ON crm."quote_request" USING gin ("title" gin_trgm_ops)`,
    sql`CREATE INDEX "quote_request__account_id_idx" ON crm."quote_request" ("account_id")`,
    sql`CREATE INDEX "quote_request__quote_id_idx" ON crm."quote_request" ("quote_id")`,
    sql`CREATE INDEX "quote_request__requested_by_id_idx" ON crm."quote_request" ("requested_by_id")`,
    sql`CREATE INDEX "quote_request__status_idx" ON crm."quote_request" ("status")`,
  ],
})
