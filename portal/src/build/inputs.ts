import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, relative, resolve, sep } from 'node:path'
import type { PortalSpec } from './portal-spec.ts'

/** What a build was made from: files by their path from the project, with a hash of their contents. */
export type Inputs = Readonly<Record<string, string>>

/** The files as they are now; one that is gone has the hash `gone`. */
export async function inputsOf(folder: string, files: readonly string[]): Promise<Inputs> {
  const hashed = await Promise.all(
    files.map(async (file) => [portable(folder, file), await hashOf(resolve(folder, file))] as const),
  )
  return Object.fromEntries(hashed.toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

async function hashOf(file: string): Promise<string> {
  try {
    return createHash('sha256')
      .update(await readFile(file))
      .digest('base64url')
      .slice(0, 22)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'gone'
    throw error
  }
}

/** The specification and the tools, apart from the place where the project lies. */
export function specKey(folder: string, spec: PortalSpec): string {
  const { version: astro } = createRequire(import.meta.url)('astro/package.json') as { version: string }
  const portable = JSON.stringify(spec, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(sep) && !isWebPath(spec, value) ? relative(folder, value) : value,
  )
  return createHash('sha256').update(`${astro}\n${ownBuild()}\n${portable}`).digest('base64url').slice(0, 22)
}

let ownHash: string | undefined

/** How builds are made is part of what they are. */
function ownBuild(): string {
  if (ownHash !== undefined) return ownHash
  const hash = createHash('sha256')
  for (const name of readdirSync(import.meta.dirname).toSorted())
    if (!name.includes('.test.')) hash.update(readFileSync(join(import.meta.dirname, name)))
  ownHash = hash.digest('base64url')
  return ownHash
}

const isWebPath = (spec: PortalSpec, value: string): boolean => spec.pages.some(({ path }) => path === value)

const portable = (folder: string, file: string): string => relative(folder, resolve(folder, file)).replaceAll(sep, '/')
