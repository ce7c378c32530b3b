/** SQL for a condition that always, or never, holds. Conditions are combined by these functions so that plans stay simple. */
export const always = 'true'
export const never = 'false'

/** SQL that holds where every part does. Each part must be able to stand beside `and` as it is. */
export function allOf(parts: readonly string[]): string {
  if (parts.includes(never)) return never
  return joined(parts, always, ' and ')
}

/** SQL that holds where at least one part does. Each part must be able to stand beside `or` as it is. */
export function anyOf(parts: readonly string[]): string {
  if (parts.includes(always)) return always
  return joined(parts, never, ' or ')
}

/**
 * SQL that holds where the condition does not, an unknown condition (a comparison with null) counting as one that does not
 * hold. This is the only place where three-valued logic has to be collapsed: without a negation, unknown and false give
 * the same in the end, and what is not wrapped can use an index.
 */
export function notTrue(condition: string): string {
  if (condition === always) return never
  if (condition === never) return always
  return `((${condition}) is not true)`
}

function joined(parts: readonly string[], neutral: string, word: string): string {
  const rest = [...new Set(parts.filter((part) => part !== neutral))]
  return rest.length === 0 ? neutral : rest.length === 1 ? (rest[0] as string) : `(${rest.join(word)})`
}
