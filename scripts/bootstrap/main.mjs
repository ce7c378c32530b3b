import { existsSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { handOver } from './child.mjs'
import { BootstrapFailure, explainFailure } from './failure.mjs'
import { installPackages } from './install.mjs'
import { withLock } from './lock.mjs'
import { say, step } from './progress.mjs'
import { installKey, isInstalled, removeStamp, scopeToInstall, writeStamp } from './stamp.mjs'
import { targets } from './targets.mjs'
import { fetchTools, findNode, pinned, toolchain } from './toolchain.mjs'

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

/**
 * Gets the toolchain and the packages right, then becomes the program that was asked for.
 * @param {string[]} argv The target's name and the arguments for it.
 */
export async function main([name = '', ...args]) {
  try {
    const target = targets[name]
    if (target === undefined) {
      const known = Object.keys(targets).join(', ')
      throw new BootstrapFailure('bootstrap/unknown-target', `There is no target "${name}". There are: ${known}.`)
    }
    if (name !== 'pnpm') await prepare(repository, target)
    else await preparePnpm(repository)
    await run(repository, target, args)
  } catch (error) {
    const failure = error instanceof BootstrapFailure ? error : explainFailure('Setting up', describe(error))
    say(`${failure.message} (${failure.code})`)
    process.exit(1)
  }
}

/**
 * Makes Node, pnpm and the installed packages match the checkout. Where they already do, this only reads.
 * @param {string} root
 * @param {Pick<import('./targets.mjs').Target, 'scope' | 'needsPnpm'>} target
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function prepare(root, target, env = process.env) {
  const tools = toolchain(root)
  const wanted = target.scope ?? 'full'
  const isReady = () => {
    const node = findNode(tools.node)
    if (node === undefined || (target.needsPnpm && !existsSync(tools.pnpm.program))) return false
    return isInstalled(root, keyFor(root, node), wanted)
  }
  if (isReady()) return
  await locked(root, async (lock) => {
    if (isReady()) return
    await fetchMissing(root, env, lock)
    const node = findNode(tools.node) ?? tools.node.program
    const key = keyFor(root, node)
    if (isInstalled(root, key, wanted)) return
    const scope = scopeToInstall(root, wanted)
    const what = scope === 'run' ? 'Installing packages for the quick start' : 'Installing packages'
    await step(what, async (onProgress) => {
      removeStamp(root)
      await installPackages({
        root,
        pnpm: tools.pnpm.program,
        scope,
        env: toolEnvironment(root, env),
        onStart: lock.addHelper,
        onProgress,
      })
      writeStamp(root, key, scope)
    })
  })
}

/**
 * Only the toolchain: pnpm must run also where nothing can be installed yet, such as with an outdated lockfile.
 * @param {string} root
 */
async function preparePnpm(root) {
  const tools = toolchain(root)
  if (findNode(tools.node) !== undefined && existsSync(tools.pnpm.program)) return
  await locked(root, (lock) => fetchMissing(root, process.env, lock))
}

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @param {import('./lock.mjs').HeldLock} lock
 */
async function fetchMissing(root, env, lock) {
  const tools = toolchain(root)
  const missing = [
    ...(findNode(tools.node) === undefined ? [tools.node] : []),
    ...(existsSync(tools.pnpm.program) ? [] : [tools.pnpm]),
  ]
  if (missing.length === 0) return
  const names = missing.map((tool) => `${tool.name} ${tool.version}`).join(' and ')
  await step(`Fetching ${names} from the npm registry`, () =>
    fetchTools(missing, { root, env, onStart: lock.addHelper }),
  )
}

/**
 * @param {string} root
 * @param {(lock: import('./lock.mjs').HeldLock) => Promise<void>} work
 */
function locked(root, work) {
  const onWait = (/** @type {number} */ pid) =>
    say(`waiting for the set-up that process ${pid} does in this checkout ...`)
  return withLock(join(root, '.cache/bootstrap.lock'), work, { onWait })
}

/**
 * @param {string} root
 * @param {string} node
 */
function keyFor(root, node) {
  const version = node === process.execPath ? process.versions.node : pinned.node
  return installKey(root, [`node ${version.split('.')[0]}`, `pnpm ${pinned.pnpm}`])
}

/**
 * @param {string} root
 * @param {import('./targets.mjs').Target} target
 * @param {string[]} args
 */
async function run(root, target, args) {
  const tools = toolchain(root)
  const env = toolEnvironment(root, process.env)
  const cwd = join(root, target.folder ?? '.')
  const before = target.args ?? []
  if (target.program === 'pnpm') return handOver(tools.pnpm.program, [...before, ...args], { cwd, env })
  const program = join(root, target.program)
  if (!existsSync(program) || !existsSync(cwd)) {
    const missing = existsSync(cwd) ? target.program : target.folder
    throw new BootstrapFailure(
      'bootstrap/incomplete-checkout',
      `This checkout has no ${missing}. Restore it (\`git status\` shows what is missing) and run the same command again.`,
    )
  }
  await handOver(findNode(tools.node) ?? tools.node.program, [...(target.node ?? []), program, ...before, ...args], {
    cwd,
    env,
  })
}

/**
 * The environment of everything that the set-up starts: this repository's Node, pnpm and tools come first in PATH.
 * `INIT_CWD` is where the person is, for paths among the arguments.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
function toolEnvironment(root, env) {
  const tools = toolchain(root)
  const node = findNode(tools.node) ?? tools.node.program
  const path = [dirname(node), tools.pnpm.folder, join(root, 'node_modules/.bin'), env.PATH ?? env.Path ?? '']
  return {
    INIT_CWD: process.cwd(),
    NODE_COMPILE_CACHE: join(root, '.cache/compile'),
    ...env,
    PATH: path.join(delimiter),
    NODE: node,
    npm_node_execpath: node,
  }
}

/** @param {unknown} error */
function describe(error) {
  return error instanceof Error ? error.message : String(error)
}
