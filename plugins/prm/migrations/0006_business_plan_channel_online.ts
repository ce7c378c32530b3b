import { migration, sql } from '@tessera/core/migrations'

export default migration({
  // Outside a transaction, so that nobody has to wait. Each statement may run twice.
  transaction: false,
  up: [
    // business_plan.manager_id leads to user: also the rows there are
    sql`ALTER TABLE crm."business_plan" VALIDATE CONSTRAINT "business_plan__manager_id_fkey"`,
    // business_plan.team_id leads to team: also the rows there are
    sql`ALTER TABLE crm."business_plan" VALIDATE CONSTRAINT "business_plan__team_id_fkey"`,
    // business_plan.territory_id leads to territory: also the rows there are
    sql`ALTER TABLE crm."business_plan" VALIDATE CONSTRAINT "business_plan__territory_id_fkey"`,
    // business_plan: index manager_id
    sql`CREATE INDEX CONCURRENTLY IF NOT EXISTS "business_plan__manager_id_idx" ON crm."business_plan" ("manager_id")`,
    // business_plan: index team_id
    sql`CREATE INDEX CONCURRENTLY IF NOT EXISTS "business_plan__team_id_idx" ON crm."business_plan" ("team_id")`,
    // business_plan: index territory_id
    sql`CREATE INDEX CONCURRENTLY IF NOT EXISTS "business_plan__territory_id_idx" ON crm."business_plan" ("territory_id")`,
  ],
})
