import { gunzipSync } from 'node:zlib'

export interface TarEntry {
  /** Path without leading and trailing slashes. */
  readonly path: string
  readonly folder: boolean
  /** A view into the archive, not a copy. */
  readonly data: Uint8Array
}

const block = 512

/** Reads the files and folders of a tar archive (ustar, plain or gzipped), as `dumpDataDir` writes them. */
export function* readTar(archive: Uint8Array): Generator<TarEntry> {
  const bytes = archive[0] === 0x1f && archive[1] === 0x8b ? new Uint8Array(gunzipSync(archive)) : archive
  for (let at = 0; at + block <= bytes.length; ) {
    const name = textAt(bytes, at, 100)
    if (!name) return
    const prefix = textAt(bytes, at + 345, 155)
    const size = Number.parseInt(textAt(bytes, at + 124, 12), 8) || 0
    yield {
      path: (prefix ? `${prefix}/${name}` : name).replace(/^\/+|\/+$/g, ''),
      folder: textAt(bytes, at + 156, 1) === '5',
      data: bytes.subarray(at + block, at + block + size),
    }
    at += block + Math.ceil(size / block) * block
  }
}

const decoder = new TextDecoder()

function textAt(bytes: Uint8Array, start: number, length: number): string {
  const field = bytes.subarray(start, start + length)
  const end = field.indexOf(0)
  return decoder.decode(end < 0 ? field : field.subarray(0, end)).trim()
}
