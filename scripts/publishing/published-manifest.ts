import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Manifest, packageFolders, readManifest } from '../bootstrap/workspace.mjs'

/** A package that `npm run build` emits. */
export interface PublishedPackage {
  folder: string
  manifest: Manifest & { files?: string[]; publishConfig?: object }
  /**
   * The folder whose tree `dist/` repeats, relative to the package: `src`, or the package itself where migrations stand
   * beside `src/`, so that `new URL('../migrations/', import.meta.url)` means the same before and after the build.
   */
  compileRoot: 'src' | '.'
}

/** Every package under packages/ and plugins/ that is not private, and the portal. */
export function publishedPackages(root: string): PublishedPackage[] {
  return packageFolders(root)
    .filter((folder) => /^(?:packages\/|plugins\/|portal$)/.test(folder))
    .map((folder) => ({
      folder,
      manifest: readManifest(root, folder) as PublishedPackage['manifest'],
      compileRoot: existsSync(join(root, folder, 'migrations')) ? ('.' as const) : ('src' as const),
    }))
    .filter(({ manifest }) => manifest.private !== true)
}

/** What package.json of a published package must say, derived from its development `exports` and `bin`. */
export function derivedFields({ manifest, compileRoot }: PublishedPackage) {
  const { exports = {}, bin } = manifest
  return {
    type: 'module',
    license: 'MIT',
    files: ['dist'],
    engines: { node: '>=24' },
    publishConfig: {
      access: 'public',
      exports: Object.fromEntries(
        Object.entries(exports).map(([entry, file]) => [entry, builtEntry(file, compileRoot)]),
      ),
      ...(bin && {
        bin: Object.fromEntries(Object.entries(bin).map(([name, file]) => [name, builtFile(file, compileRoot, '.js')])),
      }),
    },
  }
}

function builtEntry(file: unknown, compileRoot: PublishedPackage['compileRoot']): unknown {
  if (typeof file !== 'string') throw new Error(`An entry of "exports" must be a path, not ${JSON.stringify(file)}.`)
  if (!file.startsWith('./src/')) return file
  if (file.endsWith('.d.ts')) return { types: builtFile(file, compileRoot, '.ts') }
  const built = builtFile(file, compileRoot, '.js')
  return file.endsWith('.ts') ? { types: builtFile(file, compileRoot, '.d.ts'), default: built } : built
}

function builtFile(file: string, compileRoot: PublishedPackage['compileRoot'], extension: string): string {
  return file.replace(compileRoot === 'src' ? './src/' : './', './dist/').replace(/\.ts$/, extension)
}
