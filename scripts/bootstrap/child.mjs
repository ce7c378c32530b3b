import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname } from 'node:path'

/**
 * Runs a program of the set-up to its end and keeps what it printed, also in a log file. Interrupting the set-up ends
 * the program too.
 * @param {string} command
 * @param {string[]} args
 * @param {object} options
 * @param {string} options.cwd
 * @param {string} options.logFile
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {(pid: number) => void} [options.onStart]
 * @param {(line: string) => void} [options.onLine]
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export async function runLogged(command, args, { cwd, logFile, env = process.env, onStart, onLine }) {
  mkdirSync(dirname(logFile), { recursive: true })
  const log = createWriteStream(logFile)
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
  if (child.pid !== undefined) onStart?.(child.pid)
  const stopPassingSignals = endWithUs(child)
  let output = ''
  log.on('error', (error) => {
    output += `\n${error}`
  })
  for (const stream of [child.stdout, child.stderr]) {
    let unfinished = ''
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      output += text
      log.write(text)
      const lines = (unfinished + text).split('\n')
      unfinished = lines.pop() ?? ''
      for (const line of lines) onLine?.(line)
    })
  }
  const ok = await new Promise((resolve) => {
    child.on('error', (error) => {
      output += String(error)
      resolve(false)
    })
    child.on('close', (code) => resolve(code === 0))
  })
  stopPassingSignals()
  log.end()
  return { ok, output }
}

/**
 * While a set-up program runs: a signal to us ends it first, then us, so that none is left behind at work.
 * @param {import('node:child_process').ChildProcess} child
 */
function endWithUs(child) {
  /** @param {NodeJS.Signals} signal */
  const end = (signal) => {
    child.once('close', () => process.exit(128 + constants.signals[signal]))
    child.kill(signal)
  }
  return onSignals(['SIGINT', 'SIGTERM', 'SIGHUP'], end)
}

/**
 * Hands the terminal over to the program that was asked for and ends as it ends: same exit code, same signal.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<never>}
 */
export async function handOver(command, args, { cwd, env }) {
  const child = spawn(command, args, { cwd, env, stdio: 'inherit' })
  /** @type {Map<NodeJS.Signals, number>} */
  const passedAt = new Map()
  const stopPassingSignals = onSignals(['SIGINT', 'SIGTERM', 'SIGHUP'], (signal) => {
    // A terminal sends Ctrl-C to the whole group, so the program has it already; npm passes the same signal on as well.
    if (signal === 'SIGINT' && process.stdin.isTTY) return
    const now = performance.now()
    if (now - (passedAt.get(signal) ?? Number.NEGATIVE_INFINITY) < 500) return
    passedAt.set(signal, now)
    child.kill(signal)
  })
  // npm passes SIGTERM to a shell, which ends without a word to us: nobody would ever stop the program.
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    child.kill('SIGTERM')
  }, 500)
  const [code, signal] = await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exitCode, exitSignal) => resolve([exitCode, exitSignal]))
  })
  clearInterval(watch)
  stopPassingSignals()
  if (signal === null) process.exit(code)
  process.kill(process.pid, signal)
  // Only a signal that this platform cannot deliver to ourselves leaves us here.
  process.exit(128 + (constants.signals[/** @type {NodeJS.Signals} */ (signal)] ?? 0))
}

/**
 * @param {NodeJS.Signals[]} signals
 * @param {(signal: NodeJS.Signals) => void} listener
 */
function onSignals(signals, listener) {
  for (const signal of signals) process.on(signal, listener)
  return () => {
    for (const signal of signals) process.off(signal, listener)
  }
}
