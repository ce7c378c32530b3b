import { createHash } from 'node:crypto'
import type { ImportSource } from './source.ts'

/** The encodings a file may have, as `TextDecoder` names them. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'windows-1252'] as const

export type Encoding = (typeof encodings)[number]

export interface FileFacts {
  readonly encoding: Encoding
  /** SHA-256 of the bytes that were looked at: the whole file unless a limit was set. */
  readonly fingerprint: string
}

/**
 * Finds out a file's encoding: by its byte order mark, else UTF-8 if every byte fits, else UTF-16 by its zero bytes, else
 * GB18030 or Windows-1252 by how bytes above 0x7F stand together. Reads the whole file unless `limit` (bytes) is given.
 */
export async function inspectFile(source: ImportSource, limit = Number.POSITIVE_INFINITY): Promise<FileFacts> {
  const hash = createHash('sha256')
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  const pairs = new PairCount()
  const zeros = { even: 0, odd: 0 }
  let start: Uint8Array = new Uint8Array()
  let read = 0
  let valid = true
  for await (const part of source.open()) {
    const chunk = read + part.length > limit ? part.subarray(0, limit - read) : part
    hash.update(chunk)
    if (start.length < 4) start = Buffer.concat([start, chunk.subarray(0, 4)])
    if (read < sampleBytes) countZeros(chunk.subarray(0, sampleBytes - read), read, zeros)
    pairs.add(chunk)
    // Cut at a limit, the last letter may be half: only a finished stream is asked to be complete.
    valid = valid && decodes(utf8, chunk)
    read += chunk.length
    if (read >= limit) break
  }
  if (valid && read < limit) valid = decodes(utf8)
  const encoding = byMark(start) ?? byZeros(zeros, Math.min(read, sampleBytes)) ?? (valid ? 'utf-8' : pairs.verdict())
  return { encoding, fingerprint: hash.digest('hex') }
}

/** A file's text in pieces, without its byte order mark. Bytes that do not fit the encoding come out as U+FFFD. */
export async function* decodeText(
  source: ImportSource,
  encoding: Encoding,
  onBytes?: (bytes: number) => void,
): AsyncIterable<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of source.open()) {
    onBytes?.(chunk.length)
    const text = decoder.decode(chunk, { stream: true })
    if (text !== '') yield text
  }
  const rest = decoder.decode()
  if (rest !== '') yield rest
}

const sampleBytes = 64 * 1024

function decodes(decoder: InstanceType<typeof TextDecoder>, chunk?: Uint8Array): boolean {
  try {
    if (chunk) decoder.decode(chunk, { stream: true })
    else decoder.decode()
    return true
  } catch {
    return false
  }
}

function byMark(start: Uint8Array): Encoding | null {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be'
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return 'utf-8'
  return null
}

function countZeros(chunk: Uint8Array, offset: number, zeros: { even: number; odd: number }): void {
  for (let at = chunk.indexOf(0); at !== -1; at = chunk.indexOf(0, at + 1)) {
    if ((offset + at) % 2 === 0) zeros.even++
    else zeros.odd++
  }
}

/** Separators and digits of a UTF-16 file have a zero byte, always on the same side. A stray NUL in a text is rarer. */
function byZeros({ even, odd }: { even: number; odd: number }, bytes: number): Encoding | null {
  if (bytes < 4 || even + odd < bytes / 20) return null
  if (odd > even * 10) return 'utf-16le'
  if (even > odd * 10) return 'utf-16be'
  return null
}

/**
 * Tells Chinese from Western bytes. In GB18030 text nearly every high byte is half of a pair of high bytes; in Windows-1252 an
 * accented letter mostly stands alone between ASCII letters, although such two bytes often happen to be a rare Chinese character.
 */
class PairCount {
  #paired = 0
  #alone = 0
  #run = 0

  add(chunk: Uint8Array): void {
    for (const byte of chunk) {
      if (byte > 0x80 && byte !== 0xff) this.#run++
      else if (this.#run > 0) this.#end()
    }
  }

  verdict(): Encoding {
    if (this.#run > 0) this.#end()
    return this.#paired > this.#alone ? 'gb18030' : 'windows-1252'
  }

  #end(): void {
    if (this.#run % 2 === 0) this.#paired += this.#run
    else this.#alone += this.#run
    this.#run = 0
  }
}
