import { migration, sql } from '@tessera/core/migrations'

export default migration({
  // Outside a transaction, so that nobody has to wait. Each statement may run twice.
  transaction: false,
  up: [
    // account: trade_product_line is one of Road, Mountain, Touring: also the rows there are
    sql`ALTER TABLE crm."account" VALIDATE CONSTRAINT "account__trade_product_line_check"`,
    // account: trade_order_frequency is one of annual, semiannual, quarterly: also the rows there are
    sql`ALTER TABLE crm."account" VALIDATE CONSTRAINT "account__trade_order_frequency_check"`,
    // account: trade_first_order_year from 1900 to 2200: also the rows there are
    sql`ALTER TABLE crm."account" VALIDATE CONSTRAINT "account__trade_first_order_year_check"`,
    // account: trade_last_order_year from 1900 to 2200: also the rows there are
    sql`ALTER TABLE crm."account" VALIDATE CONSTRAINT "account__trade_last_order_year_check"`,
    // account: trade_bank_name up to 200 characters: also the rows there are
    sql`ALTER TABLE crm."account" VALIDATE CONSTRAINT "account__trade_bank_name_check"`,
  ],
})
