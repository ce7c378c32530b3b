import { describe, expect, it } from 'vitest'
import { readDay, readInstant } from './read-date.ts'
import { readNumber } from './read-number.ts'
import { splitName } from './split-name.ts'

describe('readNumber', () => {
  it.each([
    ['1234.5', '.', '1234.5'],
    ['1,234.50', '.', '1234.50'],
    ['1.234,50 €', ',', '1234.50'],
    ["1'234,5", ',', '1234.5'],
    ['1 234 567,89', ',', '1234567.89'],
    ['$1,000', '.', '1000'],
    ['USD 12.30', '.', '12.30'],
    ['12,5 %', ',', '12.5'],
    ['(12.50)', '.', '-12.50'],
    ['−3', '.', '-3'],
    ['.5', '.', '0.5'],
    ['１２３', '.', '123'],
    ['+7', '.', '7'],
  ] as const)('reads «%s» with decimal sign %s as %s', (text, decimal, expected) => {
    expect(readNumber(text, decimal)).toBe(expected)
  })

  it.each([
    ['', '.'],
    ['abc', '.'],
    ['1.2.3', '.'],
    ['1,23', '.'],
    ['12,345,6', '.'],
    ['1.23,4', ','],
    ['-', '.'],
    ['1e5', '.'],
    ['--1', '.'],
  ] as const)('refuses «%s»', (text, decimal) => {
    expect(readNumber(text, decimal)).toBeNull()
  })
})

describe('readDay and readInstant', () => {
  it('read ISO days, with a time after them or not', () => {
    expect(readDay('2026-05-01', undefined)).toBe('2026-05-01')
    expect(readDay('2026-05-01 12:30:00', undefined)).toBe('2026-05-01')
    expect(readDay('2026-02-30', undefined)).toBeNull()
    expect(readDay('01.05.2026', undefined)).toBeNull()
  })

  it('try forms in their order', () => {
    const forms = ['dd.MM.yyyy', 'M/d/yyyy', "yyyy'年'M'月'd'日'"]
    expect(['31.12.2025', '12/31/2025', '2025年12月31日'].map((text) => readDay(text, forms))).toEqual([
      '2025-12-31',
      '2025-12-31',
      '2025-12-31',
    ])
    expect(readDay('31/12/2025', forms)).toBeNull()
  })

  it('read times in the zone of the file', () => {
    expect(readInstant('2026-05-01 08:00', undefined, 'Asia/Shanghai')?.toISOString()).toBe('2026-05-01T00:00:00.000Z')
    expect(readInstant('2026-05-01T08:00:00+02:00', undefined, 'Asia/Shanghai')?.toISOString()).toBe(
      '2026-05-01T06:00:00.000Z',
    )
    expect(readInstant('1.7.2026 08:00', ['d.M.yyyy HH:mm'], 'Europe/Berlin')?.toISOString()).toBe(
      '2026-07-01T06:00:00.000Z',
    )
  })
})

describe('splitName', () => {
  it.each([
    ['Anna Maria Müller', 'Anna Maria', 'Müller'],
    ['Müller, Anna', 'Anna', 'Müller'],
    ['Cher', '', 'Cher'],
    ['王小明', '小明', '王'],
    ['欧阳娜娜', '娜娜', '欧阳'],
    ['欧阳', '阳', '欧'],
  ])('splits «%s»', (full, firstName, lastName) => {
    expect(splitName(full)).toEqual({ firstName, lastName })
  })
})
