import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { TesseraError } from '@tessera/core'
import { type GraphQLSchema, parse, validate } from 'graphql'

/** One document, and where it was found. */
interface Found {
  readonly text: string
  readonly where: string
}

/**
 * The documents of files and of all folders below them: what modules named `*.operations.ts` (or `.js`) export as operations, and
 * `*.graphql` files whole. Every one fits the schema.
 * @throws DOCUMENTS_MISSING, DOCUMENT_INVALID
 */
export async function collectDocuments(
  schema: GraphQLSchema,
  cwd: string,
  paths: readonly string[],
): Promise<readonly string[]> {
  const found: Found[] = []
  for (const path of paths) {
    const before = found.length
    for (const file of filesIn(resolve(cwd, path))) found.push(...(await documentsOf(file, cwd)))
    if (found.length === before) throw new TesseraError('DOCUMENTS_MISSING', { path })
  }
  for (const { text, where } of found) {
    const why = problemOf(schema, text)
    if (why !== undefined) throw new TesseraError('DOCUMENT_INVALID', { where, why })
  }
  return [...new Set(found.map(({ text }) => text))]
}

function filesIn(path: string): readonly string[] {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat?.isDirectory()) return stat ? [path] : []
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && !name.startsWith('.'))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(path, entry.name)) : [join(path, entry.name)]))
    .toSorted()
}

async function documentsOf(file: string, cwd: string): Promise<Found[]> {
  const where = relative(cwd, file)
  if (/\.(graphql|gql)$/.test(file)) return [{ text: readFileSync(file, 'utf8'), where }]
  if (!/\.operations\.(ts|js|mjs)$/.test(file)) return []
  const exported = (await import(pathToFileURL(file).href)) as Record<string, { readonly document?: unknown } | null>
  return Object.entries(exported).flatMap(([name, value]) =>
    typeof value?.document === 'string' ? [{ text: value.document, where: `${where} (${name})` }] : [],
  )
}

function problemOf(schema: GraphQLSchema, text: string): string | undefined {
  try {
    return validate(schema, parse(text))[0]?.message
  } catch (error) {
    return (error as Error).message
  }
}
