import { createHash } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { TesseraError } from '../errors/tessera-error.ts'
import { namedUuid } from '../jobs/named-uuid.ts'
import type { Context } from '../runtime/context.ts'
import { contentTypeOf, knownEndings } from './content-type.ts'
import { fileScanners, type IncomingFile } from './file-scanner.ts'
import { StoredFile } from './stored-file.ts'

/** Largest file in bytes. */
export const fileLimit = 25_000_000

export interface HandedIn {
  readonly name: string
  readonly bytes: Uint8Array
  /** The same file of the same person under the same key is kept once, however often it comes. */
  readonly key?: string | undefined
}

/**
 * Keeps a file that the actor hands in, after its content was held against its name and the scanners had a look at it. Until a row
 * refers to it only who handed it in sees it, and after a day without it goes.
 * @throws FILE_TOO_LARGE, FILE_TYPE, FILE_REFUSED
 */
export async function storeFile(ctx: Context, { name, bytes, key }: HandedIn) {
  const clean = cleanName(name)
  if (bytes.byteLength > fileLimit) throw new TesseraError('FILE_TOO_LARGE', { name: clean, limit: fileLimit / 1e6 })
  const contentType = bytes.byteLength === 0 ? null : await contentTypeOf(clean, bytes)
  if (contentType === null) throw new TesseraError('FILE_TYPE', { name: clean, known: knownEndings.join(', ') })
  await refuseUnclean(ctx, { name: clean, contentType, bytes })
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const uploadedBy = 'id' in ctx.actor ? ctx.actor.id : null
  const id = key === undefined ? uuidv7() : namedUuid(`file ${JSON.stringify([uploadedBy, key, clean, sha256])}`)
  await ctx.files.put(id, bytes)
  const system = ctx.asSystem('keeps a file that somebody handed in')
  try {
    return await system
      .mutate(StoredFile)
      .create({ id, name: clean, contentType, size: bytes.byteLength, sha256, uploadedBy })
  } catch (error) {
    const known = isDuplicate(error) ? await system.find(StoredFile, id) : null
    if (known === null) throw error
    return known
  }
}

const isDuplicate = (error: unknown): boolean => error instanceof TesseraError && error.code === 'DUPLICATE'

async function refuseUnclean(ctx: Context, file: IncomingFile): Promise<void> {
  for (const { id, value } of fileScanners.of(ctx)) {
    const reason = await value(file).catch((error: unknown) => {
      ctx.log.error({ err: error, scanner: id }, 'a scanner failed')
      return 'it could not be checked'
    })
    if (reason !== null) throw new TesseraError('FILE_REFUSED', { name: file.name, reason })
  }
}

/** The last part of a path, without what upsets file systems and headers; never empty. */
function cleanName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const safe = last.replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '').trim()
  return [...(safe || 'file')].slice(-200).join('')
}
