import { migration, sql } from '@tessera/core/migrations'

export default migration({
  up: [
    // business_plan.manager_id
    sql`ALTER TABLE crm."business_plan" ADD COLUMN "manager_id" uuid`,
    // business_plan.team_id
    sql`ALTER TABLE crm."business_plan" ADD COLUMN "team_id" uuid`,
    // business_plan.territory_id
    sql`ALTER TABLE crm."business_plan" ADD COLUMN "territory_id" uuid`,
    // Plans there are belong to whoever looks after their partner, as new ones do.
    sql`UPDATE crm."business_plan" b SET manager_id = p.prm_manager_id, team_id = p.prm_team_id, territory_id = p.prm_territory_id FROM crm."partner" p WHERE p.id = b.partner_id`,
    // business_plan.manager_id leads to user
    sql`ALTER TABLE crm."business_plan" ADD CONSTRAINT "business_plan__manager_id_fkey" FOREIGN KEY ("manager_id") REFERENCES crm."user" ("id") NOT VALID`,
    // business_plan.team_id leads to team
    sql`ALTER TABLE crm."business_plan" ADD CONSTRAINT "business_plan__team_id_fkey" FOREIGN KEY ("team_id") REFERENCES crm."team" ("id") NOT VALID`,
    // business_plan.territory_id leads to territory
    sql`ALTER TABLE crm."business_plan" ADD CONSTRAINT "business_plan__territory_id_fkey" FOREIGN KEY ("territory_id") REFERENCES crm."territory" ("id") NOT VALID`,
  ],
})
