import type { FieldIssue } from '@tessera/core'

/**
 * How a fact is compared. Texts compare whatever their case; `between` and `startsWith` look at as many characters as are given, so
 * that postal codes 01000 to 01999 and SW1 work alike, and leave spaces out.
 */
export const operators = [
  'in',
  'notIn',
  'atLeast',
  'atMost',
  'between',
  'startsWith',
  'contains',
  'known',
  'unknown',
] as const
export type Operator = (typeof operators)[number]

type Value = string | number

/** One thing that must hold of a lead or an account: `{ field: 'country', is: 'in', value: ['DE', 'AT'] }`. */
export interface Condition {
  readonly field: string
  readonly is: Operator
  /** A list for `in`, `notIn` and `between` (from, to); none for `known` and `unknown`; else one value. */
  readonly value?: Value | readonly Value[]
}

/** What is known of a lead or an account; several values where it has several, such as product interests. */
export type Facts = Readonly<Record<string, Value | readonly Value[] | null | undefined>>

/** All conditions hold. An empty list holds for everything. A fact that is not known meets no condition but `unknown` and `notIn`. */
export const holds = (conditions: readonly Condition[], facts: Facts): boolean =>
  conditions.every((condition) => meets(condition, valuesOf(facts[condition.field])))

const valuesOf = (fact: Facts[string]): readonly Value[] =>
  fact === null || fact === undefined || fact === '' ? [] : typeof fact === 'object' ? fact : [fact]

function meets({ is, value }: Condition, found: readonly Value[]): boolean {
  const wanted = valuesOf(value)
  const [first, last] = wanted
  switch (is) {
    case 'known':
      return found.length > 0
    case 'unknown':
      return found.length === 0
    case 'in':
      return found.some((one) => wanted.some((other) => plain(one) === plain(other)))
    case 'notIn':
      return !found.some((one) => wanted.some((other) => plain(one) === plain(other)))
    case 'startsWith':
      return found.some((one) => first !== undefined && plain(one).startsWith(plain(first)))
    case 'contains':
      return found.some((one) => first !== undefined && plain(one).includes(plain(first)))
    case 'atLeast':
      return found.some((one) => first !== undefined && compare(one, first) >= 0)
    case 'atMost':
      return found.some((one) => first !== undefined && compare(one, first) <= 0)
    case 'between':
      return found.some(
        (one) => first !== undefined && last !== undefined && compare(one, first) >= 0 && compare(one, last) <= 0,
      )
  }
}

const plain = (value: Value): string => String(value).toLowerCase().replaceAll(' ', '')

/** Numbers by size; texts by as many of their characters as the limit has. */
function compare(value: Value, limit: Value): number {
  if (typeof value === 'number' || typeof limit === 'number') return Number(value) - Number(limit)
  const wanted = plain(limit)
  const given = plain(value).slice(0, wanted.length)
  return given < wanted ? -1 : given > wanted ? 1 : 0
}

/** What is wrong with conditions somebody wrote; `known` are the fields there are. */
export function conditionIssues(field: string, conditions: unknown, known: readonly string[]): FieldIssue[] {
  const refuse = (message: string): FieldIssue[] => [{ field, code: 'CONDITION', message }]
  if (!Array.isArray(conditions)) return refuse('Conditions are a list; an empty one holds for everything.')
  return conditions.flatMap((condition: unknown, index) => {
    const wrong = wrongWith(condition, known)
    return wrong === null ? [] : refuse(`Condition ${index + 1}: ${wrong}`)
  })
}

function wrongWith(condition: unknown, known: readonly string[]): string | null {
  if (typeof condition !== 'object' || condition === null) return 'write it as { "field", "is", "value" }.'
  const { field, is, value, ...more } = condition as Record<string, unknown>
  if (Object.keys(more).length > 0) return `there is no «${Object.keys(more)[0]}». Known: field, is, value.`
  if (typeof field !== 'string' || !known.includes(field)) return `«${field}» is no fact. Known: ${known.join(', ')}.`
  if (!operators.includes(is as Operator)) return `«${is}» is no comparison. Known: ${operators.join(', ')}.`
  const values = Array.isArray(value) ? value : value === undefined ? [] : [value]
  if (!values.every((one) => (typeof one === 'string' && one !== '') || Number.isFinite(one)))
    return 'values are texts or numbers.'
  const count =
    is === 'known' || is === 'unknown'
      ? [0, 0]
      : is === 'between'
        ? [2, 2]
        : is === 'in' || is === 'notIn'
          ? [1, 10_000]
          : [1, 1]
  if (values.length < (count[0] as number) || values.length > (count[1] as number))
    return `«${is}» takes ${count[0] === count[1] ? count[0] : 'one or more'} values, got ${values.length}.`
  return null
}
