import { expect, it } from 'vitest'
import { Turns } from './turns.ts'

/** Work that is done when the test says so. */
function page(log: string[], name: string) {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const work = () => {
    log.push(name)
    return promise
  }
  return { work, done: () => resolve(name), fail: () => reject(new Error(name)) }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

it('makes a few pages at a time, in the order they were asked for', async () => {
  const turns = new Turns({ places: 2, holdMs: 60_000 })
  const log: string[] = []
  const pages = ['a', 'b', 'c', 'd'].map((name) => page(log, name))
  const made = pages.map(({ work }) => turns.run(work))
  expect(log).toEqual(['a', 'b'])
  pages[1]?.done()
  await made[1]
  await settled()
  expect(log).toEqual(['a', 'b', 'c'])
  for (const { done } of pages) done()
  expect(await Promise.all(made)).toEqual(['a', 'b', 'c', 'd'])
})

it('gives the place of one that failed to the next', async () => {
  const turns = new Turns({ places: 1, holdMs: 60_000 })
  const log: string[] = []
  const [bad, good] = [page(log, 'bad'), page(log, 'good')]
  const made = [turns.run(bad.work), turns.run(good.work)]
  bad.fail()
  good.done()
  expect((await Promise.allSettled(made)).map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  expect(log).toEqual(['bad', 'good'])
})

it('lets nobody wait for one that waits for something slow, and counts its place once', async () => {
  const turns = new Turns({ places: 1, holdMs: 1 })
  const log: string[] = []
  const slow = page(log, 'slow')
  const waits = turns.run(slow.work)
  await turns.run(async () => void log.push('next'))
  expect(log).toEqual(['slow', 'next'])
  slow.done()
  await waits
  const strict = ['x', 'y'].map((name) => page(log, name))
  const made = strict.map(({ work }) => turns.run(work))
  expect(log).toEqual(['slow', 'next', 'x'])
  for (const { done } of strict) done()
  await Promise.all(made)
})
