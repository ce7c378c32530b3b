import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PortalDefinition, PortalSlotEntry } from '@tessera/core'

/** All files of the folders that a plugin's portal parts lie in. */
export async function portalFiles({ pages = {}, slots = {}, translations = {} }: PortalDefinition): Promise<string[]> {
  const urls = [
    ...Object.values(pages).map(({ entry }) => entry),
    ...Object.values(slots).flatMap((given) => ([given].flat() as PortalSlotEntry[]).map(({ entry }) => entry)),
    ...Object.values(translations).flat(),
  ]
  const folders = new Set(urls.map((url) => portalFolder(dirname(fileURLToPath(url)))))
  const files: string[] = []
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    files.push(...entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)))
  }
  return [...new Set(files)].toSorted()
}

/** The nearest folder of the package that is named `portal`, which holds all of a plugin's parts; else the part's own. */
function portalFolder(folder: string): string {
  for (let at = folder; !existsSync(join(at, 'package.json')) && dirname(at) !== at; at = dirname(at))
    if (basename(at) === 'portal') return at
  return folder
}
