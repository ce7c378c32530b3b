/**
 * The words by which a text is found, for a column that a trigram index covers: in small letters, without accents and full-width
 * forms, each after a bar. Of Chinese, Japanese, Korean and Thai writing every two neighbouring characters are a word of their own,
 * because a trigram index serves no pattern of two characters unless the beginning of a word stands before it.
 *
 * @example searchWords('北京自行车 ACME GmbH') // '|北京|京自|自行|行车|车|acme|gmbh'
 */
export function searchWords(...texts: readonly (string | null | undefined)[]): string {
  const words = new Set<string>()
  for (const text of texts) {
    for (const run of runsOf(text ?? '')) {
      if (!ideographic.test(run)) words.add(run)
      else for (const pair of pairsOf(run)) words.add(pair)
    }
  }
  return [...words].map((word) => `|${word}`).join('')
}

/**
 * LIKE patterns for a column of `searchWords`, all of which a row must match to have every word of `query`. Chinese is cut into words
 * by the runtime's dictionary, so that 北京公司 finds 北京自行车有限公司; a word of other writing is found from its third letter on in the
 * middle of words too, a shorter one only at their beginning.
 */
export function searchPatterns(query: string): string[] {
  const patterns = new Set<string>()
  for (const run of runsOf(query.slice(0, 1000))) {
    if (!ideographic.test(run)) patterns.add(run.length < 3 ? `%|${run}%` : `%${run}%`)
    else
      for (const word of segments(run))
        for (const part of pairsOf(word).slice(0, Math.max(1, [...word].length - 1))) patterns.add(`%|${part}%`)
  }
  return [...patterns].slice(0, mostPatterns)
}

/** Further words narrow nothing anybody notices. */
const mostPatterns = 16

const ideographic = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u

/** Letters and digits that stand together, one kind of writing at a time. */
function runsOf(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC')
    .toLowerCase()
  return (
    plain.match(
      /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]+|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}])[\p{L}\p{N}])+/gu,
    ) ?? []
  )
}

/** Every two neighbours, and the last character alone, so that each single character begins a word. */
function pairsOf(run: string): string[] {
  const characters = [...run]
  return characters.map((character, index) => character + (characters[index + 1] ?? ''))
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/** The words of a run. Characters that the dictionary leaves alone, as in a name it does not know, stay together. */
function segments(run: string): string[] {
  const words: string[] = []
  let alone = false
  for (const { segment } of segmenter.segment(run)) {
    const single = [...segment].length === 1
    if (single && alone) words.push(`${words.pop() ?? ''}${segment}`)
    else words.push(segment)
    alone = single
  }
  return words
}
