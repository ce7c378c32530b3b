import type { Queue, Worker } from 'bullmq'
import { bullmq } from './bullmq.ts'
import { openDatabaseBackend } from './database-backend.ts'
import type { QueueBackend } from './queue-backend.ts'
import type { Queues, QueuesOptions } from './queues.ts'
import { openRedisBackend } from './redis-backend.ts'

/** How often the jobs of one worker may be taken over before they count as what kills it. */
const maxStalledCount = 25
const abortLimitMs = 2_000

/**
 * Opens the queues: in Redis if there is a `redisUrl`, otherwise in the database.
 *
 * @example
 * const queues = await openQueues({ database })
 * queues.worker('mail', async (job) => send(job.data))
 * await queues.queue('mail').add('welcome', { to: 'ann@example.com' }, { jobId: 'welcome-ann' })
 * await queues.close()
 */
export async function openQueues(options: QueuesOptions): Promise<Queues> {
  const { database, redisUrl, prefix = 'tessera', recoveryMs = 9_000, onError = () => undefined } = options
  const backend: QueueBackend = redisUrl
    ? await openRedisBackend(redisUrl, prefix, onError)
    : await openDatabaseBackend(database)
  const queues = new Map<string, Queue>()
  const workers = new Set<Worker>()
  // A dead worker's job is marked by one check after at most one interval, and taken at the next after its lock ran out.
  const recovery = { lockDuration: (recoveryMs * 2) / 3, stalledInterval: recoveryMs / 3, maxStalledCount }
  let closing: Promise<void> | undefined

  const close = async (graceMs: number): Promise<void> => {
    const finished = Promise.all([...workers].map((worker) => worker.close()))
    if (!(await settlesWithin(finished, graceMs))) {
      for (const worker of workers) worker.cancelAllJobs('the process is shutting down')
      await settlesWithin(finished, abortLimitMs)
    }
    await Promise.all([...queues.values()].map((queue) => queue.close()))
    await settlesWithin(backend.close(), abortLimitMs)
  }

  return {
    backend: backend.kind,
    queue: (name, settings) => {
      const known = queues.get(name)
      if (known) return known as never
      const connection = backend.forQueue()
      const queue = new (bullmq().Queue)(name, { ...settings, ...connection.options }, connection.factory as never)
      queue.on('error', onError)
      queues.set(name, queue)
      // BullMQ keeps for good that a queue could not be begun, which may be because Redis died just then: the next who asks begins anew.
      queue.waitUntilReady().catch(() => {
        if (queues.get(name) !== queue) return
        queues.delete(name)
        queue.close().catch(onError)
      })
      return queue as never
    },
    worker: (name, processor, settings) => {
      const connection = backend.forWorker()
      const config = { runRetryDelay: 1_000, ...recovery, ...settings, ...connection.options }
      const worker = new (bullmq().Worker)(name, withSignal(processor) as never, config, connection.factory as never)
      worker.on('error', onError)
      workers.add(worker)
      worker.on('closed', () => workers.delete(worker))
      return worker as never
    },
    close: (graceMs = 10_000) => {
      closing ??= close(graceMs)
      return closing
    },
  }
}

/** BullMQ passes an abort signal only to processors that declare three parameters. */
function withSignal<Arguments extends unknown[], Result>(
  processor: (...args: Arguments) => Result,
): (...args: Arguments) => Result {
  return Object.defineProperty((...args: Arguments) => processor(...args), 'length', { value: 3 })
}

async function settlesWithin(promise: Promise<unknown>, limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs)
  })
  const settled = promise.then(
    () => true,
    () => true,
  )
  const inTime = await Promise.race([settled, late])
  clearTimeout(timer)
  return inTime
}
