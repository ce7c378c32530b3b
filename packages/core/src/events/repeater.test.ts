import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { Repeater } from './repeater.ts'

it('wakes during a round bring exactly one more round, never two at a time', async () => {
  let rounds = 0
  let running = 0
  let most = 0
  const repeater = new Repeater(
    60_000,
    async () => {
      rounds += 1
      running += 1
      most = Math.max(most, running)
      await sleep(20)
      running -= 1
    },
    () => undefined,
  )
  for (let wake = 0; wake < 5; wake++) repeater.wake()
  await sleep(100)
  await repeater.close()
  expect({ rounds, most }).toEqual({ rounds: 2, most: 1 })
})

it('goes on after a round that failed, and ends with the running round when closed', async () => {
  const errors: unknown[] = []
  let rounds = 0
  const repeater = new Repeater(
    5,
    async () => {
      rounds += 1
      if (rounds === 1) throw new Error('once')
      await sleep(20)
    },
    (error) => errors.push(error),
  )
  repeater.wake()
  while (rounds < 2) await sleep(1)
  await repeater.close()
  const after = rounds
  await sleep(30)
  expect(errors).toHaveLength(1)
  expect(rounds).toBe(after)
})
