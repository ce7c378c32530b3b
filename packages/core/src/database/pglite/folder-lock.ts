import { execFileSync } from 'node:child_process'
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { TesseraError } from '../../errors/tessera-error.ts'

interface Holder {
  readonly pid: number
  /** Distinguishes this process from a later one with the same pid, which in a container is the rule. */
  readonly startedAt: string
  readonly host: string
}

export interface FolderLock {
  /** Whether a process that held the folder before ended without releasing it. */
  readonly afterCrash: boolean
  release(): void
}

/** How often the holder touches its lock, and after how long untouched another host takes it for dead. */
const heartbeatMs = 5_000
const foreignStaleMs = 30_000

/**
 * Takes a folder for this process by a file `tessera.lock` in it, or throws DATABASE_FOLDER_IN_USE naming who has it. The
 * lock of a process that was killed is recognised and replaced: on the same host by its pid and start time, from another
 * host (a container on the same volume) by its age.
 */
export function lockFolder(folder: string): FolderLock {
  const file = join(folder, 'tessera.lock')
  const own: Holder = { pid: process.pid, startedAt: startOf(process.pid) ?? '', host: hostname() }
  const mine = `${file}.${process.pid}`
  writeFileSync(mine, JSON.stringify(own))
  let afterCrash = false
  try {
    while (!tryLink(mine, file)) {
      const holder = readHolder(file)
      if (!holder) continue
      if (isAlive(holder, file)) throw new TesseraError('DATABASE_FOLDER_IN_USE', { folder, ...holder })
      discard(file, holder)
      afterCrash = true
    }
  } finally {
    rmSync(mine, { force: true })
  }
  const heartbeat = setInterval(() => {
    const now = new Date()
    try {
      utimesSync(file, now, now)
    } catch {
      // The folder was removed under a running process; its next write will say so.
    }
  }, heartbeatMs)
  heartbeat.unref()
  return {
    afterCrash,
    release: () => {
      clearInterval(heartbeat)
      if (sameHolder(readHolder(file), own)) rmSync(file, { force: true })
    },
  }
}

/** A link appears with its content or not at all, so nobody ever reads half a lock. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error
  }
  // A file system without links.
  try {
    writeFileSync(to, readFileSync(from), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    // Half a lock, on a file system without links: its writer is at work or dead, which its age tells.
    return { pid: 0, startedAt: '', host: '' }
  }
}

function isAlive(holder: Holder, file: string): boolean {
  if (holder.host !== hostname())
    return Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) < foreignStaleMs
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const startedAt = startOf(holder.pid)
  return startedAt === undefined || startedAt === holder.startedAt
}

/** Moves a dead lock away. Of several processes that do so at once, one may have caught the new holder's: it puts it back. */
function discard(file: string, dead: Holder): void {
  const aside = `${file}.${process.pid}.dead`
  try {
    renameSync(file, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  if (!sameHolder(readHolder(aside), dead)) tryLink(aside, file)
  rmSync(aside, { force: true })
}

const sameHolder = (one: Holder | undefined, other: Holder): boolean =>
  one?.pid === other.pid && one.startedAt === other.startedAt && one.host === other.host

/** When a process started, in a form only good for comparing; undefined where the system does not tell. */
function startOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      // The command name, in parentheses, may contain spaces; field 22 of the line is the 20th after it.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    }
    if (process.platform === 'win32') return undefined
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
  } catch {
    return undefined
  }
}
