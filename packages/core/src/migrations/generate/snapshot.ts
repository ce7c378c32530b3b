import { readFile } from 'node:fs/promises'
import { TesseraError } from '../../errors/tessera-error.ts'
import type { Schema, Table } from '../schema/schema.ts'

/** The file beside a plugin's migrations that says what they lead to. */
export const snapshotFile = 'snapshot.json'

const format = 1

/** What a plugin's migrations lead to; nothing where there is no snapshot yet. @throws MIGRATION_INVALID */
export async function readSnapshot(folder: URL, plugin: string): Promise<Schema> {
  const file = new URL(snapshotFile, folder)
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { tables: [] }
    throw error
  }
  const invalid = (why: string, cause?: unknown): TesseraError =>
    new TesseraError('MIGRATION_INVALID', { plugin, name: snapshotFile, why }, { cause })
  let content: { format?: unknown; plugin?: unknown; tables?: unknown }
  try {
    content = JSON.parse(text)
  } catch (error) {
    throw invalid(`it is no JSON (${(error as Error).message}); after a merge, take one side and generate again`, error)
  }
  if (content.format !== format) throw invalid(`its format is ${String(content.format)}, this version reads ${format}`)
  if (content.plugin !== plugin) throw invalid(`it belongs to plugin ${String(content.plugin)}`)
  return { tables: content.tables as Table[] }
}

/** A snapshot as text with one line for each column, constraint and index, so that a change of one is a change of one line. */
export function snapshotText(plugin: string, schema: Schema): string {
  const list = (items: readonly unknown[]): string =>
    items.length === 0 ? '[]' : `[\n${items.map((item) => `        ${JSON.stringify(item)}`).join(',\n')}\n      ]`
  const tables = schema.tables.map((table) => {
    const lines = Object.entries(table).map(([key, value]) => {
      const text = Array.isArray(value) && typeof value[0] === 'object' ? list(value) : JSON.stringify(value)
      return `      ${JSON.stringify(key)}: ${text}`
    })
    return `    {\n${lines.join(',\n')}\n    }`
  })
  return `{\n  "format": ${format},\n  "plugin": ${JSON.stringify(plugin)},\n  "tables": [\n${tables.join(',\n')}\n  ]\n}\n`
}
