import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { emptyImage, kinds, serverUrl, temporaryFolder, until } from '../database/fixtures/databases.ts'
import { openDatabase } from '../database/index.ts'
import { createTemporaryDatabase } from '../database/postgres/temporary.ts'
import { backends, redisUrl, removeKeys } from './fixtures/backends.ts'
import { migrateQueues, openQueues, queuesArePending } from './index.ts'

/** Starts `fixtures/work.ts`; ends with the test. */
function startWork(options: object) {
  const script = fileURLToPath(new URL('./fixtures/work.ts', import.meta.url))
  const child = spawn(process.execPath, [script, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const output: string[] = []
  child.stdout.on('data', (bytes) => output.push(String(bytes)))
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { child, exited, output: () => output.join('') }
}

describe.each(backends)('on $backend', ({ backend, open }) => {
  test('many jobs are each processed once, whatever the number of workers', async () => {
    const { queues } = await open()
    const times = new Map<number, number>()
    const work = async ({ data }: { data: { n: number } }) => {
      times.set(data.n, (times.get(data.n) ?? 0) + 1)
    }
    queues.worker<{ n: number }, void>('work', work, { concurrency: 5 })
    queues.worker<{ n: number }, void>('work', work, { concurrency: 5 })
    const numbers = Array.from({ length: 500 }, (_, n) => n)
    await queues.queue<{ n: number }>('work').addBulk(numbers.map((n) => ({ name: 'count', data: { n } })))
    await until(() => times.size === 500)
    const queue = queues.queue('work')
    await until(async () => (await queue.getCompletedCount()) === 500)
    expect([...times.values()].every((count) => count === 1)).toBe(true)
  }, 120_000)

  test('a failing job is tried again after a growing pause, then kept as failed', async () => {
    const { queues } = await open()
    const tries: number[] = []
    queues.worker('work', async () => {
      tries.push(Date.now())
      throw new Error('not today')
    })
    const queue = queues.queue('work')
    const job = await queue.add('any', {}, { attempts: 3, backoff: { type: 'exponential', delay: 100 } })
    await until(async () => (await queue.getFailedCount()) === 1)
    expect(tries).toHaveLength(3)
    expect(Number(tries[1]) - Number(tries[0])).toBeGreaterThanOrEqual(95)
    expect(Number(tries[2]) - Number(tries[1])).toBeGreaterThanOrEqual(195)
    expect(await queue.getJob(String(job.id))).toMatchObject({ failedReason: 'not today', attemptsMade: 3 })
  })

  test('a delayed job runs when it is due, not before', async () => {
    const { queues } = await open()
    let ran = 0
    queues.worker('work', async () => {
      ran = Date.now()
    })
    const added = Date.now()
    await queues.queue('work').add('any', {}, { delay: 400 })
    await until(() => ran > 0)
    expect(ran - added).toBeGreaterThanOrEqual(395)
  })

  test('a schedule repeats, once however often it is set, until it is removed', async () => {
    const { queues } = await open()
    let runs = 0
    queues.worker('work', async () => {
      runs++
    })
    const queue = queues.queue('work')
    await queue.upsertJobScheduler('tick', { every: 100 }, { name: 'tick' })
    await queue.upsertJobScheduler('tick', { every: 100 }, { name: 'tick' })
    const started = Date.now()
    await until(() => runs >= 5)
    expect(Date.now() - started).toBeGreaterThan(300)
    expect(await queue.getJobSchedulersCount()).toBe(1)
    expect(await queue.removeJobScheduler('tick')).toBe(true)
    await until(async () => (await queue.getDelayedCount()) + (await queue.getActiveCount()) === 0)
  })

  test('a job id that exists already adds nothing', async () => {
    const { queues } = await open()
    const seen: unknown[] = []
    const queue = queues.queue('work')
    await queue.add('any', { n: 1 }, { jobId: 'event-1' })
    await queue.add('any', { n: 2 }, { jobId: 'event-1' })
    queues.worker('work', async ({ data }) => {
      seen.push(data)
    })
    await until(async () => (await queue.getCompletedCount()) === 1)
    await queue.add('any', { n: 3 }, { jobId: 'event-1' })
    await queue.add('any', { n: 4 }, { jobId: 'event-2' })
    await until(() => seen.length === 2)
    expect(seen).toEqual([{ n: 1 }, { n: 4 }])
  })

  test('workers and ordinary transactions get along', async () => {
    const { queues, database } = await open()
    await database.pipeline([{ text: 'create table t (n int)' }])
    let done = 0
    const insert = (n: number) =>
      database.transaction([], async (tx) => {
        await tx.query({ text: 'select count(*) from t' })
        await tx.query({ text: 'insert into t values ($1)', values: [n] })
      })
    queues.worker<{ n: number }, void>(
      'work',
      async ({ data }) => {
        await insert(data.n)
        done++
      },
      { concurrency: 8 },
    )
    const queue = queues.queue<{ n: number }>('work')
    const numbers = Array.from({ length: 100 }, (_, n) => n)
    await Promise.all([...numbers.map((n) => queue.add('any', { n })), ...numbers.map((n) => insert(1000 + n))])
    await until(() => done === 100)
    const [count] = await database.pipeline([{ text: 'select count(*)::int as n from t' }])
    expect(count?.rows).toEqual([{ n: 200 }])
  }, 120_000)

  test('closing lets a running job finish, and leaves the rest for later', async () => {
    const { queues, options } = await open()
    const steps: string[] = []
    queues.worker('work', async ({ data }) => {
      steps.push(`begin ${data}`)
      await new Promise((resolve) => setTimeout(resolve, 200))
      steps.push(`end ${data}`)
    })
    await queues.queue('work').addBulk([1, 2].map((n) => ({ name: 'any', data: n })))
    await until(() => steps.length === 1)
    await queues.close()
    expect(steps).toEqual(['begin 1', 'end 1'])
    const again = await openQueues(options)
    expect(await again.queue('work').getJobCounts('waiting', 'completed')).toEqual({ waiting: 1, completed: 1 })
    await again.close()
  })

  test('closing aborts a job that takes too long', async () => {
    const { queues } = await open()
    let aborted = false
    let begun = false
    queues.worker('work', async (_job, _token, signal) => {
      begun = true
      await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()))
      aborted = true
    })
    await queues.queue('work').add('any', {})
    await until(() => begun)
    await queues.close(50)
    expect(aborted).toBe(true)
  })

  test.skipIf(backend === 'pglite')(
    'the job of a killed worker is taken up by another',
    async () => {
      const { queues, options, database } = await open({ recoveryMs: 900 })
      const { redisUrl: redis, prefix, recoveryMs } = options
      const url = await urlOf(database)
      await queues.queue('work').add('any', {}, { jobId: 'precious' })
      const other = startWork({ how: 'hang', url, redisUrl: redis, prefix, recoveryMs })
      await until(() => other.output().includes('took precious'))
      let taken = 0
      queues.worker('work', async () => {
        taken = Date.now()
      })
      const killed = Date.now()
      other.child.kill('SIGKILL')
      await until(() => taken > 0)
      expect(taken - killed).toBeLessThan(6_000)
      await until(async () => (await queues.queue('work').getCompletedCount()) === 1)
    },
    30_000,
  )

  test('a process that closes its queues and its database ends by itself', async () => {
    const place =
      backend === 'pglite'
        ? { dataDir: await folderWithQueues() }
        : { url: await serverWithQueues(), redisUrl: backend === 'redis' ? redisUrl : undefined }
    const prefix = `tessera-test-${randomUUID()}`
    if (backend === 'redis') onTestFinished(() => removeKeys(prefix))
    const { exited, output } = startWork({ how: 'finish', ...place, prefix })
    expect(await exited).toBe(0)
    expect(output()).toBe('closed\n')
  }, 120_000)
})

test('the job of a killed process is taken up when its folder is opened again', async () => {
  const dataDir = await folderWithQueues()
  const seed = await openDatabase({ dataDir })
  const seedQueues = await openQueues({ database: seed })
  await seedQueues.queue('work').add('any', {}, { jobId: 'precious' })
  await seedQueues.close()
  await seed.close()
  const other = startWork({ how: 'hang', dataDir, recoveryMs: 900 })
  await until(() => other.output().includes('took precious'))
  other.child.kill('SIGKILL')
  await other.exited
  const database = await openDatabase({ dataDir })
  const queues = await openQueues({ database, recoveryMs: 900 })
  const taken: unknown[] = []
  queues.worker('work', async ({ id }) => {
    taken.push(id)
  })
  await until(() => taken.length === 1)
  await queues.close()
  await database.close()
  expect(taken).toEqual(['precious'])
}, 120_000)

test('queues on a database without their tables are refused, and are there after migrating', async () => {
  const database = await kinds[0].open()
  expect(await queuesArePending(database)).toBe(true)
  await expect(openQueues({ database })).rejects.toMatchObject({ code: 'QUEUES_NOT_MIGRATED' })
  await Promise.all([migrateQueues(database), migrateQueues(database)])
  await migrateQueues(database)
  expect(await queuesArePending(database)).toBe(false)
})

async function urlOf(database: Awaited<ReturnType<typeof openDatabase>>): Promise<string | undefined> {
  if (database.kind === 'pglite') return undefined
  const [row] = await database.pipeline([{ text: 'select current_database() as name' }])
  const url = new URL(serverUrl ?? '')
  url.pathname = `/${row?.rows[0]?.name}`
  return url.href
}

async function folderWithQueues(): Promise<string> {
  const dataDir = await temporaryFolder()
  const database = await openDatabase({ dataDir, image: await emptyImage() })
  await migrateQueues(database)
  await database.close()
  return dataDir
}

async function serverWithQueues(): Promise<string | undefined> {
  if (!serverUrl) return undefined
  const temporary = await createTemporaryDatabase(serverUrl)
  onTestFinished(() => temporary.drop())
  const database = await openDatabase({ url: temporary.url })
  await migrateQueues(database)
  await database.close()
  return temporary.url
}
