import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { withLock } from './lock.mjs'

let root: string
let lock: string
const children: ChildProcess[] = []

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tessera-lock-'))
  lock = join(root, 'cache/the.lock')
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(root, { recursive: true, force: true })
})

/** A process that runs `body` with `withLock`, `lock` and `log` at hand. */
function contender(body: string) {
  const source = `
    import { appendFileSync } from 'node:fs'
    import { setTimeout as sleep } from 'node:timers/promises'
    import { withLock } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'lock.mjs')).href)}
    const lock = ${JSON.stringify(lock)}
    const log = (text) => appendFileSync(${JSON.stringify(join(root, 'log'))}, text + '\\n')
    ${body}`
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  children.push(child)
  return { child, ended: new Promise<number | null>((resolve) => child.on('close', resolve)) }
}

const logged = () => (existsSync(join(root, 'log')) ? readFileSync(join(root, 'log'), 'utf8').trim().split('\n') : [])

/** A pid that no process has: that of one that has just ended. */
async function deadPid() {
  const { child, ended } = contender('')
  await ended
  return Number(child.pid)
}

function holdAs(pid: number, helpers: number[] = [], machine = hostname()) {
  mkdirSync(lock, { recursive: true })
  writeFileSync(join(lock, `${pid}@${machine}@0123456789ab`), JSON.stringify(helpers))
}

test('lets one process in at a time, also when all of them find a dead holder at once', async () => {
  holdAs(await deadPid())
  const visit = `await withLock(lock, async () => { log('in'); await sleep(20); log('out') }, { pollMs: 5 })`
  const codes = await Promise.all(Array.from({ length: 6 }, () => contender(visit).ended))
  expect(codes).toEqual([0, 0, 0, 0, 0, 0])
  expect(logged()).toEqual(Array.from({ length: 6 }, () => ['in', 'out']).flat())
  expect(readdirSync(join(root, 'cache'))).toEqual([])
})

test('gives the lock back when the work fails', async () => {
  await expect(withLock(lock, () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk')
  expect(await withLock(lock, async () => 'again')).toBe('again')
})

test('waits for a holder that lives, and says whose work it waits for', async () => {
  const holder = contender(`await withLock(lock, async () => { log('held'); await sleep(600); log('released') })`)
  await vi.waitFor(() => expect(logged()).toEqual(['held']), 10_000)
  const onWait = vi.fn()
  await withLock(lock, async () => expect(logged()).toEqual(['held', 'released']), { onWait, pollMs: 10 })
  expect(onWait).toHaveBeenCalledExactlyOnceWith(holder.child.pid)
})

test('takes the lock of a holder that was killed', async () => {
  const holder = contender(`await withLock(lock, async () => { log('held'); await sleep(60_000) })`)
  await vi.waitFor(() => expect(logged()).toEqual(['held']), 10_000)
  holder.child.kill('SIGKILL')
  await holder.ended
  expect(await withLock(lock, async () => 'mine', { pollMs: 10 })).toBe('mine')
})

test('waits for the program that a killed holder left at work', async () => {
  const helper = contender(`await sleep(500); log('helper ended')`)
  holdAs(await deadPid(), [Number(helper.child.pid)])
  await withLock(lock, async () => expect(logged()).toEqual(['helper ended']), { pollMs: 10 })
})

test('takes the lock of a holder on another machine once it gives no sign of life', async () => {
  holdAs(process.pid, [], 'another-machine')
  const startedAt = performance.now()
  expect(await withLock(lock, async () => 'mine', { pollMs: 10, silentMs: 300 })).toBe('mine')
  expect(performance.now() - startedAt).toBeGreaterThan(290)
})

test('keeps the lock through signs of life however long the work takes', async () => {
  const order: string[] = []
  const long = withLock(lock, () => new Promise((resolve) => setTimeout(resolve, 900)).then(() => order.push('long')), {
    silentMs: 300,
  })
  await withLock(lock, async () => order.push('next'), { pollMs: 10, silentMs: 300 })
  await long
  expect(order).toEqual(['long', 'next'])
})
