import { isUtf8 } from 'node:buffer'
import { fileTypeFromBuffer } from 'file-type'

const office = 'application/vnd.openxmlformats-officedocument'

/** What may be handed in, by the file's ending. Nothing that a browser would run: no HTML, SVG or script. */
const known: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  heic: 'image/heic',
  mp4: 'video/mp4',
  zip: 'application/zip',
  docx: `${office}.wordprocessingml.document`,
  xlsx: `${office}.spreadsheetml.sheet`,
  pptx: `${office}.presentationml.presentation`,
  doc: 'application/x-cfb',
  xls: 'application/x-cfb',
  ppt: 'application/x-cfb',
  csv: 'text/csv',
  txt: 'text/plain',
}

export const knownEndings = Object.keys(known)

/** A file's type as its name and its content both say, or null where they differ or it is none of `knownEndings`. */
export async function contentTypeOf(name: string, bytes: Uint8Array): Promise<string | null> {
  const ending = name.split('.').at(-1)?.toLowerCase() ?? ''
  const named = Object.hasOwn(known, ending) ? known[ending] : undefined
  if (named === undefined) return null
  const found = (await fileTypeFromBuffer(bytes))?.mime
  if (named.startsWith('text/')) return found === undefined && isText(bytes) ? named : null
  return found === named ? named : null
}

// Spreadsheets still write national encodings: anything without control characters passes.
const isText = (bytes: Uint8Array): boolean => isUtf8(bytes) || !bytes.some((byte) => byte < 9)
