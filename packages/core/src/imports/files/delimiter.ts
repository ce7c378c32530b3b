import { CsvSplitter } from './csv-splitter.ts'

export const delimiters = [',', ';', '\t', '|'] as const

/** The delimiter by which the first records of a text have the same number of fields, and the most of them. */
export function detectDelimiter(sample: string, quote: string): string {
  let best = { delimiter: ',', score: 0 }
  for (const delimiter of delimiters) {
    const splitter = new CsvSplitter({ delimiter, quote })
    // The sample's last record may be cut off.
    const records = splitter.push(sample)
    const used = (records.length > 0 ? records : splitter.end())
      .slice(0, 50)
      .filter((record) => !record.problem && record.raw.trim() !== '')
    const width = used[0]?.fields.length ?? 1
    if (width < 2) continue
    const even = used.filter((record) => record.fields.length === width).length / used.length
    const score = even * even * Math.min(width, 20)
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}
