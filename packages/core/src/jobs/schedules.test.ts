import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { backends, Lab, until } from '../events/fixtures/lab.ts'
import { scheduleQueue } from '../events/queue-names.ts'
import { entity } from '../model/entity.ts'
import { f } from '../model/fields.ts'
import { model } from '../model/model.ts'
import { definePlugin } from '../plugin/define-plugin.ts'
import { job } from './job.ts'

class Tick extends entity('tick', { name: f.text() }) {}
class Clockwork extends model('clockwork', { entities: [Tick] }) {}

const runs: { input: unknown; jobId: string }[] = []
const often = job(Clockwork, 'often', { everyMs: 300 }, async ({ input, jobId }) => {
  runs.push({ input, jobId })
})
const nightly = job(
  Clockwork,
  'nightly',
  { cron: '30 3 * * *', timeZone: 'Asia/Shanghai', input: z.object({ days: z.number().default(30) }) },
  async ({ input, jobId }) => {
    runs.push({ input, jobId })
  },
)
const hourly = job(Clockwork, 'hourly', { cron: '0 * * * *' }, async () => undefined)

const define = (...jobs: readonly (typeof often | typeof nightly)[]) => definePlugin(Clockwork)({ jobs })
const clockwork = define(often, nightly as never, hourly)

describe.each(backends)('schedules on $name', (backend) => {
  let lab: Lab

  beforeAll(async () => {
    lab = await Lab.open(backend, clockwork())
  })
  afterAll(() => lab[Symbol.asyncDispose]())
  beforeEach(() => {
    runs.length = 0
  })
  afterEach(() => lab.stop())

  const schedules = async (): Promise<string[]> =>
    (await lab.queues.queue(scheduleQueue).getJobSchedulers(0, -1, true))
      .map(({ key }) => key)
      // Core's own are always there.
      .filter((key) => !key.startsWith('identity/'))
      .sort()

  it('every tick runs the job once, however many workers there are', async () => {
    await Promise.all([lab.work(), lab.work(), lab.work()])
    await until(() => runs.length >= 4)
    await lab.stop()
    expect(new Set(runs.map(({ jobId }) => jobId)).size).toBe(runs.length)
    const ticks = await lab.rows<{ at: Date }>(
      `select at from tessera.outbox where payload ->> 'job' = 'clockwork/often' order by at`,
    )
    const gaps = ticks.slice(1).map(({ at }, index) => at.getTime() - (ticks[index]?.at.getTime() ?? 0))
    // A tick may be left out while a worker is busy, none comes early.
    expect(Math.min(...gaps.slice(1))).toBeGreaterThanOrEqual(300)
  })

  it('a cron pattern is read in its time zone', async () => {
    await lab.work()
    const found = await lab.queues.queue(scheduleQueue).getJobScheduler('clockwork/nightly')
    expect(new Date(found?.next ?? 0).toISOString()).toMatch(/T19:30:00\.000Z$/)
    const utc = await lab.queues.queue(scheduleQueue).getJobScheduler('clockwork/hourly')
    expect(new Date(utc?.next ?? 0).getUTCMinutes()).toBe(0)
    expect(utc?.tz).toBe('UTC')
  })

  it('a restart leaves the time of the next tick alone', async () => {
    await lab.work()
    const queue = lab.queues.queue(scheduleQueue)
    const before = (await queue.getJobScheduler('clockwork/hourly'))?.next
    await lab.stop()
    await lab.work()
    expect((await queue.getJobScheduler('clockwork/hourly'))?.next).toBe(before)
    const ticks = async () => (await queue.getDelayed()).filter(({ name }) => !name.startsWith('identity/'))
    await until(async () => (await ticks()).length === 3, 'one next tick of each schedule')
  })

  it('a tick that was due while no worker ran is made up for, once', async () => {
    await lab.work()
    await until(() => runs.length > 0)
    await lab.stop()
    const next = (await lab.queues.queue(scheduleQueue).getJobScheduler('clockwork/often'))?.next ?? 0
    await until(() => Date.now() > next + 1000)
    await lab.work()
    const since = (): Promise<{ at: Date }[]> =>
      lab.rows(
        `select at from tessera.outbox where payload ->> 'job' = 'clockwork/often' and at >= $1 order by at`,
        new Date(next),
      )
    await until(async () => (await since()).length >= 2)
    const [first, second] = (await since()).map(({ at }) => at.getTime())
    expect(first).toBe(next)
    expect(second).toBeGreaterThan(next + 900)
  })

  it('a scheduled job without input gets what its schema makes of none', async () => {
    await lab.work()
    const queue = lab.queues.queue(scheduleQueue)
    const [next] = (await queue.getDelayed()).filter(({ name }) => name === 'clockwork/nightly')
    await next?.promote()
    expect((await until(() => runs.find(({ input }) => input !== undefined))).input).toEqual({ days: 30 })
  })

  it('a schedule the queue has lost is put back, one that is no longer declared goes', async () => {
    await lab.work()
    await lab.stop()
    await lab.queues.queue(scheduleQueue).removeJobScheduler('clockwork/hourly')
    await lab.work()
    expect(await schedules()).toEqual(['clockwork/hourly', 'clockwork/nightly', 'clockwork/often'])
    await lab.stop()
    await lab.work({}, define(hourly)())
    expect(await schedules()).toEqual(['clockwork/hourly'])
  })

  it.each([
    [
      'a pattern nobody can read',
      job(Clockwork, 'odd', { cron: 'at noon' }, async () => undefined),
      /cron|pattern|Invalid/i,
    ],
    [
      'both a pattern and an interval',
      job(Clockwork, 'odd', { cron: '0 * * * *', everyMs: 5 }, async () => undefined),
      /keep one/,
    ],
    [
      'a time zone nobody knows',
      job(Clockwork, 'odd', { cron: '0 * * * *', timeZone: 'Europe/Atlantis' }, async () => undefined),
      /time ?zone|Atlantis/i,
    ],
    [
      'an input it can not have',
      job(Clockwork, 'odd', { everyMs: 1000, input: z.object({ id: z.string() }) }, async () => undefined),
      /give them defaults/,
    ],
  ])('%s is refused when workers start', async (_name, odd, why) => {
    await expect(lab.work({}, define(odd as never)())).rejects.toMatchObject({
      code: 'JOB_SCHEDULE',
      message: expect.stringMatching(why),
    })
  })
})
