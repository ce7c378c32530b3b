import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import { isTest } from '../arrows/rules.ts'
import { runTool } from '../run-tool.ts'
import type { PublishedPackage } from './published-manifest.ts'

/**
 * Compiles every published package to dist/: JavaScript modules and declarations, in the order of their dependencies.
 * The compiler sees each dependency through its emitted declarations, as whoever installs the package will.
 */
export async function compile(root: string, packages: PublishedPackage[]): Promise<void> {
  rmSync(join(root, '.cache/build'), { recursive: true, force: true })
  for (const published of packages) {
    rmSync(join(root, published.folder, 'dist'), { recursive: true, force: true })
    writeProject(root, published, packages)
  }
  await runTool(root, 'node_modules/typescript/bin/tsc', ['-b', ...packages.map((one) => projectFolder(root, one))])
  for (const published of packages) finish(root, published)
}

function projectFolder(root: string, { folder }: PublishedPackage): string {
  return join(root, '.cache/build', folder.replaceAll('/', '-'))
}

function writeProject(root: string, published: PublishedPackage, packages: PublishedPackage[]): void {
  const project = projectFolder(root, published)
  const place = relative(project, join(root, published.folder)).replaceAll('\\', '/')
  const { dependencies, peerDependencies } = published.manifest
  const needed = { ...dependencies, ...peerDependencies }
  const config = {
    extends: `${place}/tsconfig.json`,
    compilerOptions: {
      noEmit: false,
      composite: true,
      declarationMap: false,
      sourceMap: false,
      rootDir: posix.join(place, published.compileRoot),
      outDir: `${place}/dist`,
      tsBuildInfoFile: './tsbuildinfo',
    },
    include: [`${place}/src`, `${place}/migrations`],
    exclude: sourcesOf(join(root, published.folder))
      .filter(isTest)
      .map((file) => `${place}/${file}`),
    references: packages
      .filter((one) => one.manifest.name in needed)
      .map((one) => ({ path: relative(project, projectFolder(root, one)) })),
  }
  mkdirSync(project, { recursive: true })
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(config, null, 2))
}

/** What the compiler leaves to us: files that are no TypeScript, and URLs of modules, which it does not rewrite. */
function finish(root: string, { folder, compileRoot }: PublishedPackage): void {
  const dist = join(root, folder, 'dist')
  for (const file of sourcesOf(join(root, folder))) {
    if ((/\.(ts|tsx)$/.test(file) && !file.endsWith('.d.ts')) || isTest(file)) continue
    const target = join(dist, compileRoot === 'src' ? file.slice('src/'.length) : file)
    mkdirSync(dirname(target), { recursive: true })
    cpSync(join(root, folder, file), target)
  }
  for (const file of filesOf(dist)) {
    const path = join(dist, file)
    if (file.startsWith('migrations/') && file.endsWith('.d.ts')) rmSync(path)
    else if (file.endsWith('.js')) writeFileSync(path, withBuiltUrls(path))
    else if (file.endsWith('.astro') || file.endsWith('.d.ts')) writeFileSync(path, withBuiltImports(path))
  }
}

function withBuiltUrls(path: string): string {
  return readFileSync(path, 'utf8').replaceAll(
    /(new URL\(\s*|import\.meta\.resolve\(\s*)(['"])(\.[^'"]*)\.ts\2/g,
    (_all, call: string, quote: string, module: string) => {
      if (existsSync(join(dirname(path), `${module}.js`))) return `${call}${quote}${module}.js${quote}`
      throw new Error(`${path} names ${module}.ts, which the build does not emit.`)
    },
  )
}

/** Components and hand-written declarations are carried over as they are, but what they import is built. */
function withBuiltImports(path: string): string {
  return readFileSync(path, 'utf8').replaceAll(
    /((?:from|import)\s*\(?)(['"])(\.[^'"]*)\.ts\2/g,
    (all, keyword: string, quote: string, module: string) =>
      existsSync(join(dirname(path), `${module}.js`)) ? `${keyword}${quote}${module}.js${quote}` : all,
  )
}

/** The files of a package that a build may carry over, relative to the package. */
function sourcesOf(folder: string): string[] {
  return ['src', 'migrations'].flatMap((top) => filesOf(join(folder, top)).map((file) => `${top}/${file}`))
}

/** All files below a folder, with `/` on every platform. */
export function filesOf(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
}
