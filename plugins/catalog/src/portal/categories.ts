import { nameIn } from './named.ts'
import type { ListedCategory } from './products.operations.ts'

/** A category with all below it. */
export function withinCategory(categories: readonly ListedCategory[], id: string): readonly string[] {
  const found = [id]
  for (const parent of found)
    for (const { id: child, parentId } of categories)
      if (parentId === parent && !found.includes(child)) found.push(child)
  return found
}

/** A category with all above it. */
export function aboveCategory(categories: readonly ListedCategory[], id: string | null): readonly string[] {
  const found: string[] = []
  for (let at = id; at && !found.includes(at); at = categories.find((one) => one.id === at)?.parentId ?? null)
    found.push(at)
  return found
}

/** Categories to choose from, those below others after them. */
export function categoryChoices(categories: readonly ListedCategory[], language: string) {
  const below = (parent: string | null, depth: number): readonly { value: string; label: string }[] =>
    depth > 8
      ? []
      : categories
          .filter(({ parentId }) => parentId === parent)
          .flatMap((one) => [
            { value: one.id, label: `${'– '.repeat(depth)}${nameIn(one, language)}` },
            ...below(one.id, depth + 1),
          ])
  return below(null, 0)
}
