import type { Typeface, Weight } from './typeface.ts'

/**
 * Breaks a text into lines of at most a width: between words, between Chinese signs, and inside a word only where it is wider than the line.
 * Punctuation does not begin a line.
 */
export function wrap(face: Typeface, text: string, width: number, size: number, weight: Weight = 400): string[] {
  const lines: string[] = []
  for (const paragraph of text.replaceAll('\t', ' ').split(/\r\n|\r|\n/)) {
    let line = ''
    for (const piece of pieces(paragraph)) {
      if (face.widthOf((line + piece).trimEnd(), size, weight) <= width) {
        line += piece
        continue
      }
      if (line.trim() !== '') lines.push(line.trimEnd())
      line = ''
      for (const sign of piece.trimStart()) {
        if (line !== '' && face.widthOf(line + sign, size, weight) > width) {
          lines.push(line)
          line = ''
        }
        line += sign
      }
    }
    lines.push(line.trimEnd())
  }
  return lines
}

/** What stays together: a word with what closes it and the space behind, or a Chinese sign with the punctuation behind. */
const pieces = (text: string): string[] =>
  text.match(
    /[\p{Script=Han}\u3000-\u303f\uff00-\uffef][，。；：！？、）》」』”’]*|[^\s\p{Script=Han}\u3000-\u303f\uff00-\uffef]+\s*|\s+/gu,
  ) ?? []
