import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolders } from './workspace.mjs'

/**
 * How much is installed: `run` is what the quick start needs, `full` is everything, also for tests and builds.
 * @typedef {'run' | 'full'} Scope
 */

const stampFile = 'node_modules/.tessera-install.json'

/**
 * A key that changes whenever the installed packages may have to: the lockfile, the settings of the workspace, every
 * package.json, or the tools that install.
 * @param {string} root
 * @param {string[]} tools Versions, such as `node 24`.
 */
export function installKey(root, tools) {
  const hash = createHash('sha256').update(tools.join('\n'))
  const manifests = ['.', ...packageFolders(root)].map((folder) => join(folder, 'package.json'))
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests]) {
    hash.update(`\n${file.replaceAll('\\', '/')}\n`)
    if (existsSync(join(root, file))) hash.update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

/**
 * Whether node_modules holds what `key` and `scope` ask for, by the stamp that the last complete install left.
 * @param {string} root
 * @param {string} key
 * @param {Scope} scope
 */
export function isInstalled(root, key, scope) {
  const stamp = readStamp(root)
  if (stamp === undefined || stamp.key !== key) return false
  if (scope === 'full' && stamp.scope !== 'full') return false
  return stamp.folders.every((folder) => existsSync(join(root, folder)))
}

/**
 * The scope to install: never less than what is there, so that `npm start` takes no test tools away.
 * @param {string} root
 * @param {Scope} wanted
 * @returns {Scope}
 */
export function scopeToInstall(root, wanted) {
  return wanted === 'full' || readStamp(root)?.scope === 'full' || hasDevDependencies(root) ? 'full' : 'run'
}

/**
 * Whether pnpm itself, run by hand, installed development dependencies here.
 * @param {string} root
 */
function hasDevDependencies(root) {
  return readJson(join(root, 'node_modules/.modules.yaml'))?.included?.devDependencies === true
}

/**
 * @param {string} root
 * @param {string} key
 * @param {Scope} scope
 */
export function writeStamp(root, key, scope) {
  const folders = packageFolders(root)
    .map((folder) => `${folder}/node_modules`)
    .filter((folder) => existsSync(join(root, folder)))
  writeFileSync(join(root, stampFile), `${JSON.stringify({ key, scope, folders }, null, 2)}\n`)
}

/**
 * Before an install touches anything: from here until {@link writeStamp} an interruption means "install again".
 * @param {string} root
 */
export function removeStamp(root) {
  rmSync(join(root, stampFile), { force: true })
}

/**
 * @param {string} root
 * @returns {{ key: string, scope: Scope, folders: string[] } | undefined}
 */
function readStamp(root) {
  return readJson(join(root, stampFile))
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // Absent, half-written, or not JSON at all: each means that nothing is known about the last install.
    return undefined
  }
}
