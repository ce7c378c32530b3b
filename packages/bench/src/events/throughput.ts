import { startWorkers } from '@tessera/core'
import type { Company } from './company.ts'
import { Answer, Asked, Idle } from './plugin.ts'

export type Work = 'nothing' | 'one write'

const concurrency = 5
const writtenAtOnce = 500
/** What the relay hands over at once. */
const addedAtOnce = 200

/**
 * Events per second from a backlog of `count` that were written before: relay, queue, durable hook, each delivery marked done. The
 * clock runs from the workers' start until nothing is open.
 */
export async function deliverAll(company: Company, work: Work, count: number): Promise<number> {
  await company.forget()
  const entity = work === 'nothing' ? Idle : Asked
  for (let start = 0; start < count; start += writtenAtOnce) {
    const rows = Array.from({ length: Math.min(writtenAtOnce, count - start) }, (_, n) => ({ number: start + n }))
    await company.system.mutate(entity).createMany(rows)
  }
  let begun = 0
  const done = Promise.withResolvers<void>()
  const stop = company.listen(() => {
    begun += 1
    if (begun === count) done.resolve()
  })
  const startedAt = performance.now()
  const workers = await startWorkers(company.crm, company.queues, { concurrency, jobs: false })
  await done.promise
  await workers.drain(60_000)
  const seconds = (performance.now() - startedAt) / 1000
  stop()
  await workers.close()
  return count / seconds
}

/**
 * Jobs per second of BullMQ alone, on the same backend and connections: `count` jobs added as the relay adds them while a worker
 * with as many places does the hook's work, without event, inbox row and retries. The clock runs from the first `addBulk` until the
 * last job has left the queue.
 */
export async function workRaw(company: Company, work: Work, count: number): Promise<number> {
  await company.forget()
  const done = Promise.withResolvers<void>()
  let completed = 0
  const startedAt = performance.now()
  const worker = company.queues.worker<{ number: number }, void>(
    'raw',
    async ({ data }) => {
      if (work === 'one write') await company.system.mutate(Answer).create({ number: data.number })
    },
    { concurrency },
  )
  worker.on('completed', () => {
    completed += 1
    if (completed === count) done.resolve()
  })
  const queue = company.queues.queue<{ number: number }>('raw')
  for (let start = 0; start < count; start += addedAtOnce) {
    await queue.addBulk(
      Array.from({ length: Math.min(addedAtOnce, count - start) }, (_, n) => ({
        name: 'work',
        data: { number: start + n },
        opts: { removeOnComplete: true, removeOnFail: true },
      })),
    )
  }
  await done.promise
  const seconds = (performance.now() - startedAt) / 1000
  await worker.close()
  return count / seconds
}
