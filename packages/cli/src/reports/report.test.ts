import { type Report, type ReportTable, report } from '@tessera/core'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readOptions } from './read-options.ts'
import { jsonTable, showCsv, showTable } from './show-table.ts'

const sales: Report = report({
  title: { en: 'Sales', zh: '销售' },
  options: z.object({
    fromDay: z.iso.date(),
    by: z.enum(['team', 'person']).default('team'),
    open: z.literal(true).optional(),
  }),
  run: async () => answer,
})

const answer: ReportTable = {
  columns: [
    { name: 'person', label: { en: 'Person', zh: '人员' }, kind: 'text' },
    { name: 'orders', label: 'Orders', kind: 'int' },
    { name: 'net', label: { en: 'Net', zh: '净额' }, kind: 'money' },
  ],
  rows: [
    { person: '=cmd()', orders: 12, net: { minor: 9_007_199_254_740_993_01n, currency: 'USD' } },
    { person: 'Bo', orders: 1200, net: null },
  ],
  total: { orders: 1212 },
  notes: ['2 orders in CHF have no rate.'],
}

describe('the options of a report', () => {
  it('are read in either way of writing, with dashes', () => {
    const read = (...words: string[]) => readOptions(sales, 'sales', words)
    const expected = { fromDay: '2026-01-01', by: 'person' }
    expect(read('--from-day', '2026-01-01', '--by=person')).toEqual(expected)
    expect(read('--by', 'person', '--from-day=2026-01-01')).toEqual(expected)
    expect(read('--open', '--from-day=2026-01-01')).toEqual({ fromDay: '2026-01-01', by: 'team', open: true })
  })

  it('that are mistyped are guessed', () => {
    expect(() => readOptions(sales, 'sales', ['--form-day', '2026-01-01'])).toThrow(
      '«--form-day» is no option of this report. Did you mean --from-day? Its options: --from-day, --by, --open.',
    )
    expect(() => readOptions(sales, 'sales', ['2026'])).toThrow('«2026» is no option')
  })

  it('that it refuses are named, all of them', () => {
    expect(() => readOptions(sales, 'sales', ['--from-day=soon', '--by=moon'])).toThrow(
      expect.objectContaining({
        code: 'VALIDATION',
        issues: [expect.objectContaining({ path: ['fromDay'] }), expect.objectContaining({ path: ['by'] })],
      }),
    )
  })
})

describe('the answer of a report', () => {
  it('is a table with every digit of every amount, a sum, and what must be known', () => {
    expect(showTable(answer, 'Sales', 'en')).toBe(
      [
        'Sales',
        '',
        'Person  Orders                           Net',
        '=cmd()      12  9,007,199,254,740,993.01 USD',
        'Bo       1,200',
        '──────  ──────  ────────────────────────────',
        '         1,212',
        '',
        '2 orders in CHF have no rate.',
      ].join('\n'),
    )
    expect(showTable(answer, '销售', 'zh')).toContain('人员')
  })

  it('is CSV that a spreadsheet reads as figures, not as formulas', () => {
    expect(showCsv(answer)).toBe("person,orders,net,netCurrency\n'=cmd(),12,9007199254740993.01,USD\nBo,1200,,")
  })

  it('is JSON with amounts as text', () => {
    expect(jsonTable(answer)).toMatchObject({
      rows: [{ person: '=cmd()', orders: 12, net: { amount: '9007199254740993.01', currency: 'USD' } }, { net: null }],
      total: { orders: 1212 },
      notes: ['2 orders in CHF have no rate.'],
    })
  })
})
