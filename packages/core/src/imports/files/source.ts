import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { TesseraError } from '../../errors/tessera-error.ts'

/** Bytes that can be read more than once: an import looks at a file first, then reads it, and again when it resumes. */
export interface ImportSource {
  /** Shown to people: the file's name. */
  readonly name: string
  /** Bytes in all. */
  readonly size: number
  open(): AsyncIterable<Uint8Array>
}

const chunkBytes = 256 * 1024

/** A file on disk. @throws IMPORT_FILE_MISSING */
export async function fileSource(path: string): Promise<ImportSource> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw new TesseraError('IMPORT_FILE_MISSING', { path, why: cause.code ?? cause.message }, { cause })
  })
  if (!found.isFile()) throw new TesseraError('IMPORT_FILE_MISSING', { path, why: 'it is not a file' })
  return { name: basename(path), size: found.size, open: () => createReadStream(path, { highWaterMark: chunkBytes }) }
}

/** Bytes in memory, such as an upload; a text counts as UTF-8. */
export function memorySource(name: string, content: Uint8Array | string): ImportSource {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return {
    name,
    size: bytes.length,
    async *open() {
      for (let start = 0; start < bytes.length; start += chunkBytes) yield bytes.subarray(start, start + chunkBytes)
    },
  }
}
