/** One record of a CSV text. */
export interface CsvRecord {
  /** The line it begins on, from 1. */
  readonly line: number
  readonly fields: readonly string[]
  /** As it stands in the file, without its line end; cut where it is huge. */
  readonly raw: string
  /** `quote`: an opening quote is never closed. `size`: longer than the limit. Its fields are not usable. */
  readonly problem?: 'quote' | 'size'
}

export interface CsvFormat {
  readonly delimiter: string
  /** The quote character; an empty text where the file quotes nothing. */
  readonly quote: string
}

/** The longest record, in UTF-16 code units. */
export const maxRecordLength = 4_000_000
const maxQuotedLines = 2_000
const rawLength = 10_000

/**
 * Cuts CSV text (RFC 4180, any line end) into records, however the text is chopped into pieces. Broken parts stay small: a quote
 * that is never closed costs the one line it stands on, a record beyond the limit only itself; what follows is read on.
 * Parsers from npm end at the first unclosed quote, or swallow the rest of the file as one field.
 */
export class CsvSplitter {
  readonly #format: CsvFormat
  #buffer = ''
  #line = 1
  /** Where an oversized line is being skipped: what of it is kept. */
  #oversized: string | null = null

  constructor(format: CsvFormat) {
    this.#format = format
  }

  /** Takes a piece of text, gives the records that are complete. */
  push(text: string): CsvRecord[] {
    this.#buffer += text
    return this.#drain(false)
  }

  /** Gives what is left at the end of the text. */
  end(): CsvRecord[] {
    return this.#drain(true)
  }

  #drain(ended: boolean): CsvRecord[] {
    const records: CsvRecord[] = []
    let from = 0
    for (;;) {
      if (this.#oversized !== null) {
        const next = this.#skipLine(from, ended)
        if (next === null) break
        from = next
        records.push({ line: this.#line++, fields: [], raw: this.#oversized, problem: 'size' })
        this.#oversized = null
      }
      if (from >= this.#buffer.length) break
      const found = this.#scan(from, ended)
      if (found === 'more') {
        if (this.#buffer.length - from <= maxRecordLength) break
        this.#oversized = this.#buffer.slice(from, from + rawLength)
        continue
      }
      from = found.next
      this.#line += found.lines
      records.push(found.record)
    }
    this.#buffer = from === 0 ? this.#buffer : this.#buffer.slice(from)
    if (this.#oversized !== null) this.#buffer = ''
    return records
  }

  /** The record that begins at `from`, or `more` where its end is not in the buffer yet. */
  #scan(from: number, ended: boolean): { record: CsvRecord; next: number; lines: number } | 'more' {
    const { delimiter, quote } = this.#format
    const text = this.#buffer
    const fields: string[] = []
    let lines = 0
    let at = from
    for (;;) {
      if (quote !== '' && text[at] === quote) {
        const closed = this.#quoted(at, ended)
        if (closed === 'more') return 'more'
        if (closed === null) return this.#broken(from, ended)
        fields.push(closed.value)
        lines += closed.lines
        at = closed.next
      } else {
        const start = at
        while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at++
        if (at === text.length && !ended) return 'more'
        fields.push(text.slice(start, at))
      }
      if (at < text.length && text[at] === delimiter) {
        at++
        if (at === text.length && !ended) return 'more'
        continue
      }
      const next = this.#lineEnd(at, ended)
      if (next === null) return 'more'
      return {
        record: { line: this.#line, fields, raw: text.slice(from, Math.min(at, from + rawLength)) },
        next,
        lines: lines + 1,
      }
    }
  }

  /** The field whose opening quote stands at `open`; null where it is never closed. */
  #quoted(open: number, ended: boolean): { value: string; next: number; lines: number } | 'more' | null {
    const { delimiter, quote } = this.#format
    const text = this.#buffer
    let value = ''
    let start = open + 1
    for (let at = start; ; ) {
      const close = text.indexOf(quote, at)
      if (close === -1 || close + 1 === text.length) {
        if (ended && close !== -1) return counted(value + text.slice(start, close), close + 1)
        const waits = !ended && text.length - open <= maxRecordLength && !tooManyLines(text, open)
        return waits ? 'more' : null
      }
      const after = text[close + 1]
      if (after === delimiter || after === '\n' || after === '\r') {
        const field = counted(value + text.slice(start, close), close + 1)
        return field.lines > maxQuotedLines ? null : field
      }
      // A doubled quote stands for one. A single one inside is taken as it is, but after a line end it more likely opens a
      // field of a later record, and the quote that was opened here is never closed.
      value += text.slice(start, close + 1)
      if (after !== quote && value.includes('\n')) return null
      start = after === quote ? close + 2 : close + 1
      at = start
    }
  }

  /**
   * The first line of a record with an unclosed quote; the next line is tried as a record of its own. `more` where that line has
   * no end yet: what is still to come of it is no record.
   */
  #broken(from: number, ended: boolean): { record: CsvRecord; next: number; lines: number } | 'more' {
    const end = firstLineEnd(this.#buffer, from)
    if (end === this.#buffer.length && !ended) return 'more'
    const raw = this.#buffer.slice(from, Math.min(end, from + rawLength))
    return {
      record: { line: this.#line, fields: [], raw, problem: 'quote' },
      next: this.#lineEnd(end, true) ?? end,
      lines: 1,
    }
  }

  /** Where the next record begins after a line end at `at`; null where a CR may be half of a CR LF still to come. */
  #lineEnd(at: number, ended: boolean): number | null {
    const text = this.#buffer
    if (at >= text.length) return ended ? at : null
    if (text[at] === '\n') return at + 1
    if (text[at + 1] === '\n') return at + 2
    return at + 1 === text.length && !ended ? null : at + 1
  }

  #skipLine(from: number, ended: boolean): number | null {
    const end = firstLineEnd(this.#buffer, from)
    if (end < this.#buffer.length) return this.#lineEnd(end, true)
    return ended ? end : null
  }
}

function counted(value: string, next: number): { value: string; next: number; lines: number } {
  return { value, next, lines: lineCount(value) }
}

function lineCount(text: string): number {
  let lines = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++
  return lines
}

function tooManyLines(text: string, from: number): boolean {
  let lines = 0
  for (let at = text.indexOf('\n', from); at !== -1; at = text.indexOf('\n', at + 1))
    if (++lines > maxQuotedLines) return true
  return false
}

function firstLineEnd(text: string, from: number): number {
  let at = from
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++
  return at
}
