import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { buildSchema, documentId } from '@tessera/core'
import type { CommandContext } from '../commands/command.ts'
import { print } from '../output/print.ts'
import { readProject } from '../project/open-project.ts'
import { collectDocuments } from './collect-documents.ts'

/** Writes the documents of `paths` by their ids into a file for `trustedDocuments`. @throws DOCUMENTS_MISSING, DOCUMENT_INVALID */
export async function writeDocuments(
  { output, project }: CommandContext,
  paths: readonly string[],
  { out }: { readonly out: string },
): Promise<void> {
  const { assembly } = await readProject(project)
  const texts = await collectDocuments(buildSchema(assembly), project.cwd, paths)
  const byId = Object.fromEntries(texts.map((text) => [documentId(text), text] as const).toSorted(byFirst))
  writeFileSync(resolve(project.cwd, out), `${JSON.stringify(byId, null, 2)}\n`)
  print(output, { documents: texts.length, file: out }, ({ documents, file }) => `${documents} documents in ${file}`)
}

/** In an order that keeps the file's changes small. */
const byFirst = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : 1)
