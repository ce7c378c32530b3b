import { spawn } from 'node:child_process'
import { describe, expect, onTestFinished, test } from 'vitest'
import { kinds, temporaryFolder, until } from '../database/fixtures/databases.ts'
import { freePort } from '../database/fixtures/free-port.ts'
import type { Database } from '../database/index.ts'
import { hasRedisServer, OwnRedis } from '../events/fixtures/own-redis.ts'
import { openQueues } from './index.ts'

/** A Redis of the test's own, which can be stopped and started again with what it held. */
async function ownRedis() {
  const port = await freePort()
  const dir = await temporaryFolder()
  const start = async () => {
    const server = spawn('redis-server', ['--port', String(port), '--dir', dir, '--appendonly', 'yes', '--save', ''])
    onTestFinished(() => void server.kill('SIGKILL'))
    await new Promise<void>((resolve) => {
      server.stdout.on('data', (text) => String(text).includes('Ready to accept') && resolve())
    })
    return () => {
      const gone = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGTERM')
      return gone
    }
  }
  return { url: `redis://127.0.0.1:${port}`, start }
}

// Only its shape is needed where the jobs are in Redis.
const anyDatabase = (): Promise<Database> => kinds[0].open()

test('a Redis that does not answer is explained without its password', async () => {
  const url = `redis://:s3cr3t@127.0.0.1:${await freePort()}`
  const error = await openQueues({ database: await anyDatabase(), redisUrl: url }).catch((reason) => reason)
  expect(error).toMatchObject({ code: 'QUEUES_UNREACHABLE', message: expect.stringContaining('ECONNREFUSED') })
  expect(error.message).not.toContain('s3cr3t')
})

describe.runIf(hasRedisServer())('with a Redis of its own', () => {
  test('adding fails at once while Redis is away, and work goes on when it is back', async () => {
    const redis = await ownRedis()
    const stop = await redis.start()
    const queues = await openQueues({ database: await anyDatabase(), redisUrl: redis.url })
    onTestFinished(() => queues.close(0))
    const seen: unknown[] = []
    queues.worker('work', async ({ data }) => {
      seen.push(data)
    })
    const queue = queues.queue('work')
    await queue.add('any', 1)
    await until(() => seen.length === 1)
    await queue.add('any', 2, { delay: 300 })
    await stop()
    const asked = Date.now()
    await expect(queue.add('any', 3)).rejects.toThrow()
    expect(Date.now() - asked).toBeLessThan(1_000)
    await redis.start()
    await until(() => seen.length === 2)
    await until(
      () =>
        queue.add('any', 4).then(
          () => true,
          () => false,
        ),
      10_000,
    )
    await until(() => seen.includes(4))
    expect(seen).toEqual([1, 2, 4])
  }, 120_000)

  test('a queue that is first used while Redis dies can be used when it is back', async () => {
    const redis = await OwnRedis.start()
    onTestFinished(() => redis.kill())
    const queues = await openQueues({ database: await anyDatabase(), redisUrl: redis.url })
    onTestFinished(() => queues.close(0))
    redis.suspend()
    const refused = queues
      .queue('work')
      .add('any', 1)
      .then(
        () => null,
        (error: unknown) => error,
      )
    await redis.kill()
    expect(await refused).toBeInstanceOf(Error)
    await redis.start()
    const added = (): Promise<boolean> =>
      queues
        .queue('work')
        .add('any', 2)
        .then(
          () => true,
          () => false,
        )
    await until(added, 10_000)
  }, 60_000)

  test('workers close while Redis is away, and leave nothing that keeps the process alive', async () => {
    const redis = await ownRedis()
    const stop = await redis.start()
    const queues = await openQueues({ database: await anyDatabase(), redisUrl: redis.url, recoveryMs: 900 })
    const workers = [queues.worker('work', async () => undefined), queues.worker('more', async () => undefined)]
    await Promise.all(workers.map((worker) => worker.waitUntilReady()))
    await stop()
    // Not in time would be: given up after it, with the workers' timers and connections left behind.
    const graceMs = 20_000
    const asked = Date.now()
    await queues.close(graceMs)
    expect(Date.now() - asked).toBeLessThan(graceMs)
    for (const worker of workers) expect((worker as unknown as { closed: boolean }).closed).toBe(true)
  }, 60_000)
})
