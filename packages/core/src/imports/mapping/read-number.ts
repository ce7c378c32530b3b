/**
 * A number as people write it, as plain digits with a point: `1.234,50 €` with decimal comma gives `1234.50`, `(12)` gives `-12`.
 * Null where it is none, or where its grouping does not add up (`1.23.4`).
 */
export function readNumber(text: string, decimal: '.' | ','): string | null {
  const bare = text
    .normalize('NFKC')
    .replace(/[\p{Sc}%]|^[A-Z]{3}(?=[\s\d+-])|(?<=[\s\d])[A-Z]{3}$/gu, '')
    .trim()
  const negative = /^\((.*)\)$/.exec(bare)
  const given = (negative?.[1] ?? bare).replaceAll('−', '-').trim()
  const group = decimal === ',' ? '.' : ','
  const [whole = '', fraction, more] = given.split(decimal)
  if (more !== undefined || (fraction !== undefined && !/^\d*$/.test(fraction))) return null
  const sign = /^[+-]/.exec(whole)?.[0] ?? ''
  const digits = whole.slice(sign.length)
  const grouped = digits.split(new RegExp(`[\\s'’${group === '.' ? '\\.' : ','}]`))
  const wellGrouped =
    grouped.length === 1 ||
    (/^\d{1,3}$/.test(grouped[0] ?? '') && grouped.slice(1).every((part) => /^\d{3}$/.test(part)))
  const joined = grouped.join('')
  if (!wellGrouped || !/^\d*$/.test(joined) || (joined === '' && !fraction)) return null
  if (negative && sign) return null
  return `${negative || sign === '-' ? '-' : ''}${joined || '0'}${fraction ? `.${fraction}` : ''}`
}
