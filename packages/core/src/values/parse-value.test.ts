import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Issue } from '../errors/tessera-error.ts'
import type { AnyField } from '../model/field.ts'
import { f } from '../model/fields.ts'
import { parseValue } from './parse-value.ts'

function read(field: AnyField, value: unknown): { value: unknown; codes: string[] } {
  const issues: Issue[] = []
  const parsed = parseValue(value, field.definition, ['x'], { region: 'US' }, issues)
  return { value: parsed, codes: issues.map((issue) => issue.code) }
}

describe('a value of an input', () => {
  it.each<[string, AnyField, unknown, unknown]>([
    ['a text without the blanks around it', f.text(), '  Acme  ', 'Acme'],
    ['an empty text as no value', f.text().nullable(), '  ', null],
    ['a national phone number as E.164', f.phone(), '(516) 555-0187', '+15165550187'],
    ['a phone number by the field’s own region', f.phone({ region: 'CN' }), '010 6552 9988', '+861065529988'],
    ['an e-mail address with its domain in small letters', f.email(), 'Li.Wei@Example.COM', 'Li.Wei@example.com'],
    ['a web address without scheme', f.url(), 'example.com/a', 'https://example.com/a'],
    ['a decimal padded to its scale', f.decimal(10, 3), '12.5', '12.500'],
    ['a decimal given as a number', f.decimal(10, 3), 0.1, '0.100'],
    ['money of GraphQL', f.money(), { amount: '12.34', currency: 'EUR' }, { minor: 1234n, currency: 'EUR' }],
    ['money of code', f.money(), { minor: 5n, currency: 'JPY' }, { minor: 5n, currency: 'JPY' }],
    ['an instant with offset', f.instant(), '2026-05-01T12:00:00+02:00', new Date('2026-05-01T10:00:00Z')],
    ['rich text without scripts', f.richText(), '<p onclick="x()">Hi<script>alert(1)</script></p>', '<p>Hi</p>'],
    [
      'a list of ids sorted and each once',
      f.refs('a'),
      [
        '00000000-0000-7000-8000-00000000000B',
        '00000000-0000-7000-8000-00000000000a',
        '00000000-0000-7000-8000-00000000000b',
      ],
      ['00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-00000000000b'],
    ],
  ])('is read: %s', (_what, field, given, expected) => {
    expect(read(field, given)).toEqual({ value: expected, codes: [] })
  })

  it.each<[string, AnyField, unknown, string]>([
    ['a required text that is empty', f.text(), ' ', 'REQUIRED'],
    ['a NUL character', f.text(), 'a\u0000b', 'NUL'],
    ['half a surrogate pair', f.text(), 'a\ud800', 'ENCODING'],
    ['ten million characters', f.text(), 'x'.repeat(10_000_000), 'TOO_LONG'],
    ['a number where a text belongs', f.text(), 5, 'TYPE'],
    ['an object where a phone number belongs', f.phone(), {}, 'TYPE'],
    ['letters as a phone number', f.phone(), 'call me', 'PHONE'],
    ['an address with two @', f.email(), 'a@b@c.de', 'EMAIL'],
    ['a script address', f.url(), 'javascript:alert(1)', 'URL'],
    ['half a piece', f.int(), 1.5, 'TYPE'],
    ['more than an int holds', f.int(), 3_000_000_000, 'TOO_LARGE'],
    ['a negative where 0 is least', f.int({ min: 0 }), -1, 'TOO_SMALL'],
    ['not a number', f.decimal(10, 2), Number.NaN, 'TYPE'],
    ['too many decimals', f.decimal(10, 2), '1.005', 'DECIMAL'],
    ['a long row of zeros', f.decimal(10, 2), `0.${'0'.repeat(300_000)}x`, 'DECIMAL'],
    ['a fraction of a cent', f.money(), { amount: '1.005', currency: 'EUR' }, 'MONEY'],
    ['an unknown currency', f.money(), { amount: '1', currency: 'EURO' }, 'CURRENCY'],
    ['the 30th of February', f.date(), '2026-02-30', 'DATE'],
    ['an instant without offset', f.instant(), '2026-05-01T12:00:00', 'INSTANT'],
    ['an unknown word', f.enum(['a', 'b']), 'c', 'NOT_ONE_OF'],
    ['no UUID', f.ref('account'), '42', 'ID'],
    ['a place beyond the pole', f.geo(), { lat: 91, lon: 0 }, 'GEO'],
    ['a NUL inside JSON', f.json(), { a: 'x\u0000' }, 'NUL'],
    ['a megabyte of JSON', f.json(), 'x'.repeat(1_000_001), 'JSON_SIZE'],
    ['anything for a computed field', f.computed('text', () => "''"), 'x', 'NOT_WRITABLE'],
  ])('is refused: %s', (_what, field, given, code) => {
    expect(read(field, given).codes).toEqual([code])
  })

  it('never throws, whatever it is given, and gives either a value or exactly one issue', () => {
    const fields = [
      f.text(),
      f.richText(),
      f.email(),
      f.phone(),
      f.url(),
      f.int(),
      f.decimal(12, 4),
      f.money(),
      f.percent(),
      f.bool(),
      f.date(),
      f.instant(),
      f.duration(),
      f.enum(['a']),
      f.ref('x'),
      f.refs('x'),
      f.json(),
      f.geo(),
    ]
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.anything(), (field, value) => {
        const { value: parsed, codes } = read(field, value)
        expect(codes.length).toBe(parsed === undefined ? 1 : 0)
      }),
      { numRuns: 3000 },
    )
  })

  it('reads its own result again to the same value', () => {
    const kinds = [f.text(), f.email(), f.phone(), f.url(), f.decimal(12, 4), f.date()]
    const texts = fc.oneof(
      fc.string(),
      fc.emailAddress(),
      fc.webUrl(),
      fc.constantFrom('+49 30 123456', '12.5', '2026-05-01'),
    )
    fc.assert(
      fc.property(fc.constantFrom(...kinds), texts, (field, value) => {
        const once = read(field, value)
        if (once.value !== undefined) expect(read(field, once.value)).toEqual(once)
      }),
    )
  })
})
