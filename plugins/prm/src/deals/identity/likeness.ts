/** The trigrams of a text as pg_trgm makes them: of each word, with two blanks before it and one behind. */
function trigrams(text: string): Set<string> {
  const found = new Set<string>()
  for (const word of text.split(' ')) {
    if (word === '') continue
    const padded = `  ${word} `
    for (let at = 0; at + 3 <= padded.length; at++) found.add(padded.slice(at, at + 3))
  }
  return found
}

/** How alike two texts of plain letters are, from 0 to 1: what `similarity` of pg_trgm gives. */
export function likeness(left: string, right: string): number {
  const [a, b] = [trigrams(left), trigrams(right)]
  if (a.size === 0 || b.size === 0) return 0
  let shared = 0
  for (const trigram of a) if (b.has(trigram)) shared++
  return shared / (a.size + b.size - shared)
}
