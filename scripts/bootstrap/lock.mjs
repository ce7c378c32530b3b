import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * What a holder may do with its lock: name a program that works on its behalf. If the holder dies, the lock stays
 * taken until that program has ended too.
 * @typedef {{ addHelper: (pid: number) => void }} HeldLock
 */

/**
 * Runs `work` while no other process on this folder does. The lock is a folder with one file, whose name tells the
 * holder: creating the folder with the file in it, and renaming a dead holder's file to one's own, are both atomic, so
 * of any number of waiting processes exactly one gets it. A holder is dead when its process is gone, or, where that
 * cannot be asked (another machine on a shared disk, a pid used again), when it gave no sign of life for `silentMs`.
 * @template T
 * @param {string} folder
 * @param {(lock: HeldLock) => Promise<T>} work
 * @param {object} [options]
 * @param {(pid: number) => void} [options.onWait] Called once if another process holds the lock.
 * @param {number} [options.pollMs]
 * @param {number} [options.silentMs]
 * @returns {Promise<T>}
 */
export async function withLock(folder, work, { onWait, pollMs = 200, silentMs = 30_000 } = {}) {
  const mine = `${process.pid}@${machine()}@${randomBytes(6).toString('hex')}`
  mkdirSync(dirname(folder), { recursive: true })
  const watch = watchHolder(silentMs)
  let waiting = false
  while (!create(folder, mine)) {
    const holder = currentHolder(folder)
    if (holder === undefined) {
      removeEmpty(folder)
      continue
    }
    if (watch.isDead(folder, holder)) {
      if (takeOver(folder, holder, mine)) break
      continue
    }
    if (!waiting) onWait?.(pidOf(holder))
    waiting = true
    await sleep(pollMs)
  }
  return holding(folder, mine, work, silentMs / 10)
}

/**
 * @template T
 * @param {string} folder
 * @param {string} mine
 * @param {(lock: HeldLock) => Promise<T>} work
 * @param {number} signOfLifeMs
 */
async function holding(folder, mine, work, signOfLifeMs) {
  const file = join(folder, mine)
  /** @type {number[]} */
  const helpers = []
  writeFileSync(file, '[]')
  const signs = setInterval(() => {
    const now = new Date()
    utimesSync(file, now, now)
  }, signOfLifeMs)
  const release = () => {
    rmSync(file, { force: true })
    removeEmpty(folder)
  }
  process.on('exit', release)
  try {
    return await work({
      addHelper(pid) {
        helpers.push(pid)
        writeFileSync(file, JSON.stringify(helpers))
      },
    })
  } finally {
    clearInterval(signs)
    process.off('exit', release)
    release()
  }
}

/**
 * @param {string} folder
 * @param {string} mine
 */
function create(folder, mine) {
  const draft = join(dirname(folder), `.${basename(folder)}-${mine}`)
  mkdirSync(draft)
  writeFileSync(join(draft, mine), '[]')
  try {
    renameSync(draft, folder)
    return true
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    // Windows says EPERM where POSIX says that the folder is not empty.
    if (hasCode(error, 'ENOTEMPTY', 'EEXIST') || (hasCode(error, 'EPERM') && existsSync(folder))) return false
    throw error
  }
}

/**
 * @param {string} folder
 * @param {string} holder
 * @param {string} mine
 */
function takeOver(folder, holder, mine) {
  try {
    renameSync(join(folder, holder), join(folder, mine))
    return true
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false
    throw error
  }
}

/** @param {string} folder */
function currentHolder(folder) {
  try {
    return readdirSync(folder)[0]
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/**
 * Judges by what this process itself saw, not by comparing clocks: a laptop that slept makes every time stamp old.
 * @param {number} silentMs
 */
function watchHolder(silentMs) {
  let lastSign = ''
  let seenAt = 0
  return {
    /**
     * @param {string} folder
     * @param {string} holder
     */
    isDead(folder, holder) {
      const file = join(folder, holder)
      if (holder.split('@')[1] === machine() && !isRunning(pidOf(holder))) return !helpersOf(file).some(isRunning)
      const sign = `${holder} ${statSync(file, { throwIfNoEntry: false })?.mtimeMs}`
      if (sign !== lastSign) {
        lastSign = sign
        seenAt = performance.now()
      }
      return performance.now() - seenAt > silentMs
    },
  }
}

/** @param {string} file */
function helpersOf(file) {
  try {
    return /** @type {number[]} */ (JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // Gone, or killed in the middle of writing it: then no helper had been started yet.
    return []
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return hasCode(error, 'EPERM')
  }
}

/** @param {string} holder */
function pidOf(holder) {
  return Number(holder.split('@')[0])
}

function machine() {
  return hostname().replaceAll(/[^\w.-]/g, '_')
}

/** @param {string} folder */
function removeEmpty(folder) {
  try {
    rmdirSync(folder)
  } catch (error) {
    // The next process may have moved its own folder over ours already.
    if (!hasCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT')) throw error
  }
}

/**
 * @param {unknown} error
 * @param {...string} codes
 */
function hasCode(error, ...codes) {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
