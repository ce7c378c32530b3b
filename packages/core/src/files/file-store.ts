import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Id } from '../model/row.ts'

/** Where the bytes of files lie, by the file's id: a folder, or any object storage. */
export interface FileStore {
  /** Keeps bytes; once it resolves they survive a crash. */
  put(id: Id, bytes: Uint8Array): Promise<void>
  /** The bytes, or null where there are none. */
  get(id: Id): Promise<ReadableStream<Uint8Array> | null>
  /** Forgets bytes; does nothing where there are none. */
  delete(id: Id): Promise<void>
}

/** Keeps files in a folder of this machine, a sub-folder for each of the ids' last two digits. */
export function folderStore(folder: string): FileStore {
  const placeOf = (id: Id): string => join(folder, id.slice(-2), id)
  return {
    async put(id, bytes) {
      const place = placeOf(id)
      await mkdir(join(folder, id.slice(-2)), { recursive: true })
      // Of its own: the same file may come in twice at once.
      const part = `${place}.${randomUUID()}.part`
      const file = await open(part, 'w')
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(part, place)
    },
    async get(id) {
      const place = placeOf(id)
      const known = await stat(place).catch(absent)
      return known && (Readable.toWeb(createReadStream(place)) as ReadableStream<Uint8Array>)
    },
    delete: (id) => rm(placeOf(id), { force: true }),
  }
}

/** Keeps files as long as the process lives, for tests. */
export function memoryStore(): FileStore {
  const files = new Map<Id, Uint8Array<ArrayBuffer>>()
  return {
    put: async (id, bytes) => void files.set(id, new Uint8Array(bytes)),
    get: async (id) => {
      const bytes = files.get(id)
      return bytes ? new Blob([bytes]).stream() : null
    },
    delete: async (id) => void files.delete(id),
  }
}

function absent(error: { readonly code?: unknown }): null {
  if (error.code === 'ENOENT') return null
  throw error
}
