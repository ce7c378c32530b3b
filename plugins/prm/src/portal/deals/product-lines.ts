import type { Names } from './deals.operations.ts'

interface Category {
  readonly id: string
  readonly name: string
  readonly names: Names
  readonly parentId: string | null
}

/** Categories as a select offers them, in the reader's language: those below one stand under its name. */
export function productLines(
  categories: readonly Category[],
  language: string,
): readonly { readonly value: string; readonly label: string; readonly group?: string }[] {
  const nameOf = ({ name, names }: Category): string => names?.[language] ?? names?.[language.slice(0, 2)] ?? name
  const byId = new Map(categories.map((one) => [one.id, one]))
  const parents = new Set(categories.map(({ parentId }) => parentId))
  return categories
    .map((one) => {
      const above = one.parentId ? byId.get(one.parentId) : undefined
      const group = above ?? (parents.has(one.id) ? one : undefined)
      return { value: one.id, label: nameOf(one), ...(group ? { group: nameOf(group) } : {}) }
    })
    .toSorted((left, right) => (left.group ?? '').localeCompare(right.group ?? '', language))
}

/** What deals are counted in: the company's currency first, then those most deals are. */
export const currenciesOf = (own: string): readonly string[] => [...new Set([own, 'EUR', 'USD', 'CNY', 'GBP', 'CHF'])]
