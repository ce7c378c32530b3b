import { migration, sql } from '@tessera/core/migrations'

export default migration({
  // Outside a transaction, so that nobody has to wait. Each statement may run twice.
  transaction: false,
  up: [
    // partner_lead: status IN ('accepted', 'converted') OR num_nonnulls(company, contact_name, email, phone, website, address, city, details) = 0: also the rows there are
    sql`ALTER TABLE crm."partner_lead" VALIDATE CONSTRAINT "partner_lead__contact_rule"`,
  ],
})
