import { TesseraError } from '../errors/tessera-error.ts'

/** PostgreSQL truncates identifiers beyond this many bytes, silently. */
const identifierBytes = 63

/** `dealRegistration` becomes `deal_registration`: the name in the database of a name in code. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** `partnerTier` of model `prm` becomes `prmPartnerTier`: the name of an extension field on its owner's rows. */
export function prefixed<P extends string, K extends string>(prefix: P, key: K): `${P}${Capitalize<K>}` {
  return `${prefix}${capitalize(key)}`
}

export function capitalize<K extends string>(text: K): Capitalize<K> {
  return (text.charAt(0).toUpperCase() + text.slice(1)) as Capitalize<K>
}

/** English plural for names of lists: `company` gives `companies`. An entity overrules it with `plural`. */
export function pluralize(name: string): string {
  if (/(s|x|z|ch|sh)$/.test(name)) return `${name}es`
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`
  return `${name}s`
}

/**
 * Refuses a name that PostgreSQL or GraphQL would refuse later, or change silently.
 * @throws NAME_INVALID, NAME_TOO_LONG
 */
export function checkName(name: string, what: string, plugin: string): void {
  if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) {
    throw new TesseraError('NAME_INVALID', {
      name,
      what,
      plugin,
      why: 'it must be camelCase: a small letter, then letters and digits',
    })
  }
  const bytes = Buffer.byteLength(snakeCase(name))
  if (bytes > identifierBytes) throw new TesseraError('NAME_TOO_LONG', { name, what, plugin, bytes })
}
