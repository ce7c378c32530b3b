import { migration, sql } from '@tessera/core/migrations'

export default migration({
  up: [
    // category.names
    sql`ALTER TABLE crm."category" ADD COLUMN "names" jsonb DEFAULT '{}' NOT NULL`,
    // product_feature.names
    sql`ALTER TABLE crm."product_feature" ADD COLUMN "names" jsonb DEFAULT '{}' NOT NULL`,
    // product_option.names
    sql`ALTER TABLE crm."product_option" ADD COLUMN "names" jsonb DEFAULT '{}' NOT NULL`,
    // every row: category: jsonb_typeof(names) = 'object' AND NOT jsonb_path_exists(names, '$.keyvalue() ? (!(@.key like_regex "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$") || @.value.type() != "string")', '{}', true)
    sql`SELECT tessera.prove('crm."category"', 'jsonb_typeof(names) = ''object'' AND NOT jsonb_path_exists(names, ''$.keyvalue() ? (!(@.key like_regex "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$") || @.value.type() != "string")'', ''{}'', true)')`,
    // category: jsonb_typeof(names) = 'object' AND NOT jsonb_path_exists(names, '$.keyvalue() ? (!(@.key like_regex "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$") || @.value.type() != "string")', '{}', true)
    sql`ALTER TABLE crm."category" ADD CONSTRAINT "category__names_rule" CHECK (jsonb_typeof(names) = 'object' AND NOT jsonb_path_exists(names, '$.keyvalue() ? (!(@.key like_regex "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$") || @.value.type() != "string")', '{}', true)) NOT VALID`,
    // every row: product: service_until >= released_on
    sql`SELECT tessera.prove('crm."product"', 'service_until >= released_on')`,
    // product: service_until >= released_on
    sql`ALTER TABLE crm."product" ADD CONSTRAINT "product__serviced_rule" CHECK (service_until >= released_on) NOT VALID`,
    // every row: product_feature: jsonb_typeof(names) = 'object' AND NOT jsonb_path_exists(names, '$.keyvalue() ? (!(@.key like_regex "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$") || @.value.type() != "string")', '{}', true)
    sql`SELECT tessera.prove('crm."product_feature"', 'jsonb_typeof(names) = ''object'' AND NOT jsonb_path_exists(names, ''$.keyvalue() ? (!(@.key like_regex "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$") || @.value.type() != "string")'', ''{}'', true)')`,
    // product_feature: jsonb_typeof(names) = 'object' AND NOT jsonb_path_exists(names, '$.keyvalue() ? (!(@.key like_regex "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$") || @.value.type() != "string")', '{}', true)
    sql`ALTER TABLE crm."product_feature" ADD CONSTRAINT "product_feature__names_rule" CHECK (jsonb_typeof(names) = 'object' AND NOT jsonb_path_exists(names, '$.keyvalue() ? (!(@.key like_regex "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$") || @.value.type() != "string")', '{}', true)) NOT VALID`,
    // every row: product_option: jsonb_typeof(names) = 'object' AND NOT jsonb_path_exists(names, '$.keyvalue() ? (!(@.key like_regex "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$") || @.value.type() != "string")', '{}', true)
    sql`SELECT tessera.prove('crm."product_option"', 'jsonb_typeof(names) = ''object'' AND NOT jsonb_path_exists(names, ''$.keyvalue() ? (!(@.key like_regex "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$") || @.value.type() != "string")'', ''{}'', true)')`,
    // product_option: jsonb_typeof(names) = 'object' AND NOT jsonb_path_exists(names, '$.keyvalue() ? (!(@.key like_regex "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$") || @.value.type() != "string")', '{}', true)
    sql`ALTER TABLE crm."product_option" ADD CONSTRAINT "product_option__names_rule" CHECK (jsonb_typeof(names) = 'object' AND NOT jsonb_path_exists(names, '$.keyvalue() ? (!(@.key like_regex "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$") || @.value.type() != "string")', '{}', true)) NOT VALID`,
  ],
})
