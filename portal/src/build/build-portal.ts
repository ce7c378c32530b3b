import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, statSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Assembly, TesseraError } from '@tessera/core'
import { lockBuild } from './build-lock.ts'
import { compressAssets } from './compress-assets.ts'
import { type Inputs, inputsOf, specKey } from './inputs.ts'
import { type PortalSpec, portalSpec } from './portal-spec.ts'

export interface BuildOptions {
  /** The project's folder; builds are told apart by files relative to it. */
  readonly folder: string
  readonly assembly: Pick<Assembly, 'portal'>
  /** Where builds are kept: `.tessera/portal` of the project. */
  readonly outDir: string
  /** Told what is done, in a few words. */
  readonly progress?: (what: string) => void
}

/** A portal that is built. */
export interface BuiltPortal {
  /** Holds `server/entry.mjs` and `client/`. */
  readonly folder: string
  /** Absolute paths of every file it was made from. */
  readonly files: readonly string[]
  /** Whether it was made just now. */
  readonly fresh: boolean
}

interface Pointer {
  readonly build: string
  readonly spec: string
  readonly inputs: Inputs
}

/** How many builds are kept besides the present one: a server that still runs on an older one loads its pages from there. */
const keptBuilds = 2

/**
 * Builds the portal of the installed plugins, or gives the build that is there if nothing it was made from has changed.
 *
 * @example
 * const built = await buildPortal({ folder, assembly, outDir: join(folder, '.tessera/portal') })
 * @throws PORTAL_BUILD_FAILED
 */
export async function buildPortal(options: BuildOptions): Promise<BuiltPortal> {
  const found = await findBuild(options)
  if (found) return found
  const { folder, outDir, progress } = options
  await mkdir(outDir, { recursive: true })
  await using _lock = await lockBuild(join(outDir, 'lock'))
  // Whoever held the lock may have built the same.
  const made = await findBuild(options)
  if (made) return made
  const spec = portalSpec(options.assembly)
  progress?.(`portal: building ${spec.pages.length} pages`)
  const root = await mkdtemp(join(await workPlace(folder, outDir), 'work-'))
  try {
    await prepare(root, spec)
    await runBuild(root)
    const files = JSON.parse(await readFile(join(root, 'files.json'), 'utf8')) as string[]
    await compressAssets(join(root, 'dist/client'))
    const build = root.replace(/^.*work-/s, 'build-')
    await move(join(root, 'dist'), join(outDir, build))
    const pointer: Pointer = { build, spec: specKey(folder, spec), inputs: await inputsOf(folder, files) }
    await replaceFile(join(outDir, 'current.json'), JSON.stringify(pointer))
    await removeOldBuilds(outDir, build)
    return { folder: join(outDir, build), files, fresh: true }
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

/**
 * Where Astro works: it takes paths that share no folder with its root for paths below that. So where data lies on another branch of the
 * tree than this code, as in `/var/lib`, it works beside the project, or else beside this code.
 */
async function workPlace(folder: string, outDir: string): Promise<string> {
  const first = (path: string): string | undefined => path.split(/[\\/]/).find(Boolean)
  const places = [await realpath(outDir), join(await realpath(folder), '.tessera', 'portal')]
  const place = places.find((one) => first(one) === first(import.meta.dirname)) ?? besideThisCode()
  await mkdir(place, { recursive: true })
  return place
}

function besideThisCode(): string {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return join(folder, 'node_modules', '.cache')
}

/** Also from one file system to another: what is seen at `to` is whole. */
async function move(from: string, to: string): Promise<void> {
  await rename(from, to).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EXDEV') throw error
    await cp(from, `${to}.part`, { recursive: true })
    await rename(`${to}.part`, to)
  })
}

/** The present build, or null where there is none or something it was made from has changed. */
export async function findBuild({ folder, assembly, outDir }: BuildOptions): Promise<BuiltPortal | null> {
  const pointer = await readPointer(outDir)
  if (!pointer || pointer.spec !== specKey(folder, portalSpec(assembly))) return null
  const build = join(outDir, pointer.build)
  if (!existsSync(join(build, 'server/entry.mjs'))) return null
  const now = await inputsOf(folder, Object.keys(pointer.inputs))
  if (Object.entries(pointer.inputs).some(([file, hash]) => now[file] !== hash)) return null
  return { folder: build, files: Object.keys(now).map((file) => resolve(folder, file)), fresh: false }
}

async function readPointer(outDir: string): Promise<Pointer | null> {
  try {
    return JSON.parse(await readFile(join(outDir, 'current.json'), 'utf8')) as Pointer
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** A project of Astro's with nothing in it: its pages come from the specification. */
async function prepare(root: string, spec: PortalSpec): Promise<void> {
  await mkdir(join(root, 'src/pages'), { recursive: true })
  await mkdir(join(root, 'node_modules'))
  await writeFile(join(root, 'package.json'), JSON.stringify({ name: 'portal-build', private: true, type: 'module' }))
  await writeFile(join(root, 'spec.json'), JSON.stringify(spec))
  // Modules that Astro makes up name `astro` from here.
  const astro = dirname(createRequire(import.meta.url).resolve('astro/package.json'))
  await symlink(astro, join(root, 'node_modules/astro'), 'junction')
}

/** @throws PORTAL_BUILD_FAILED */
async function runBuild(root: string): Promise<void> {
  const program = fileURLToPath(import.meta.resolve('./build-process.ts'))
  const child = spawn(process.execPath, [program, root], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-10_000)
    })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code === 0) return
  const failure = await readFile(join(root, 'failure.txt'), 'utf8').catch(() => output.trim())
  throw new TesseraError('PORTAL_BUILD_FAILED', { reason: failure || 'the build was stopped' })
}

async function replaceFile(file: string, text: string): Promise<void> {
  await writeFile(`${file}.${process.pid}`, text)
  await rename(`${file}.${process.pid}`, file)
}

async function removeOldBuilds(outDir: string, present: string): Promise<void> {
  const builds = (await readdir(outDir, { withFileTypes: true })).filter(
    (entry) => entry.name.startsWith('build-') && entry.name !== present,
  )
  const dated = builds.map(({ name }) => ({ name, at: builtAt(join(outDir, name)) }))
  for (const { name } of dated.toSorted((one, other) => other.at - one.at).slice(keptBuilds))
    await rm(join(outDir, name), { recursive: true, force: true })
}

const builtAt = (folder: string): number => statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0
