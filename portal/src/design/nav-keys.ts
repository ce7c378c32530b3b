/**
 * The two keys that lead to each place of the navigation: `g`, then a letter of its address. The first one that is free counts, so that what
 * stands further up gets the letter it begins with. They are the same in every language.
 */
export function navKeys(hrefs: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>()
  const found = new Map<string, string>()
  for (const href of hrefs) {
    const letters = href === '/' ? 'home' : href.toLowerCase()
    const letter = [...letters].find((one) => /[a-z]/.test(one) && !taken.has(one))
    if (letter === undefined) continue
    taken.add(letter)
    found.set(href, `g ${letter}`)
  }
  return found
}
