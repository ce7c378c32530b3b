import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { runLogged } from './child.mjs'
import { BootstrapFailure, explainFailure } from './failure.mjs'

/** The versions that the quick start fetches. A newer Node 24 that is already there is used as it is. */
export const pinned = { node: '24.21.0', pnpm: '12.21.0' }

const thisMachine = {
  platform: process.platform,
  arch: process.arch,
  musl: process.platform === 'linux' && isMusl(),
}

/**
 * A program of the toolchain: where it lies once fetched, and the package of the npm registry that carries it. These are
 * the platform packages behind `node` and `pnpm`: they hold the plain binary and run no install script, which newer
 * versions of npm block.
 * @typedef {{ name: string, version: string, folder: string, program: string, package: string }} Tool
 */

/**
 * @param {string} root
 * @param {{ platform: string, arch: string, musl: boolean }} [machine]
 * @returns {{ node: Tool, pnpm: Tool }}
 */
export function toolchain(root, machine = thisMachine) {
  const { platform, arch, musl } = machine
  const windows = platform === 'win32'
  const place = join(root, '.cache/toolchain')
  const target = `${platform}-${arch}${musl ? '-musl' : ''}`
  const nodePrefix = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node'
  const nodeFolder = join(place, `node-${pinned.node}-${target}`)
  const pnpmFolder = join(place, `pnpm-${pinned.pnpm}-${target}`)
  return {
    node: {
      name: 'Node',
      version: pinned.node,
      folder: nodeFolder,
      program: join(nodeFolder, 'bin', windows ? 'node.exe' : 'node'),
      package: `${nodePrefix}-${windows ? 'win' : platform}-${arch}`,
    },
    pnpm: {
      name: 'pnpm',
      version: pinned.pnpm,
      folder: pnpmFolder,
      program: join(pnpmFolder, windows ? 'pnpm.exe' : 'pnpm'),
      package: `@pnpm/exe.${target}`,
    },
  }
}

function isMusl() {
  // Without this the report looks up the names of all network interfaces, which takes longer than everything else here.
  const report = Object.assign(process.report, { excludeNetwork: true }).getReport()
  return !('glibcVersionRuntime' in /** @type {{ header: object }} */ (report).header)
}

/**
 * Whether this repository runs on a Node of that version: 24, or an even release after it. Vitest 5 excludes 25.
 * @param {string} version Such as `24.1.0`.
 */
export function isGoodNode(version) {
  const major = Number(version.split('.')[0])
  return major === 24 || major >= 26
}

/**
 * The Node to run with: the present one if it is good, else the fetched one, else `undefined`.
 * @param {Tool} node
 */
export function findNode(node) {
  if (isGoodNode(process.versions.node)) return process.execPath
  return existsSync(node.program) ? node.program : undefined
}

/**
 * Fetches tools with npm, checks that each runs here, and only then moves it to its place. The caller holds the lock.
 * @param {Tool[]} tools
 * @param {{ root: string, onStart: (pid: number) => void, env?: NodeJS.ProcessEnv }} options
 */
export async function fetchTools(tools, { root, onStart, env = process.env }) {
  const what = `Fetching ${tools.map((tool) => `${tool.name} ${tool.version}`).join(' and ')}`
  const place = join(root, '.cache/toolchain')
  const staging = join(place, `.staging-${process.pid}`)
  const logFile = join(root, '.cache/logs/toolchain.log')
  removeStaging(place)
  mkdirSync(staging, { recursive: true })
  requireSpace(place, 300)
  try {
    const specs = tools.map((tool) => `${tool.package}@${tool.version}`)
    const result = await runNpm(['install', ...npmFlags, `--prefix=${staging}`, ...specs], {
      cwd: staging,
      logFile,
      env: { ...npmPatience, ...env },
      onStart,
    })
    if (!result.ok) throw explainFailure(what, result.output, logFile)
    for (const tool of tools) await install(tool, staging, join(root, `.cache/logs/${tool.name.toLowerCase()}.log`))
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
}

const npmFlags = [
  '--ignore-scripts',
  '--no-save',
  '--no-package-lock',
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
  '--no-progress',
  '--global=false',
  '--workspaces=false',
  '--loglevel=error',
]

/** npm's defaults wait over a minute before they say that there is no network. */
const npmPatience = {
  npm_config_fetch_retries: '2',
  npm_config_fetch_retry_mintimeout: '500',
  npm_config_fetch_retry_maxtimeout: '4000',
}

/**
 * @param {Tool} tool
 * @param {string} staging
 * @param {string} logFile
 */
async function install(tool, staging, logFile) {
  const fetched = join(staging, 'node_modules', tool.package)
  const program = join(fetched, tool.program.slice(tool.folder.length + 1))
  const { ok, output } = await runLogged(program, ['--version'], { cwd: staging, logFile })
  if (!ok || output.trim().replace(/^v/, '') !== tool.version) {
    throw new BootstrapFailure(
      'bootstrap/tool-does-not-run',
      `${tool.name} ${tool.version} from the npm registry does not run on this machine (${process.platform} ${process.arch}: ` +
        `${output.trim().split('\n')[0]}). Install Node 24 and pnpm ${pinned.pnpm} by other means and run the same command again.`,
    )
  }
  rmSync(tool.folder, { recursive: true, force: true })
  renameSync(fetched, tool.folder)
}

/**
 * npm can take a minute on a full disk and then leave cut-off files, so this is asked before.
 * @param {string} folder
 * @param {number} megabytes
 */
export function requireSpace(folder, megabytes) {
  const { bavail, bsize } = statfsSync(folder)
  const free = Math.floor((bavail * bsize) / 1e6)
  if (free >= megabytes) return
  throw new BootstrapFailure(
    'bootstrap/disk-full',
    `The set-up needs ${megabytes} MB in ${folder}, and the disk has ${free} MB left. Free some and run the same command again.`,
  )
}

/**
 * What a killed fetch left. We hold the lock, so none of it is in use.
 * @param {string} place
 */
function removeStaging(place) {
  if (!existsSync(place)) return
  for (const name of readdirSync(place)) {
    if (name.startsWith('.staging-')) rmSync(join(place, name), { recursive: true, force: true })
  }
}

/**
 * @param {string[]} args
 * @param {Parameters<typeof runLogged>[2]} options
 */
function runNpm(args, options) {
  const cli = npmCli()
  return cli === undefined ? runLogged('npm', args, options) : runLogged(process.execPath, [cli, ...args], options)
}

/** npm's own JavaScript file: the one that started us, or the one that came with this Node. */
function npmCli() {
  const started = process.env.npm_execpath
  if (started !== undefined && basename(started) === 'npm-cli.js') return started
  const home = dirname(process.execPath)
  const places = ['../lib/node_modules/npm/bin/npm-cli.js', 'node_modules/npm/bin/npm-cli.js']
  return places.map((place) => resolve(home, place)).find((place) => existsSync(place))
}
