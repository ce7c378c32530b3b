/**
 * The decimal that somebody typed, as the API takes it, or null. People type what they write on paper: `1,234.50`, `1.234,50`, `12,50`,
 * `1 234,50`. The last of two separators begins the fraction, and one that stands more than once parts thousands; a single comma before
 * three digits does, too, as in every number that the portal shows.
 */
export function plainNumber(typed: string): string | null {
  const text = typed.replaceAll(/[\s'’]/g, '')
  const [commas, points] = [count(text, ','), count(text, '.')]
  const fraction =
    commas > 0 && points > 0
      ? text.lastIndexOf(',') > text.lastIndexOf('.')
        ? ','
        : '.'
      : points === 1
        ? '.'
        : commas === 1 && !/^[+-]?[1-9]\d{0,2},\d{3}$/.test(text)
          ? ','
          : null
  const [whole = '', decimals, ...more] = fraction === null ? [text] : text.split(fraction)
  if (more.length > 0 || !(/^[+-]?\d+$/.test(whole) || /^[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$/.test(whole)))
    return null
  const plain = `${whole.replaceAll(/[.,]/g, '')}${decimals === undefined ? '' : `.${decimals}`}`
  return /^[+-]?\d{1,30}(?:\.\d{1,12})?$/.test(plain) ? plain : null
}

const count = (text: string, mark: string): number => text.split(mark).length - 1
