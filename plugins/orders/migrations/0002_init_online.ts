import { migration, sql } from '@tessera/core/migrations'

export default migration({
  // Outside a transaction, so that nobody has to wait. Each statement may run twice.
  transaction: false,
  up: [
    // account: orders_credit_limit_minor with orders_credit_limit_currency: also the rows there are
    sql`ALTER TABLE crm."account" VALIDATE CONSTRAINT "account__orders_credit_limit_check"`,
    // account: orders_payment_term_days from 0 to 3650: also the rows there are
    sql`ALTER TABLE crm."account" VALIDATE CONSTRAINT "account__orders_payment_term_days_check"`,
  ],
})
