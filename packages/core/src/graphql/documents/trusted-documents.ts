import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Actor } from '../../access/actor.ts'
import { TesseraError } from '../../errors/tessera-error.ts'

/** The kinds of callers that can be held to trusted documents. */
export type DocumentCaller = 'user' | 'partner' | 'customer' | 'service'

export interface TrustedDocumentsConfig {
  /** JSON files of documents by their id, as `tessera documents` and other generators of such lists write them. */
  readonly files: readonly URL[]
  /**
   * Who may send no other document: with any kind named, nobody who is not signed in may either. Pages of the portal ask within
   * the process and are not concerned. Nobody unless said otherwise.
   */
  readonly only?: readonly DocumentCaller[]
}

/** Documents that were agreed on beforehand, so that a request names one and need not carry it. */
export class TrustedDocuments {
  readonly #texts: ReadonlyMap<string, string>
  readonly #known: ReadonlySet<string>
  readonly #only: ReadonlySet<string>

  constructor(documents: ReadonlyMap<string, string>, only: readonly DocumentCaller[] = []) {
    this.#texts = documents
    this.#known = new Set(documents.values())
    this.#only = new Set(only)
  }

  /** The document of an id. @throws DOCUMENT_UNKNOWN */
  text(id: string): string {
    const text = this.#texts.get(id) ?? this.#texts.get(id.replace(/^sha256:/, ''))
    if (text === undefined) throw new TesseraError('DOCUMENT_UNKNOWN', { id: id.slice(0, 100) })
    return text
  }

  /** Whether anybody is held to them. */
  get binding(): boolean {
    return this.#only.size > 0
  }

  /** Whether somebody may send a document; null is nobody who is signed in. */
  allows(actor: Actor | null, text: string | undefined | null): boolean {
    if (!this.binding || (typeof text === 'string' && this.#known.has(text))) return true
    return actor !== null && !this.#only.has(actor.kind)
  }
}

/** @throws DOCUMENTS_FILE for a file that is not there, is no JSON, or holds anything but texts by ids */
export function readTrustedDocuments({ files, only }: TrustedDocumentsConfig): TrustedDocuments {
  const documents = new Map<string, string>()
  for (const file of files) {
    for (const [id, text] of Object.entries(readFile(fileURLToPath(file)))) {
      if (typeof text !== 'string')
        throw new TesseraError('DOCUMENTS_FILE', { file: fileURLToPath(file), why: `«${id}» is no text` })
      documents.set(id, text)
    }
  }
  return new TrustedDocuments(documents, only)
}

function readFile(file: string): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read as Record<string, unknown>
  } catch (error) {
    throw new TesseraError('DOCUMENTS_FILE', { file, why: (error as Error).message })
  }
  throw new TesseraError('DOCUMENTS_FILE', { file, why: 'it is no object of documents by their ids' })
}
