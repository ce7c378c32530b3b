import { TesseraError } from '../errors/tessera-error.ts'
import type { AnyEntity } from '../model/entity.ts'
import type { Id, Row } from '../model/row.ts'
import type { Context } from '../runtime/context.ts'
import { fileFields } from './file-fields.ts'
import { StoredFile } from './stored-file.ts'

/** A file with its bytes. */
export interface OpenedFile {
  readonly file: Row<typeof StoredFile>
  readonly bytes: ReadableStream<Uint8Array>
}

/**
 * What is known of files the actor may see: those it handed in itself, and those a row refers to which it may read, in a field it may
 * read. So a file is seen exactly as far as what it belongs to.
 */
export async function findFiles(ctx: Context, ids: readonly Id[]): Promise<Row<typeof StoredFile>[]> {
  const seen = new Set(
    (await ctx.list(StoredFile, { where: { id: { in: ids } }, limit: ids.length })).map(({ id }) => id),
  )
  for (const { entity, field } of fileFields(ctx.registry)) {
    const left = ids.filter((id) => !seen.has(id))
    if (left.length === 0) break
    const referring = { entityName: entity.name } as AnyEntity
    if (!ctx.readable(referring).has(field.name)) continue
    const rows = await ctx.list(referring, { where: { [field.name]: { in: left } } as never, limit: 200 })
    for (const row of rows) seen.add((row as Record<string, string>)[field.name] ?? '')
  }
  const known = ids.filter((id) => seen.has(id))
  if (known.length === 0) return []
  const system = ctx.asSystem('reads what is known of files that the actor may see')
  return system.list(StoredFile, { where: { id: { in: known } }, limit: known.length })
}

/** A file the actor may see. @throws NOT_FOUND */
export async function openFile(ctx: Context, id: Id): Promise<OpenedFile> {
  const [file] = await findFiles(ctx, [id])
  const bytes = file ? await ctx.files.get(id) : null
  if (!file || !bytes) throw new TesseraError('NOT_FOUND', { entity: 'file', id })
  return { file, bytes }
}
