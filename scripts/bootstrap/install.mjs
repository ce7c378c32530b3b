import { join } from 'node:path'
import { runLogged } from './child.mjs'
import { explainFailure } from './failure.mjs'
import { packageFolders, readManifest } from './workspace.mjs'

/** The package that the quick start runs, and the command that runs it. */
const runFolders = ['examples/distributor', 'packages/cli']

/**
 * Installs with pnpm and the frozen lockfile.
 * @param {object} options
 * @param {string} options.root
 * @param {string} options.pnpm Path of the pnpm program.
 * @param {import('./stamp.mjs').Scope} options.scope
 * @param {NodeJS.ProcessEnv} options.env
 * @param {(pid: number) => void} options.onStart
 * @param {(detail: string) => void} options.onProgress
 */
export async function installPackages({ root, pnpm, scope, env, onStart, onProgress }) {
  const logFile = join(root, '.cache/logs/install.log')
  const watch = watchInstall(onProgress)
  const args = ['install', '--frozen-lockfile', '--reporter=ndjson', ...(scope === 'run' ? runOnly(root) : [])]
  const { ok, output } = await runLogged(pnpm, args, {
    cwd: root,
    logFile,
    env: { ...networkSettings(env), ...env },
    onStart,
    onLine: watch.line,
  })
  if (!ok) throw explainFailure('Installing packages', watch.error() ?? output, logFile)
}

/**
 * The production dependencies of what the quick start runs, nothing of tests, builds or the portal's tools.
 * @param {string} root
 */
function runOnly(root) {
  const folders = packageFolders(root)
  const names = runFolders.filter((folder) => folders.includes(folder)).map((folder) => readManifest(root, folder).name)
  return ['--prod', ...names.map((name) => `--filter=${name}...`)]
}

/**
 * pnpm's defaults wait over a minute before they say that there is no network, and ask for more packages at once than
 * some proxies bear: 64 requests took ten times as long as 8 through the one this was measured with. The lockfile is
 * committed, so what it names was judged when it was written. Whoever sets these variables overrides them.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
function networkSettings(env) {
  return {
    pnpm_config_fetch_retries: '3',
    pnpm_config_fetch_retry_mintimeout: '500',
    pnpm_config_fetch_retry_maxtimeout: '4000',
    pnpm_config_network_concurrency: '8',
    pnpm_config_trust_lockfile: 'true',
    pnpm_config_confirm_modules_purge: 'false',
    ...(env.npm_config_registry === undefined ? {} : { pnpm_config_registry: env.npm_config_registry }),
  }
}

/**
 * Reads pnpm's event lines: counts packages for the progress line, keeps the last error.
 * @param {(detail: string) => void} onProgress
 */
function watchInstall(onProgress) {
  let wanted = 0
  let ready = 0
  /** @type {string | undefined} */
  let error
  return {
    error: () => error,
    /** @param {string} text */
    line(text) {
      const event = parseEvent(text)
      if (event?.name === 'pnpm:progress' && event.status === 'resolved') wanted += 1
      if (event?.name === 'pnpm:progress' && event.status === 'imported') ready += 1
      if (event?.level === 'error') error = `${event.code ?? ''} ${event.message ?? event.err?.message ?? ''}`
      if (wanted > 0) onProgress(`${ready} of ${wanted} packages`)
      if (event?.name === 'pnpm:request-retry')
        onProgress(`${ready} of ${wanted} packages, the registry is slow to answer`)
    },
  }
}

/**
 * @param {string} text
 * @returns {{ name?: string, status?: string, level?: string, code?: string, message?: string, err?: Error } | undefined}
 */
function parseEvent(text) {
  if (!text.startsWith('{')) return undefined
  try {
    return JSON.parse(text)
  } catch {
    // A line of another program that happens to begin with a brace; it stays in the log.
    return undefined
  }
}
