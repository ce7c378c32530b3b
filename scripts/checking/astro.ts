import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolders } from '../bootstrap/workspace.mjs'

/** Where the checker must run: it looks for Astro's types there. */
export const astroFolder = 'portal'

/** Of Astro's own checker, by its path from there, which needs the TypeScript that lies beside it: the compiler of this repository has no interface for it. */
export const astroChecker = 'node_modules/@astrojs/check/bin/astro-check.js'

/**
 * Writes the compiler project of all Astro components in packages that `isWanted`, and gives the arguments with which the checker
 * reads it; null where there are none. One project for all: the types they share are read once.
 */
export function writeAstroProject(root: string, isWanted: (folder: string) => boolean): string[] | null {
  const folders = packageFolders(root).filter((folder) => isWanted(folder) && hasAstro(join(root, folder, 'src')))
  if (folders.length === 0) return null
  const place = join(root, '.cache/check/astro')
  const astro = join(root, 'portal/node_modules/astro')
  const config = {
    extends: join(root, 'portal/tsconfig.json'),
    compilerOptions: {
      noEmit: true,
      // A component's optional property may be given as undefined: that is how one passes on another's.
      exactOptionalPropertyTypes: false,
      // A plugin's components speak of Astro, but only the portal has it.
      paths: {
        astro: [join(astro, 'dist/index.d.ts')],
        'astro/types': [join(astro, 'types.d.ts')],
        'astro/jsx-runtime': [join(astro, 'jsx-runtime.d.ts')],
      },
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
    },
    include: folders.map((folder) => join(root, folder, 'src/**/*.astro')),
    files: ['portal/src/env.d.ts', 'portal/src/runtime/virtual.d.ts'].map((file) => join(root, file)),
  }
  mkdirSync(place, { recursive: true })
  const file = join(place, 'tsconfig.json')
  writeFileSync(file, JSON.stringify(config, null, 2))
  return ['--root', '.', '--tsconfig', file, '--minimumSeverity', 'warning', '--preserveWatchOutput']
}

function hasAstro(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith('.astro'))
}
