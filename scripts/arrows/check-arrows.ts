import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join, posix } from 'node:path'
import { type Manifest, packageFolders, readManifest } from '../bootstrap/workspace.mjs'
import { type ImportedModule, importsOf } from './imports.ts'
import { isTest, kindOf, rules } from './rules.ts'

interface WorkspacePackage {
  folder: string
  manifest: Manifest
}

/** Every import of the workspace under `root` that goes against the arrows, as `file:line sentence`. */
export function checkArrows(root: string): string[] {
  const packages = packageFolders(root).map((folder) => ({ folder, manifest: readManifest(root, folder) }))
  const shared = readManifest(root, '.').devDependencies ?? {}
  return packages.flatMap((from) =>
    sourceFiles(join(root, from.folder)).flatMap((path) => {
      const file = posix.join(from.folder, path)
      const imports = importsOf(file, readFileSync(join(root, file), 'utf8'))
      return imports.flatMap((module) => {
        const wrong = judge(module, { path, from, packages, shared })
        return wrong === undefined ? [] : [`${file}:${module.line} ${wrong}`]
      })
    }),
  )
}

interface Place {
  path: string
  from: WorkspacePackage
  packages: WorkspacePackage[]
  shared: Record<string, string>
}

function judge(module: ImportedModule, place: Place): string | undefined {
  const { specifier } = module
  if (specifier.startsWith('.')) return judgeRelative(specifier, place)
  if (specifier.startsWith('node:') || specifier.includes(':')) return undefined
  if (isBuiltin(specifier)) return `imports "${specifier}": write "node:${specifier}".`
  const name = packageName(specifier)
  const target = place.packages.find((candidate) => candidate.manifest.name === name)
  if (target === place.from) return judgeEntry(specifier, target)
  return (
    (target === undefined ? judgeForbidden(module, name, place) : judgeArrow(module, target, place)) ??
    judgeDeclared(name, place)
  )
}

function judgeRelative(specifier: string, { path, from, packages }: Place): string | undefined {
  const target = posix.join(from.folder, posix.dirname(path), specifier)
  if (target === from.folder || target.startsWith(`${from.folder}/`)) return undefined
  const owner = packages.find(({ folder }) => target.startsWith(`${folder}/`))
  return owner === undefined
    ? `reaches outside its package with "${specifier}".`
    : `reaches into ${owner.folder} with "${specifier}": import "${owner.manifest.name}".`
}

function judgeArrow(
  { specifier, late }: ImportedModule,
  target: WorkspacePackage,
  { path, from }: Place,
): string | undefined {
  const kind = kindOf(from.folder)
  const rule = rules[kind]
  const below = rule.below?.folders.some((folder) => path.startsWith(folder)) ? rule.below.may : []
  const allowed = [...rule.may, ...below, ...(isTest(path) ? (rule.inTests ?? []) : [])]
  if (late && rule.mayLoad?.includes(kindOf(target.folder))) return judgeEntry(specifier, target)
  if (allowed.includes(kindOf(target.folder))) return judgeEntry(specifier, target)
  const list = allowed.length === 0 ? 'no other package of this workspace' : `only ${allowed.join(', ')}`
  return `imports "${specifier}", but ${kind}${isTest(path) ? ' tests' : ''} may import ${list}.`
}

function judgeEntry(specifier: string, { manifest }: WorkspacePackage): string | undefined {
  const entry = `.${specifier.slice(manifest.name.length)}`
  const isExported = Object.keys(manifest.exports ?? {}).some((key) => matches(key, entry))
  return isExported ? undefined : `imports "${specifier}", which ${manifest.name} does not export.`
}

function judgeForbidden({ specifier, names }: ImportedModule, name: string, { from }: Place): string | undefined {
  const broken = rules[kindOf(from.folder)].never?.find(
    (never) => never.packages.test(name) && (never.names === undefined || names.some((one) => never.names?.test(one))),
  )
  return broken && `imports "${specifier}", but ${broken.because}.`
}

function judgeDeclared(name: string, { path, from, shared }: Place): string | undefined {
  const { dependencies, peerDependencies, optionalDependencies, devDependencies } = from.manifest
  const declared = { ...dependencies, ...peerDependencies, ...optionalDependencies }
  if (name in declared) return undefined
  if (!isTest(path) && !rules[kindOf(from.folder)].inDevelopment)
    return `imports "${name}", which is not in the dependencies of ${from.folder}/package.json.`
  if (name in { ...devDependencies, ...shared }) return undefined
  return `imports "${name}", which ${from.folder}/package.json does not declare.`
}

function packageName(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

function matches(exported: string, entry: string): boolean {
  if (!exported.includes('*')) return exported === entry
  const [before = '', after = ''] = exported.split('*')
  return entry.startsWith(before) && entry.endsWith(after) && entry.length > before.length + after.length
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist' || entry.name.startsWith('.')) return []
    if (!entry.isDirectory()) return /\.(ts|mts|mjs|js|tsx|astro)$/.test(entry.name) ? [entry.name] : []
    return sourceFiles(join(folder, entry.name)).map((path) => posix.join(entry.name, path))
  })
}
