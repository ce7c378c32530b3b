import { migration, sql } from '@tessera/core/migrations'

export default migration({
  up: [
    // Leads that were lost kept whom they were about.
    sql`UPDATE crm."partner_lead" SET company = null, contact_name = null, job_title = null, email = null, phone = null, website = null, address = null, city = null, details = null WHERE status NOT IN ('accepted', 'converted')`,
    // every row: partner_lead: status IN ('accepted', 'converted') OR num_nonnulls(company, contact_name, email, phone, website, address, city, details) = 0
    sql`SELECT tessera.prove('crm."partner_lead"', 'status IN (''accepted'', ''converted'') OR num_nonnulls(company, contact_name, email, phone, website, address, city, details) = 0')`,
    // partner_lead: status IN ('accepted', 'converted') OR num_nonnulls(company, contact_name, email, phone, website, address, city, details) = 0
    sql`ALTER TABLE crm."partner_lead" DROP CONSTRAINT "partner_lead__contact_rule", ADD CONSTRAINT "partner_lead__contact_rule" CHECK (status IN ('accepted', 'converted') OR num_nonnulls(company, contact_name, email, phone, website, address, city, details) = 0) NOT VALID`,
  ],
})
