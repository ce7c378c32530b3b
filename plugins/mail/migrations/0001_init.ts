import { migration, sql } from '@tessera/core/migrations'

export default migration({
  up: [
    // table mail_message
    sql`CREATE TABLE crm."mail_message" (
      "id" uuid NOT NULL,
      "created_at" timestamptz DEFAULT now() NOT NULL,
      "created_by" uuid,
      "updated_at" timestamptz DEFAULT now() NOT NULL,
      "updated_by" uuid,
      "version" integer DEFAULT 1 NOT NULL,
      "deleted_at" timestamptz,
      "external_keys" jsonb DEFAULT '{}' NOT NULL,
      "to" text NOT NULL,
      "subject" text NOT NULL,
      "status" text DEFAULT 'queued' NOT NULL,
      "sent_at" timestamptz,
      "error" text,
      CONSTRAINT "mail_message_pkey" PRIMARY KEY ("id"),
      CONSTRAINT "mail_message__to_check" CHECK (char_length("to") <= 2000),
      CONSTRAINT "mail_message__subject_check" CHECK (char_length("subject") <= 500),
      CONSTRAINT "mail_message__status_check" CHECK ("status" IN ('queued', 'sent', 'failed')),
      CONSTRAINT "mail_message__error_check" CHECK (char_length("error") <= 2000)
    )`,
    sql`CREATE INDEX "mail_message__created_at__id_idx" ON crm."mail_message" ("created_at", "id")`,
    sql`CREATE INDEX "mail_message__deleted_at_idx" ON crm."mail_message" ("deleted_at") WHERE "deleted_at" IS NOT NULL`,
    sql`CREATE INDEX "mail_message__status_idx" ON crm."mail_message" ("status")`,
  ],
})
