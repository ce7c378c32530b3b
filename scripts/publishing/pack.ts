import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import {
  type CheckPackageOptions,
  checkPackage,
  createPackageFromTarballData,
  type Problem,
} from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { capture } from '../run-tool.ts'
import type { PublishedPackage } from './published-manifest.ts'

/** Packs a built package into `folder` as the registry would get it. Returns the tarball's path. */
export async function pack(root: string, { folder }: PublishedPackage, packs: string): Promise<string> {
  const target = join(packs, folder.replaceAll('/', '-'))
  mkdirSync(target, { recursive: true })
  const { ok, output } = await capture(join(root, folder), 'pnpm', ['pack', '--pack-destination', target])
  const file = readdirSync(target).find((name) => name.endsWith('.tgz'))
  if (!ok || file === undefined) throw new Error(`pnpm cannot pack ${folder}:\n${output}`)
  const tarball = join(packs, file)
  renameSync(join(target, file), tarball)
  rmSync(target, { recursive: true })
  return tarball
}

/** What publint and "are the types wrong?" find in a tarball, one line each. */
export async function findings(tarball: string): Promise<string[]> {
  const data = new Uint8Array(readFileSync(tarball))
  const { messages, pkg } = await publint({ pack: { tarball: data.buffer }, strict: true })
  const lint = messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`)
  const types = await checkPackage(createPackageFromTarballData(data), options(pkg))
  const problems = types.types === false ? ['attw: it has no types'] : types.problems.filter(concernsUs).map(describe)
  return [...lint, ...problems].map((finding) => `${basename(tarball)}: ${finding}`)
}

/** Entries that are no modules, such as Astro components and package.json, have no types to be wrong. */
function options(manifest: { exports?: Record<string, unknown> }): CheckPackageOptions {
  const entries = Object.entries(manifest.exports ?? {}).filter(([, target]) => typeof target === 'string')
  return { excludeEntrypoints: entries.map(([entry]) => entry) }
}

/** Tessera is ESM only and needs `exports`: what CommonJS and resolvers older than that make of it is no finding. */
function concernsUs(problem: Problem): boolean {
  if ('resolutionKind' in problem && problem.resolutionKind === 'node10') return false
  if ('resolutionKind' in problem && problem.resolutionKind === 'node16-cjs') return false
  return problem.kind !== 'CJSResolvesToESM'
}

function describe(problem: Problem): string {
  return `attw: ${problem.kind} ${JSON.stringify(problem)}`
}

/**
 * Lays the tarballs out as an application would have them installed, in `.cache/built/node_modules`, with their outside
 * dependencies linked from where pnpm put them. Built code and declarations are tried there.
 */
export async function layOut(
  root: string,
  packed: { published: PublishedPackage; tarball: string }[],
): Promise<string> {
  const built = join(root, '.cache/built')
  rmSync(built, { recursive: true, force: true })
  for (const { published, tarball } of packed) {
    const { name, dependencies, peerDependencies, optionalDependencies } = published.manifest
    const place = join(built, 'node_modules', name)
    mkdirSync(place, { recursive: true })
    const { ok, output } = await capture(root, 'tar', ['-xzf', tarball, '-C', place, '--strip-components=1'])
    if (!ok) throw new Error(`${tarball} cannot be unpacked: ${output}`)
    const outside = Object.entries({ ...dependencies, ...peerDependencies, ...optionalDependencies })
    for (const [dependency] of outside.filter(([, range]) => !range.startsWith('workspace:'))) {
      const link = join(place, 'node_modules', dependency)
      mkdirSync(dirname(link), { recursive: true })
      symlinkSync(join(root, published.folder, 'node_modules', dependency), link, 'junction')
    }
  }
  return built
}

/** Imports every entry of every built package with plain Node, which takes no TypeScript from node_modules. */
export async function importAll(built: string, packages: PublishedPackage[]): Promise<string[]> {
  const complaints: string[] = []
  for (const { manifest } of packages) {
    const entries = Object.entries(manifest.exports ?? {}).filter(([entry, file]) => isModule(entry, file))
    const source = entries
      .map(([entry]) => `await import(${JSON.stringify(manifest.name + entry.slice(1))})`)
      .join('\n')
    const { ok, output } = await capture(built, process.execPath, ['--input-type=module', '-e', source])
    if (!ok) complaints.push(`${manifest.name} cannot be imported once built:\n${output}`)
  }
  return complaints
}

function isModule(entry: string, file: unknown): boolean {
  return !entry.includes('*') && typeof file === 'string' && /(?<!\.d)\.ts$/.test(file)
}
