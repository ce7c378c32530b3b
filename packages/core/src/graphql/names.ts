import { capitalize, pluralize } from '../model/naming.ts'
import type { EntityMeta, FieldMeta } from '../model/registry.ts'

/** The GraphQL type of an entity: `dealRegistration` gives `DealRegistration`. */
export const typeName = (entity: EntityMeta): string => capitalize(entity.name)

/** `createAccounts` and the like. */
export const pluralName = (entity: EntityMeta): string => capitalize(entity.plural)

/** The field that holds a ref's id: `account` gives `accountId`; `tags` gives `tagIds`. */
export function idFieldName(field: FieldMeta): string {
  const { name, target } = field
  if (field.definition.kind !== 'refs') return `${name}Id`
  const singular = target?.name ?? ''
  const plural = pluralize(singular)
  if (name === plural || name === target?.plural) return `${singular}Ids`
  for (const ending of [plural, target?.plural ?? plural]) {
    if (name.endsWith(capitalize(ending))) return `${name.slice(0, -ending.length)}${capitalize(singular)}Ids`
  }
  return `${name}Ids`
}

const graphqlName = /^[_A-Za-z][_0-9A-Za-z]*$/

/** Whether all values of an enum field can be words of GraphQL; else the field is a String. */
export const isGraphqlEnum = (field: FieldMeta): boolean =>
  field.definition.kind === 'enum' &&
  (field.definition.values ?? []).every(
    (value) => graphqlName.test(value) && !['true', 'false', 'null'].includes(value) && !value.startsWith('__'),
  )
