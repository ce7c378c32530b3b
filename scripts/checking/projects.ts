import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { isTest } from '../arrows/rules.ts'
import { packageFolders, readManifest } from '../bootstrap/workspace.mjs'

/** A compiler project: the folder of its generated tsconfig.json, and the package that it checks. */
export interface Project {
  path: string
  folder: string
}

/**
 * Writes two compiler projects for each package, one for its code and one for its tests. A package sees the others
 * through their declarations, so that each is checked once and not again by everything that stands on it; and tests may
 * use packages that stand on theirs, which in one project would be a circle.
 */
export function writeProjects(root: string): Project[] {
  const packages = packageFolders(root)
    .filter((folder) => existsSync(join(root, folder, 'tsconfig.json')))
    .map((folder) => ({ folder, manifest: readManifest(root, folder) }))
  const codeOf = (folder: string) => join(root, '.cache/check', folder.replaceAll('/', '-'))

  return packages.flatMap(({ folder, manifest }) => {
    const { dependencies, peerDependencies, optionalDependencies, devDependencies } = manifest
    const needed = { ...dependencies, ...peerDependencies, ...optionalDependencies }
    const among = (names: object) =>
      packages.filter((one) => one.manifest.name in names).map((one) => codeOf(one.folder))
    const tests = typescriptFiles(join(root, folder)).filter(isTest)
    const code = codeOf(folder)
    writeProject(code, join(root, folder), {
      compilerOptions: { noEmit: false, composite: true, emitDeclarationOnly: true, outDir: './types' },
      exclude: tests.map((file) => join(root, folder, file)),
      references: among(needed),
    })
    if (tests.length === 0) return [{ path: code, folder }]
    writeProject(`${code}-tests`, join(root, folder), {
      compilerOptions: { noEmit: true, incremental: true, declaration: false },
      files: tests.map((file) => join(root, folder, file)),
      include: [],
      references: [code, ...among({ ...needed, ...devDependencies }).filter((path) => path !== code)],
    })
    return [
      { path: code, folder },
      { path: `${code}-tests`, folder },
    ]
  })
}

interface Config {
  compilerOptions: object
  files?: string[]
  include?: string[]
  exclude?: string[]
  references: string[]
}

function writeProject(path: string, folder: string, { compilerOptions, references, ...files }: Config): void {
  const config = {
    extends: join(folder, 'tsconfig.json'),
    compilerOptions: {
      declarationMap: false,
      sourceMap: false,
      // Code and tests emit to different places, or nowhere: no path between them is to be rewritten.
      rewriteRelativeImportExtensions: false,
      rootDir: folder,
      tsBuildInfoFile: './tsbuildinfo',
      ...compilerOptions,
    },
    ...files,
    references: references.map((reference) => ({ path: relative(path, reference) })),
  }
  const file = join(path, 'tsconfig.json')
  const text = JSON.stringify(config, null, 2)
  mkdirSync(path, { recursive: true })
  // A file that did not change keeps its time, by which the compiler knows that nothing is to be done.
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text)
}

function typescriptFiles(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (
      entry.name === 'node_modules' ||
      entry.name === 'dist' ||
      entry.name === 'type-tests' ||
      entry.name.startsWith('.')
    )
      return []
    if (entry.isDirectory()) return typescriptFiles(folder, path)
    return /\.(ts|mts|tsx)$/.test(entry.name) ? [path] : []
  })
}
