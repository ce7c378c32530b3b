import { createHash } from 'node:crypto'
import type { Company, Statement } from '@tessera/core'

/** Who a statement is run as: the person who looks, or the system on their behalf. */
export type ReadAs = 'partner' | 'system'

/** A statement as the product ran it for one look. */
export interface RecordedStatement extends Pick<Statement, 'text' | 'values'> {
  readonly as: ReadAs
  /** Of the rows it gave, by `rowsMark`. */
  readonly rows: string
}

/** What an operation of the page led to. */
export interface RecordedAnswer {
  readonly query: string
  /** As JSON, by which two of one page with the same query are told apart. */
  readonly variables: string
  /** As JSON. */
  readonly answer: string
}

/** What the product did for one person on one page. */
export interface RecordedLook {
  readonly person: string
  readonly page: string
  /** Each once, however often the page asked. */
  readonly statements: readonly RecordedStatement[]
  readonly answers: readonly RecordedAnswer[]
}

export interface Recording {
  readonly company: Company
  readonly looks: readonly RecordedLook[]
}

/** By it rows are known to be the same. */
export const rowsMark = (rows: readonly unknown[]): string =>
  createHash('sha256')
    .update(JSON.stringify(rows, (_key, value) => (typeof value === 'bigint' ? `${value}n` : value)))
    .digest('base64url')
