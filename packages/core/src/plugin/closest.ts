/** The word of a list most like a mistyped one (fewest letters to insert, delete or replace), if any is near. */
export function closest(word: string, list: readonly string[]): string | undefined {
  let best: string | undefined
  let least = Math.ceil(word.length / 2)
  for (const candidate of list) {
    const distance = editDistance(word, candidate)
    if (distance < least) {
      least = distance
      best = candidate
    }
  }
  return best
}

// Levenshtein (1966), one row at a time.
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row++) {
    const current = [row]
    for (let column = 1; column <= right.length; column++) {
      const replace = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1)
      current[column] = Math.min(replace, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1)
    }
    previous = current
  }
  return previous[right.length] ?? 0
}
