import { f } from '@tessera/core'

/** What something small is called in other languages, by language, such as `{"zh": "电机"}`; its name is for all others. */
export const otherNames = () =>
  f
    .json<Readonly<Record<string, string>>>()
    .default({})
    .label({ en: 'Name in other languages', zh: '其他语言名称' })
    .help({ en: 'Language and name, such as {"zh": "电机"}', zh: '语言及名称，例如 {"zh": "电机"}' })

/** For the entity's `checks`: nothing but texts, by language. */
export const otherNamesCheck = `jsonb_typeof(names) = 'object' AND NOT jsonb_path_exists(names, '$.keyvalue() ? (!(@.key like_regex "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$") || @.value.type() != "string")', '{}', true)`
