import { migration, sql } from '@tessera/core/migrations'

export default migration({
  up: [
    // table stored_file
    sql`CREATE TABLE crm."stored_file" (
      "id" uuid NOT NULL,
      "created_at" timestamptz DEFAULT now() NOT NULL,
      "created_by" uuid,
      "updated_at" timestamptz DEFAULT now() NOT NULL,
      "updated_by" uuid,
      "version" integer DEFAULT 1 NOT NULL,
      "deleted_at" timestamptz,
      "external_keys" jsonb DEFAULT '{}' NOT NULL,
      "name" text NOT NULL,
      "content_type" text NOT NULL,
      "size" integer NOT NULL,
      "sha256" text NOT NULL,
      "uploaded_by_id" uuid,
      CONSTRAINT "stored_file_pkey" PRIMARY KEY ("id"),
      CONSTRAINT "stored_file__name_check" CHECK (char_length("name") <= 255),
      CONSTRAINT "stored_file__content_type_check" CHECK (char_length("content_type") <= 200),
      CONSTRAINT "stored_file__size_check" CHECK ("size" >= 0),
      CONSTRAINT "stored_file__sha256_check" CHECK (char_length("sha256") <= 64),
      CONSTRAINT "stored_file__uploaded_by_id_fkey" FOREIGN KEY ("uploaded_by_id") REFERENCES crm."user" ("id")
    )`,
    sql`CREATE INDEX "stored_file__created_at__id_idx" ON crm."stored_file" ("created_at", "id")`,
    sql`CREATE INDEX "stored_file__deleted_at_idx" ON crm."stored_file" ("deleted_at") WHERE "deleted_at" IS NOT NULL`,
    sql`CREATE INDEX "stored_file__uploaded_by_id_idx" ON crm."stored_file" ("uploaded_by_id")`,
  ],
})
