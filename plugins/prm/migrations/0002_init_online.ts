import { migration, sql } from '@tessera/core/migrations'

export default migration({
  // Outside a transaction, so that nobody has to wait. Each statement may run twice.
  transaction: false,
  up: [
    // partner: prm_type is one of distributor, reseller, servicePartner, referral, supplier: also the rows there are
    sql`ALTER TABLE crm."partner" VALIDATE CONSTRAINT "partner__prm_type_check"`,
    // partner: prm_status is one of applicant, vetting, onboarding, active, suspended, ended: also the rows there are
    sql`ALTER TABLE crm."partner" VALIDATE CONSTRAINT "partner__prm_status_check"`,
    // partner: prm_country_code up to 2 characters: also the rows there are
    sql`ALTER TABLE crm."partner" VALIDATE CONSTRAINT "partner__prm_country_code_check"`,
    // partner: prm_city up to 100 characters: also the rows there are
    sql`ALTER TABLE crm."partner" VALIDATE CONSTRAINT "partner__prm_city_check"`,
    // partner: prm_website up to 2048 characters: also the rows there are
    sql`ALTER TABLE crm."partner" VALIDATE CONSTRAINT "partner__prm_website_check"`,
    // partner: prm_phone up to 32 characters: also the rows there are
    sql`ALTER TABLE crm."partner" VALIDATE CONSTRAINT "partner__prm_phone_check"`,
    // partner: prm_email up to 254 characters: also the rows there are
    sql`ALTER TABLE crm."partner" VALIDATE CONSTRAINT "partner__prm_email_check"`,
    // partner: prm_about up to 2000 characters: also the rows there are
    sql`ALTER TABLE crm."partner" VALIDATE CONSTRAINT "partner__prm_about_check"`,
    // partner: prm_lead_capacity from 0 to any: also the rows there are
    sql`ALTER TABLE crm."partner" VALIDATE CONSTRAINT "partner__prm_lead_capacity_check"`,
    // lead: prm_distribution is one of waiting, offered, accepted, stuck, done: also the rows there are
    sql`ALTER TABLE crm."lead" VALIDATE CONSTRAINT "lead__prm_distribution_check"`,
    // partner.prm_program_id leads to partner_program: also the rows there are
    sql`ALTER TABLE crm."partner" VALIDATE CONSTRAINT "partner__prm_program_id_fkey"`,
    // partner.prm_tier_id leads to program_tier: also the rows there are
    sql`ALTER TABLE crm."partner" VALIDATE CONSTRAINT "partner__prm_tier_id_fkey"`,
    // partner.prm_account_id leads to account: also the rows there are
    sql`ALTER TABLE crm."partner" VALIDATE CONSTRAINT "partner__prm_account_id_fkey"`,
    // partner.prm_manager_id leads to user: also the rows there are
    sql`ALTER TABLE crm."partner" VALIDATE CONSTRAINT "partner__prm_manager_id_fkey"`,
    // partner.prm_team_id leads to team: also the rows there are
    sql`ALTER TABLE crm."partner" VALIDATE CONSTRAINT "partner__prm_team_id_fkey"`,
    // partner.prm_territory_id leads to territory: also the rows there are
    sql`ALTER TABLE crm."partner" VALIDATE CONSTRAINT "partner__prm_territory_id_fkey"`,
    // lead.prm_partner_id leads to partner: also the rows there are
    sql`ALTER TABLE crm."lead" VALIDATE CONSTRAINT "lead__prm_partner_id_fkey"`,
    // partner: index prm_status
    sql`CREATE INDEX CONCURRENTLY IF NOT EXISTS "partner__prm_status_idx" ON crm."partner" ("prm_status")`,
    // partner: index prm_program_id
    sql`CREATE INDEX CONCURRENTLY IF NOT EXISTS "partner__prm_program_id_idx" ON crm."partner" ("prm_program_id")`,
    // partner: index prm_tier_id
    sql`CREATE INDEX CONCURRENTLY IF NOT EXISTS "partner__prm_tier_id_idx" ON crm."partner" ("prm_tier_id")`,
    // partner: index prm_account_id
    sql`CREATE INDEX CONCURRENTLY IF NOT EXISTS "partner__prm_account_id_idx" ON crm."partner" ("prm_account_id")`,
    // partner: index prm_manager_id
    sql`CREATE INDEX CONCURRENTLY IF NOT EXISTS "partner__prm_manager_id_idx" ON crm."partner" ("prm_manager_id")`,
    // partner: index prm_team_id
    sql`CREATE INDEX CONCURRENTLY IF NOT EXISTS "partner__prm_team_id_idx" ON crm."partner" ("prm_team_id")`,
    // partner: index prm_territory_id
    sql`CREATE INDEX CONCURRENTLY IF NOT EXISTS "partner__prm_territory_id_idx" ON crm."partner" ("prm_territory_id")`,
    // lead: index prm_distribution
    sql`CREATE INDEX CONCURRENTLY IF NOT EXISTS "lead__prm_distribution_idx" ON crm."lead" ("prm_distribution")`,
    // lead: index prm_partner_id
    sql`CREATE INDEX CONCURRENTLY IF NOT EXISTS "lead__prm_partner_id_idx" ON crm."lead" ("prm_partner_id")`,
  ],
})
