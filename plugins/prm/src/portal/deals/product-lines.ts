import type { Names } from './deals.operations.ts'

interface Category {
  readonly id: string
  readonly name: string
  readonly names: Names
  readonly parentId: string | null
}

/** What a product line is called in the reader's language. */
export const lineName = (line: Pick<Category, 'name' | 'names'> | null | undefined, language: string): string | null =>
  line ? (line.names?.[language] ?? line.names?.[language.slice(0, 2)] ?? line.name) : null

/** Categories as a select offers them, in the reader's language: those below one stand under its name. */
export function productLines(
  categories: readonly Category[],
  language: string,
): readonly { readonly value: string; readonly label: string; readonly group?: string }[] {
  const nameOf = (one: Category): string => lineName(one, language) ?? one.name
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
