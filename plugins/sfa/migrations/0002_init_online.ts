import { migration, sql } from '@tessera/core/migrations'

export default migration({
  // Outside a transaction, so that nobody has to wait. Each statement may run twice.
  transaction: false,
  up: [
    // task: sfa_remind_before from 0 to any: also the rows there are
    sql`ALTER TABLE crm."task" VALIDATE CONSTRAINT "task__sfa_remind_before_check"`,
    // lead.sfa_pool_id leads to lead_pool: also the rows there are
    sql`ALTER TABLE crm."lead" VALIDATE CONSTRAINT "lead__sfa_pool_id_fkey"`,
    // order.sfa_opportunity_id leads to opportunity: also the rows there are
    sql`ALTER TABLE crm."order" VALIDATE CONSTRAINT "order__sfa_opportunity_id_fkey"`,
    // lead: index sfa_pool_id
    sql`CREATE INDEX CONCURRENTLY IF NOT EXISTS "lead__sfa_pool_id_idx" ON crm."lead" ("sfa_pool_id")`,
    // task: index sfa_remind_at
    sql`CREATE INDEX CONCURRENTLY IF NOT EXISTS "task__sfa_remind_at_idx" ON crm."task" ("sfa_remind_at")`,
    // order: index sfa_opportunity_id
    sql`CREATE INDEX CONCURRENTLY IF NOT EXISTS "order__sfa_opportunity_id_idx" ON crm."order" ("sfa_opportunity_id")`,
  ],
})
