import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CsvRecord, CsvSplitter, maxRecordLength } from './csv-splitter.ts'

const comma = { delimiter: ',', quote: '"' }

/** Splits a text that arrives in pieces of some length. */
function split(text: string, pieceLength = text.length + 1, format = comma): CsvRecord[] {
  const splitter = new CsvSplitter(format)
  const records: CsvRecord[] = []
  for (let at = 0; at < text.length; at += pieceLength) records.push(...splitter.push(text.slice(at, at + pieceLength)))
  return [...records, ...splitter.end()]
}

const fieldsOf = (records: readonly CsvRecord[]): (readonly string[])[] => records.map((record) => record.fields)

describe('CsvSplitter', () => {
  it('reads back what csv-stringify writes, and agrees with csv-parse, however the text is chopped', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '北', ' ', '"', ',', ';', '\n', '\r\n', '\t', "'"),
      maxLength: 8,
    })
    const rows = fc
      .integer({ min: 2, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
      )
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 9 }),
        (table, delimiter, eol, pieceLength) => {
          const text = stringify(table, { delimiter, record_delimiter: eol, quoted: true })
          const records = split(text, pieceLength, { delimiter, quote: '"' })
          expect(fieldsOf(records)).toEqual(table)
          expect(fieldsOf(records)).toEqual(parse(text, { delimiter, record_delimiter: eol }))
          expect(records.every((record) => record.problem === undefined)).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('tells the line each record begins on, counting those inside quotes', () => {
    expect(split('a,b\r\n1,"x\r\ny"\r\n2,z', 3).map((record) => record.line)).toEqual([1, 2, 4])
  })

  it('takes LF, CR LF and CR as line ends', () => {
    expect(fieldsOf(split('a,b\n1,2\r\n3,4\r5,6', 1))).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
    ])
  })

  it('loses only the line with a quote that is never closed', () => {
    const records = split('1,"Bad quote,x\n2,ok\n3,"Good",z\n4,ok\n', 5)
    expect(records.map((record) => [record.line, record.problem ?? record.fields.join('|')])).toEqual([
      [1, 'quote'],
      [2, '2|ok'],
      [3, '3|Good|z'],
      [4, '4|ok'],
    ])
    expect(records[0]?.raw).toBe('1,"Bad quote,x')
  })

  it('loses only the line with an unclosed quote at the end of a file', () => {
    expect(split('1,"open\n2,ok').map((record) => record.problem ?? record.fields.join('|'))).toEqual(['quote', '2|ok'])
  })

  it('keeps quotes inside a field that are not doubled', () => {
    expect(fieldsOf(split('1,"Wheels "R" Us",x\n2,5" tyre,y\n'))).toEqual([
      ['1', 'Wheels "R" Us', 'x'],
      ['2', '5" tyre', 'y'],
    ])
  })

  it('skips a line of ten million characters and reads on, in bounded memory', () => {
    const splitter = new CsvSplitter(comma)
    const records = splitter.push('1,a\n2,')
    for (let part = 0; part < 40; part++) records.push(...splitter.push('x'.repeat(250_000)))
    records.push(...splitter.push('\n3,c\n'), ...splitter.end())
    expect(records.map((record) => record.problem ?? record.fields.join('|'))).toEqual(['1|a', 'size', '3|c'])
    expect(records[1]?.raw.length).toBeLessThan(20_000)
    expect(records[2]?.line).toBe(3)
  })

  it('treats a quoted field beyond the limit as an unclosed quote', () => {
    const records = split(`1,"${'x'.repeat(maxRecordLength)}\n2,ok\n`, 500_000)
    expect(records.map((record) => record.problem ?? record.fields.join('|'))).toEqual(['quote', '2|ok'])
  })

  it('reads no record out of the rest of a line that is too long', () => {
    for (const quote of ['', '"']) {
      const records = split(`1,${quote}${'x'.repeat(2 * maxRecordLength)}${quote},b\n2,ok\n`, 300_000)
      expect(records.map((record) => record.problem ?? record.fields.join('|'))).toEqual(['size', '2|ok'])
    }
  })

  it('reads a file without a quote character as it stands', () => {
    expect(fieldsOf(split('1,"a\n2,b"\n', 3, { delimiter: ',', quote: '' }))).toEqual([
      ['1', '"a'],
      ['2', 'b"'],
    ])
  })
})
