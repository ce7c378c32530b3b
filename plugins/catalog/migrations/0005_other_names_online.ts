import { migration, sql } from '@tessera/core/migrations'

export default migration({
  // Outside a transaction, so that nobody has to wait. Each statement may run twice.
  transaction: false,
  up: [
    // category: jsonb_typeof(names) = 'object' AND NOT jsonb_path_exists(names, '$.keyvalue() ? (!(@.key like_regex "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$") || @.value.type() != "string")', '{}', true): also the rows there are
    sql`ALTER TABLE crm."category" VALIDATE CONSTRAINT "category__names_rule"`,
    // product: service_until >= released_on: also the rows there are
    sql`ALTER TABLE crm."product" VALIDATE CONSTRAINT "product__serviced_rule"`,
    // product_feature: jsonb_typeof(names) = 'object' AND NOT jsonb_path_exists(names, '$.keyvalue() ? (!(@.key like_regex "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$") || @.value.type() != "string")', '{}', true): also the rows there are
    sql`ALTER TABLE crm."product_feature" VALIDATE CONSTRAINT "product_feature__names_rule"`,
    // product_option: jsonb_typeof(names) = 'object' AND NOT jsonb_path_exists(names, '$.keyvalue() ? (!(@.key like_regex "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$") || @.value.type() != "string")', '{}', true): also the rows there are
    sql`ALTER TABLE crm."product_option" VALIDATE CONSTRAINT "product_option__names_rule"`,
  ],
})
