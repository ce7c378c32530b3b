const shownItems = 5

/** What two sets of texts do not share, for a person; null where they are the same and nothing stands twice. */
export function differenceOf(found: readonly string[], wanted: readonly string[]): string | null {
  if (found.length === 1 && wanted.length === 1)
    return found[0] === wanted[0] ? null : `shows ${found[0]} instead of ${wanted[0]}`
  const parts = [
    ['shows too much', found.filter((item) => !wanted.includes(item))],
    ['hides', wanted.filter((item) => !found.includes(item))],
    ['shows twice', found.filter((item, index) => found.indexOf(item) !== index)],
  ] as const
  const texts = parts.flatMap(([what, items]) => (items.length > 0 ? [`${what}: ${listed(items)}`] : []))
  return texts.length > 0 ? texts.join('; ') : null
}

function listed(items: readonly string[]): string {
  const more = items.length - shownItems
  return `${items.slice(0, shownItems).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
