import { describe, expect, it } from 'vitest'
import { searchPatterns, searchWords } from './search-words.ts'

/** Whether PostgreSQL's LIKE would match. */
const like = (text: string, pattern: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.*+?^${}()|[\]]/g, '\\$&')
      .replaceAll('\\|', '|')
      .replaceAll('|', '\\|')
      .replaceAll('%', '[\\s\\S]*')}$`,
    'u',
  ).test(text)

const finds = (query: string, ...texts: string[]): boolean =>
  searchPatterns(query).every((pattern) => like(searchWords(...texts), pattern))

describe('searchWords and searchPatterns', () => {
  it.each(['北京', '自行车', '自行', '有限公司', '北京公司', '北', '司', '北京自行车有限公司', '北京 自行车'])(
    'find «%s» in 北京自行车有限公司',
    (query) => {
      expect(finds(query, '北京自行车有限公司')).toBe(true)
    },
  )

  it.each(['上海', '行北', '北京上海'])('do not find «%s» there', (query) => {
    expect(finds(query, '北京自行车有限公司')).toBe(false)
  })

  it('find Latin words by their beginning, and by three letters anywhere', () => {
    expect(finds('whe in', 'Wheels Inc.')).toBe(true)
    expect(finds('heel', 'Wheels Inc.')).toBe(true)
    expect(finds('he', 'Wheels Inc.')).toBe(false)
  })

  it('do not mind case, accents, full-width letters and order', () => {
    expect(finds('noel CAFE', 'Café Noël')).toBe(true)
    expect(finds('ａｃｍｅ', 'ACME中国')).toBe(true)
    expect(finds('ACME中国', 'Acme 中国')).toBe(true)
  })

  it('keep words of two fields apart', () => {
    expect(searchWords('自行车', '上海')).toBe('|自行|行车|车|上海|海')
  })

  it('take wildcards for what they are: nothing to search for', () => {
    expect(searchPatterns('%_\\')).toEqual([])
  })
})
