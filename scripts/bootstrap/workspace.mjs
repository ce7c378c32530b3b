import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The folders of the workspace's packages, relative to `root`, sorted, without the root itself. Reads the `packages:`
 * list of pnpm-workspace.yaml (`folder` and `folder/*`), which is all that this repository uses: a YAML library is not
 * there yet when the set-up runs.
 * @param {string} root
 * @returns {string[]}
 */
export function packageFolders(root) {
  const yaml = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8')
  const list = yaml.match(/^packages:\n((?:[ \t]+-.*\n?|[ \t]*#.*\n|\n)*)/m)?.[1] ?? ''
  const patterns = [...list.matchAll(/^[ \t]+-[ \t]*['"]?([^'"\s#]+)/gm)].map((match) => String(match[1]))
  return patterns
    .flatMap((pattern) => (pattern.endsWith('/*') ? childrenOf(root, pattern.slice(0, -2)) : [pattern]))
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .sort()
}

/**
 * @param {string} root
 * @param {string} folder
 */
function childrenOf(root, folder) {
  const path = join(root, folder)
  return existsSync(path) ? readdirSync(path).map((name) => `${folder}/${name}`) : []
}

/**
 * @typedef {object} Manifest
 * @property {string} name
 * @property {string} [version]
 * @property {boolean} [private]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [devDependencies]
 * @property {Record<string, string>} [peerDependencies]
 * @property {Record<string, string>} [optionalDependencies]
 * @property {Record<string, unknown>} [exports]
 * @property {Record<string, string>} [bin]
 */

/**
 * @param {string} root
 * @param {string} folder
 * @returns {Manifest}
 */
export function readManifest(root, folder) {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
}
