import { migration, sql } from '@tessera/core/migrations'

export default migration({
  up: [
    // table security_event
    sql`CREATE TABLE crm."security_event" (
      "id" uuid NOT NULL,
      "created_at" timestamptz DEFAULT now() NOT NULL,
      "created_by" uuid,
      "updated_at" timestamptz DEFAULT now() NOT NULL,
      "updated_by" uuid,
      "version" integer DEFAULT 1 NOT NULL,
      "deleted_at" timestamptz,
      "external_keys" jsonb DEFAULT '{}' NOT NULL,
      "kind" text NOT NULL,
      "user_id" uuid,
      "by_id" uuid,
      "address" text,
      "device" text,
      "detail" text,
      CONSTRAINT "security_event_pkey" PRIMARY KEY ("id"),
      CONSTRAINT "security_event__kind_check" CHECK ("kind" IN ('signIn', 'signInFailed', 'signOut', 'secondFactorFailed', 'backupCodeUsed', 'twoFactorOn', 'twoFactorOff', 'backupCodesRenewed', 'sessionEnded', 'passwordChanged', 'resetAsked', 'invited', 'invitationAccepted', 'export', 'viewAsBegan', 'viewAsPage', 'viewAsEnded')),
      CONSTRAINT "security_event__address_check" CHECK (char_length("address") <= 100),
      CONSTRAINT "security_event__device_check" CHECK (char_length("device") <= 300),
      CONSTRAINT "security_event__detail_check" CHECK (char_length("detail") <= 500),
      CONSTRAINT "security_event__user_id_fkey" FOREIGN KEY ("user_id") REFERENCES crm."user" ("id"),
      CONSTRAINT "security_event__by_id_fkey" FOREIGN KEY ("by_id") REFERENCES crm."user" ("id")
    )`,
    sql`CREATE INDEX "security_event__created_at__id_idx" ON crm."security_event" ("created_at", "id")`,
    sql`CREATE INDEX "security_event__deleted_at_idx" ON crm."security_event" ("deleted_at") WHERE "deleted_at" IS NOT NULL`,
    sql`CREATE INDEX "security_event__user_id_idx" ON crm."security_event" ("user_id")`,
    sql`CREATE INDEX "security_event__by_id_idx" ON crm."security_event" ("by_id")`,
  ],
})
