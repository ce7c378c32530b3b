import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { derivedFields, type PublishedPackage, publishedPackages } from './publishing/published-manifest.ts'

/**
 * Brings what every published package repeats into line: the fields of package.json that follow from its development
 * `exports`, and a tsconfig.json. With `--check` it only reports.
 */
const root = resolve(import.meta.dirname, '..')
const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values
const tsconfig = { extends: '../../tsconfig.base.json', include: ['src', 'migrations', '*.ts'] }

const complaints = publishedPackages(root).flatMap((published) => [
  ...alignManifest(published),
  ...alignTsconfig(published),
  ...peersOnly(published),
])
for (const line of complaints) console.error(line)
const verdict = complaints.length === 0 ? 'in line.' : `${complaints.length} out of line: run \`npm run manifests\`.`
console.error(`Manifests: ${check || complaints.length > 0 ? verdict : 'brought into line.'}`)
process.exitCode = complaints.length === 0 ? 0 : 1

function alignManifest(published: PublishedPackage): string[] {
  const { folder, manifest } = published
  const derived = derivedFields(published)
  const wrong = Object.entries(derived).filter(([field, value]) => !isDeepStrictEqual(manifest[field as never], value))
  if (wrong.length === 0) return []
  if (check)
    return wrong.map(([field]) => `${folder}/package.json: "${field}" does not follow from "exports" and "bin".`)
  writeJson(join(folder, 'package.json'), { ...manifest, ...derived })
  return []
}

function alignTsconfig({ folder }: PublishedPackage): string[] {
  const file = join(folder, 'tsconfig.json')
  if (existsSync(join(root, file))) return []
  if (check) return [`${file} is missing.`]
  writeJson(file, tsconfig)
  return []
}

/** `npm start` installs no development dependencies, and pnpm takes a peer that is both as one of those. */
function peersOnly({ folder, manifest }: PublishedPackage): string[] {
  const both = Object.keys(manifest.peerDependencies ?? {}).filter((name) => name in (manifest.devDependencies ?? {}))
  return both.map((name) => `${folder}/package.json: "${name}" is a peer and must not be a development dependency too.`)
}

function writeJson(file: string, value: object) {
  const text = `${JSON.stringify(value, null, 2)}\n`
  if (existsSync(join(root, file)) && readFileSync(join(root, file), 'utf8') === text) return
  writeFileSync(join(root, file), text)
}
