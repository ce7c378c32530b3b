import { execFile, spawn } from 'node:child_process'
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../fixtures/databases.ts'
import { lockFolder } from './folder-lock.ts'

const lockOf = (folder: string) => join(folder, 'tessera.lock')
const locker = fileURLToPath(new URL('../fixtures/lock-folder.ts', import.meta.url))

test('a folder is taken once, and again after it was released', async () => {
  const folder = await temporaryFolder()
  const first = lockFolder(folder)
  expect(first.afterCrash).toBe(false)
  expect(() => lockFolder(folder)).toThrow(expect.objectContaining({ code: 'DATABASE_FOLDER_IN_USE' }))
  expect(() => lockFolder(folder)).toThrow(new RegExp(`process ${process.pid} on ${hostname()}`))
  first.release()
  expect(existsSync(lockOf(folder))).toBe(false)
  const second = lockFolder(folder)
  expect(second.afterCrash).toBe(false)
  second.release()
})

test('another process is refused while the first lives, and takes over when it was killed', async () => {
  const folder = await temporaryFolder()
  const holder = spawn(process.execPath, [locker, folder, 'hold'], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void holder.kill('SIGKILL'))
  await new Promise((resolve) => holder.stdout.once('data', resolve))
  expect(() => lockFolder(folder)).toThrow(new RegExp(`process ${holder.pid} `))
  const gone = new Promise((resolve) => holder.once('exit', resolve))
  holder.kill('SIGKILL')
  await gone
  const lock = lockFolder(folder)
  expect(lock.afterCrash).toBe(true)
  lock.release()
})

test('of many processes that find a dead lock exactly one gets the folder', async () => {
  const folder = await temporaryFolder()
  writeFileSync(lockOf(folder), JSON.stringify({ pid: 2 ** 22 + 1, startedAt: '1', host: hostname() }))
  const runs = Array.from({ length: 8 }, () => promisify(execFile)(process.execPath, [locker, folder, 'briefly']))
  const outcomes = (await Promise.all(runs)).map(({ stdout }) => stdout.trim())
  expect(outcomes.filter((each) => each === 'locked')).toHaveLength(1)
  expect(outcomes.filter((each) => each === 'DATABASE_FOLDER_IN_USE')).toHaveLength(7)
})

test('a later process with the same pid is not mistaken for the holder', async () => {
  const folder = await temporaryFolder()
  writeFileSync(lockOf(folder), JSON.stringify({ pid: process.pid, startedAt: 'another time', host: hostname() }))
  const lock = lockFolder(folder)
  expect(lock.afterCrash).toBe(true)
  lock.release()
})

test('the lock of another host counts while it is fresh', async () => {
  const folder = await temporaryFolder()
  const file = lockOf(folder)
  writeFileSync(file, JSON.stringify({ pid: 1, startedAt: '1', host: 'elsewhere' }))
  expect(() => lockFolder(folder)).toThrow(/process 1 on elsewhere/)
  const minuteAgo = new Date(Date.now() - 60_000)
  utimesSync(file, minuteAgo, minuteAgo)
  lockFolder(folder).release()
})

test('releasing leaves the lock of somebody else alone', async () => {
  const folder = await temporaryFolder()
  const lock = lockFolder(folder)
  const other = JSON.stringify({ pid: 1, startedAt: '1', host: 'elsewhere' })
  writeFileSync(lockOf(folder), other)
  lock.release()
  expect(readFileSync(lockOf(folder), 'utf8')).toBe(other)
})
