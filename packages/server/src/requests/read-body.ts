import { isUtf8 } from 'node:buffer'
import { TesseraError } from '@tessera/core'

/**
 * A request's body as text.
 * @param limit in bytes
 * @throws BODY_TOO_LARGE before more than `limit` bytes are held, BODY_INVALID where they are not UTF-8
 */
export async function readText(request: Request, limit: number): Promise<string> {
  const bytes = await readBytes(request, limit)
  if (!isUtf8(bytes)) throw new TesseraError('BODY_INVALID', { expected: 'UTF-8 text' })
  return new TextDecoder().decode(bytes)
}

/** A request's body as JSON. @throws MEDIA_TYPE, BODY_TOO_LARGE, BODY_INVALID */
export async function readJson(request: Request, limit: number): Promise<unknown> {
  requireMediaType(request, 'application/json')
  const text = await readText(request, limit)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new TesseraError('BODY_INVALID', { expected: 'JSON' }, { cause: error })
  }
}

/** The members of a JSON object, whatever they are. */
export type Fields = Readonly<Record<string, unknown>>

/** A request's body as a JSON object of at most 16 kB. @throws MEDIA_TYPE, BODY_TOO_LARGE, BODY_INVALID */
export async function readFields(request: Request): Promise<Fields> {
  const body = await readJson(request, 16_384)
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new TesseraError('BODY_INVALID', { expected: 'a JSON object' })
  return body as Fields
}

/** A posted form's fields. @throws MEDIA_TYPE, BODY_TOO_LARGE, BODY_INVALID */
export async function readForm(request: Request, limit: number): Promise<URLSearchParams> {
  requireMediaType(request, 'application/x-www-form-urlencoded')
  return new URLSearchParams(await readText(request, limit))
}

/** A posted form's fields in either encoding, files included. @throws MEDIA_TYPE, BODY_TOO_LARGE, BODY_INVALID */
export async function readFormData(
  request: Request,
  limits: { readonly plain: number; readonly files: number },
): Promise<FormData> {
  const given = (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase()
  if (given !== 'multipart/form-data') {
    const data = new FormData()
    for (const [name, value] of await readForm(request, limits.plain)) data.append(name, value)
    return data
  }
  const limited = await limitedBody(request, limits.files)
  try {
    return await limited.formData()
  } catch (error) {
    throw new TesseraError('BODY_INVALID', { expected: 'form of several parts' }, { cause: error })
  }
}

/** @throws MEDIA_TYPE unless the body is said to be of this type */
export function requireMediaType(request: Request, expected: string): void {
  const given = request.headers.get('content-type') ?? ''
  if (given.split(';', 1)[0]?.trim().toLowerCase() !== expected) {
    throw new TesseraError('MEDIA_TYPE', { got: given.slice(0, 100), expected })
  }
}

/**
 * The request itself where its declared length is within the limit (the HTTP parser holds it to that), else one whose body
 * was counted while it was read.
 * @throws BODY_TOO_LARGE
 */
export async function limitedBody(request: Request, limit: number): Promise<Request> {
  if (request.method === 'GET' || request.method === 'HEAD' || isDeclared(request, limit)) return request
  const { url, method, headers, signal } = request
  return new Request(url, { method, headers, signal, body: await readBytes(request, limit) })
}

function isDeclared(request: Request, limit: number): boolean {
  const declared = request.headers.get('content-length')
  if (declared === null || request.headers.has('transfer-encoding')) return false
  if (Number(declared) > limit) throw new TesseraError('BODY_TOO_LARGE', { limit })
  return true
}

async function readBytes(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  if (isDeclared(request, limit)) return new Uint8Array(await request.arrayBuffer())
  const chunks: Uint8Array[] = []
  let size = 0
  // Leaving the loop by an error cancels the stream.
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > limit) throw new TesseraError('BODY_TOO_LARGE', { limit })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
