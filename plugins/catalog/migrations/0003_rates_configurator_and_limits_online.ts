import { migration, sql } from '@tessera/core/migrations'

export default migration({
  // Outside a transaction, so that nobody has to wait. Each statement may run twice.
  transaction: false,
  up: [
    // promotion: budget_minor with budget_currency: also the rows there are
    sql`ALTER TABLE crm."promotion" VALIDATE CONSTRAINT "promotion__budget_check"`,
    // promotion: uses_per_account from 1 to any: also the rows there are
    sql`ALTER TABLE crm."promotion" VALIDATE CONSTRAINT "promotion__uses_per_account_check"`,
    // promotion: total_quantity > 0 AND budget_minor > 0: also the rows there are
    sql`ALTER TABLE crm."promotion" VALIDATE CONSTRAINT "promotion__totals_rule"`,
    // promotion: max_reduction_currency = budget_currency: also the rows there are
    sql`ALTER TABLE crm."promotion" VALIDATE CONSTRAINT "promotion__currencies_rule"`,
    // promotion.tier_id leads to price_tier: also the rows there are
    sql`ALTER TABLE crm."promotion" VALIDATE CONSTRAINT "promotion__tier_id_fkey"`,
    // promotion: index tier_id
    sql`CREATE INDEX CONCURRENTLY IF NOT EXISTS "promotion__tier_id_idx" ON crm."promotion" ("tier_id")`,
  ],
})
