import { describe, expect, it } from 'vitest'
import { type CsvOptions, openCsv } from './csv-reader.ts'
import type { SourceRow } from './row-reader.ts'
import { memorySource } from './source.ts'

async function rowsOf(
  text: string,
  options?: CsvOptions,
): Promise<{ columns: readonly string[]; format: Readonly<Record<string, string>>; rows: SourceRow[] }> {
  const reader = await openCsv(memorySource('file.csv', text), options)
  const rows: SourceRow[] = []
  for await (const row of reader.rows()) rows.push(row)
  return { columns: reader.columns, format: reader.format, rows }
}

describe('openCsv', () => {
  it.each([
    [',', 'a,b,c\n1,"x;y;z",3\n'],
    [';', 'a;b;c\n1;"x,y",3,5\n2;3;4\n'],
    ['\t', 'a\tb\n1, 2, 3\t4\n'],
    ['|', 'a|b|c\n1|2|3\n'],
  ])('finds the delimiter «%s»', async (delimiter, text) => {
    expect((await rowsOf(text)).format.delimiter).toBe(delimiter)
  })

  it('numbers rows and lines, and leaves out blank lines', async () => {
    const { rows } = await rowsOf('a,b\n\n1,"x\ny"\n , \n2,z\n')
    expect(rows.map(({ number, line, values }) => [number, line, values])).toEqual([
      [1, 3, ['1', 'x\ny']],
      [2, 6, ['2', 'z']],
    ])
  })

  it('makes column names unique and names the empty ones', async () => {
    expect((await rowsOf('name, name ,,x\n1,2,3,4\n')).columns).toEqual(['name', 'name (2)', 'column 3', 'x'])
  })

  it('refuses rows with too many or too few values, unless short ones are to be filled', async () => {
    const text = 'a,b\n1\n1,2,3\n1,2,\n'
    const { rows } = await rowsOf(text)
    expect(rows.map((row) => row.problem?.code ?? row.values)).toEqual(['ROW_WIDTH', 'ROW_WIDTH', ['1', '2']])
    expect((await rowsOf(text, { shortRows: 'fill' })).rows[0]?.values).toEqual(['1', ''])
  })

  it('refuses a row with bytes that do not fit the encoding, and reads the others', async () => {
    const bytes = Buffer.concat([
      Buffer.from('a,b\n1,Köln\n'),
      Buffer.from('2,Köln\n', 'latin1'),
      Buffer.from('3,Bonn\n'),
    ])
    const reader = await openCsv(memorySource('x', bytes), { encoding: 'utf-8' })
    const rows: SourceRow[] = []
    for await (const row of reader.rows()) rows.push(row)
    expect(rows.map((row) => row.problem?.code ?? row.values[1])).toEqual(['Köln', 'ROW_ENCODING', 'Bonn'])
  })

  it('skips lines above the header, and reads files without one', async () => {
    expect(await rowsOf('Report of May\nfor you\na,b\n1,2\n', { skipLines: 2 })).toMatchObject({
      columns: ['a', 'b'],
      rows: [{ line: 4 }],
    })
    expect(await rowsOf('1,2\n3,4\n', { header: false })).toMatchObject({
      columns: ['1', '2'],
      rows: [{ line: 1 }, { line: 2 }],
    })
  })

  it('gives up on a file whose quotes are never closed, with the line', async () => {
    const text = `a,b\n${'1,"x\n'.repeat(200)}`
    await expect(rowsOf(text)).rejects.toMatchObject({ code: 'IMPORT_FILE_BROKEN', params: { line: 102 } })
  })

  it('refuses an empty file', async () => {
    await expect(rowsOf('\n\n')).rejects.toMatchObject({ code: 'IMPORT_FILE_EMPTY' })
  })
})
