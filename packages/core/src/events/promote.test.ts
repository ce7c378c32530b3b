import type { Job } from 'bullmq'
import { Redis } from 'ioredis'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { job } from '../jobs/job.ts'
import { entity } from '../model/entity.ts'
import { f } from '../model/fields.ts'
import { model } from '../model/model.ts'
import { definePlugin } from '../plugin/define-plugin.ts'
import type { Context } from '../runtime/context.ts'
import { createCrm } from '../runtime/create-crm.ts'
import { backends, Lab, until } from './fixtures/lab.ts'
import { promote, promoteDue } from './promote.ts'
import { jobQueue } from './queue-names.ts'

class Bell extends entity('bell', { name: f.text() }) {}
class Tower extends model('tower', { entities: [Bell] }) {}
const ring = job(Tower, 'ring', { input: z.object({ bell: z.string() }) }, async () => undefined)
const tower = definePlugin(Tower)({ jobs: [ring] })
const hourMs = 3_600_000

describe.each(backends)('the time of a delayed job has come, on $name', (backend) => {
  /** A lab whose queue holds these many jobs that wait an hour. */
  async function delayed(count: number): Promise<{ lab: Lab; jobs: Job[] }> {
    const lab = await Lab.open(backend, tower())
    onTestFinished(() => lab[Symbol.asyncDispose]())
    const system = lab.crm.system('test', 'a test acts') as Context<typeof Tower>
    for (let n = 0; n < count; n++) await system.enqueue(ring, { bell: `bell ${n}` }, { delayMs: hourMs })
    await lab.work({ events: false, jobs: false })
    const queue = lab.queues.queue(jobQueue)
    const jobs = await until(async () => {
      const found = await queue.getDelayed()
      return found.length === count ? found : undefined
    })
    return { lab, jobs }
  }

  it('several drains at once promote each job once, and none minds that another was first', async () => {
    const { lab } = await delayed(5)
    const { assembly, database, log } = lab.crm
    const anHourLater = new Date(Date.now() + hourMs)
    const crm = createCrm({ assembly, database, log, clock: { now: () => anHourLater } })
    await Promise.all(Array.from({ length: 4 }, () => promoteDue(crm, lab.queues)))
    expect(await lab.queues.queue(jobQueue).getJobCounts('waiting', 'delayed')).toEqual({ waiting: 5, delayed: 0 })
  })

  it('a job that a worker has meanwhile taken, or done and removed, is left alone', async () => {
    const { lab, jobs } = await delayed(2)
    const queue = lab.queues.queue(jobQueue)
    const [taken, gone] = jobs as [Job, Job]
    await promote(taken)
    await queue.remove(gone.id ?? '')
    await promote(taken)
    await promote(gone)
    expect(await taken.getState()).toBe('waiting')
    expect(await queue.getJob(gone.id ?? '')).toBeUndefined()
  })

  it('any other failure comes out', async () => {
    const { lab, jobs } = await delayed(1)
    await lab.stop()
    const { opts, name } = lab.queues.queue(jobQueue)
    if (backend.redisUrl) await overwrite(backend.redisUrl, `${opts.prefix}:${name}:delayed`)
    else await lab.rows('drop schema bullmq cascade')
    await expect(promote(jobs[0] as Job)).rejects.toThrow(backend.redisUrl ? 'WRONGTYPE' : /does not exist/)
  })
})

async function overwrite(redisUrl: string, key: string): Promise<void> {
  const redis = new Redis(redisUrl)
  await redis.set(key, 'no list of jobs')
  redis.disconnect()
}
