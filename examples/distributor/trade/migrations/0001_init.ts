import { migration, sql } from '@tessera/core/migrations'

export default migration({
  up: [
    // account.trade_product_line
    sql`ALTER TABLE crm."account" ADD COLUMN "trade_product_line" text`,
    // account.trade_order_frequency
    sql`ALTER TABLE crm."account" ADD COLUMN "trade_order_frequency" text`,
    // account.trade_first_order_year
    sql`ALTER TABLE crm."account" ADD COLUMN "trade_first_order_year" integer`,
    // account.trade_last_order_year
    sql`ALTER TABLE crm."account" ADD COLUMN "trade_last_order_year" integer`,
    // account.trade_bank_name
    sql`ALTER TABLE crm."account" ADD COLUMN "trade_bank_name" text`,
    // account: trade_product_line is one of Road, Mountain, Touring
    sql`ALTER TABLE crm."account" ADD CONSTRAINT "account__trade_product_line_check" CHECK ("trade_product_line" IN ('Road', 'Mountain', 'Touring')) NOT VALID`,
    // account: trade_order_frequency is one of annual, semiannual, quarterly
    sql`ALTER TABLE crm."account" ADD CONSTRAINT "account__trade_order_frequency_check" CHECK ("trade_order_frequency" IN ('annual', 'semiannual', 'quarterly')) NOT VALID`,
    // account: trade_first_order_year from 1900 to 2200
    sql`ALTER TABLE crm."account" ADD CONSTRAINT "account__trade_first_order_year_check" CHECK ("trade_first_order_year" >= 1900 AND "trade_first_order_year" <= 2200) NOT VALID`,
    // account: trade_last_order_year from 1900 to 2200
    sql`ALTER TABLE crm."account" ADD CONSTRAINT "account__trade_last_order_year_check" CHECK ("trade_last_order_year" >= 1900 AND "trade_last_order_year" <= 2200) NOT VALID`,
    // account: trade_bank_name up to 200 characters
    sql`ALTER TABLE crm."account" ADD CONSTRAINT "account__trade_bank_name_check" CHECK (char_length("trade_bank_name") <= 200) NOT VALID`,
  ],
})
