import { migration, sql } from '@tessera/core/migrations'

export default migration({
  up: [
    // table sign_in_link
    sql`CREATE TABLE tessera."sign_in_link" (
      "hash" text NOT NULL,
      "user_id" uuid NOT NULL,
      "purpose" text NOT NULL,
      "email" text NOT NULL,
      "created_at" timestamptz NOT NULL,
      "created_by" uuid,
      "expires_at" timestamptz NOT NULL,
      CONSTRAINT "sign_in_link_pkey" PRIMARY KEY ("hash")
    )`,
    sql`CREATE INDEX "sign_in_link__user_id__purpose_idx" ON tessera."sign_in_link" ("user_id", "purpose")`,
    sql`CREATE INDEX "sign_in_link__expires_at_idx" ON tessera."sign_in_link" ("expires_at")`,
  ],
})
