import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { permission } from '../access/grant.ts'
import { listDeliveries, replayDeadLetters } from '../events/dead-letters.ts'
import { begin } from '../events/delivery.ts'
import { backends, Lab, until } from '../events/fixtures/lab.ts'
import { quick } from '../events/fixtures/quick.ts'
import { startWorkers } from '../events/workers.ts'
import { entity } from '../model/entity.ts'
import { f } from '../model/fields.ts'
import { model } from '../model/model.ts'
import { definePlugin } from '../plugin/define-plugin.ts'
import type { Context } from '../runtime/context.ts'
import { createCrm } from '../runtime/create-crm.ts'
import { job } from './job.ts'
import { jobStatus } from './job-status.ts'

class Note extends entity('note', { text: f.text() }) {}
class Secret extends entity('secret', { text: f.text() }) {}
class Office extends model('office', { entities: [Note, Secret] }) {}

const runs: { name: string; input: unknown; attempt: number; jobId: string }[] = []
let failuresLeft = 0
let found: string | null | undefined
let most = 0
let running = 0
let aborted: unknown
const gates = new Map<string, PromiseWithResolvers<void>>()

function gate(name: string): PromiseWithResolvers<void> {
  const known = gates.get(name) ?? Promise.withResolvers<void>()
  gates.set(name, known)
  return known
}

const write = job(
  Office,
  'write',
  { input: z.object({ text: z.string().min(2) }), attempts: 3, backoffMs: 20 },
  async ({ input, ctx, attempt, jobId }) => {
    runs.push({ name: 'write', input, attempt, jobId })
    if (failuresLeft > 0) {
      failuresLeft -= 1
      throw new Error('out of ink')
    }
    await ctx.mutate(Note).create({ text: input.text })
  },
)
const look = job(Office, 'look', { input: z.object({ id: z.string() }) }, async ({ input, ctx }) => {
  found = (await ctx.find(Note, input.id))?.text ?? null
})
const steps = job(
  Office,
  'steps',
  { input: z.object({ gate: z.string() }) },
  async ({ input, progress, jobId, attempt }) => {
    runs.push({ name: 'steps', input, attempt, jobId })
    await progress({ done: 1, total: 2, note: 'half' })
    await gate(input.gate).promise
    await progress({ done: 2, total: 2 })
  },
)
const inTurn = job(
  Office,
  'inTurn',
  { input: z.object({ gate: z.string() }), concurrency: 1 },
  async ({ input, jobId, attempt }) => {
    runs.push({ name: 'inTurn', input, attempt, jobId })
    await gate(input.gate).promise
  },
)
const single = job(Office, 'single', { concurrency: 1 }, async () => {
  running += 1
  most = Math.max(most, running)
  await sleep(20)
  running -= 1
})
const limited = job(Office, 'limited', { rateLimit: { max: 2, perMs: 400 } }, async ({ jobId, attempt }) => {
  runs.push({ name: 'limited', input: Date.now(), attempt, jobId })
})
const clerk = job(Office, 'clerk', { grants: ['office:notes'], attempts: 1 }, async ({ ctx }) => {
  await ctx.mutate(Note).create({ text: 'by the clerk' })
  await ctx.mutate(Secret).create({ text: 'not for the clerk' })
})
const patient = job(Office, 'patient', { attempts: 2 }, async ({ signal, attempt, jobId }) => {
  runs.push({ name: 'patient', input: undefined, attempt, jobId })
  if (runs.length > 1) return
  await new Promise<void>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      aborted = signal.reason
      reject(signal.reason)
    })
  })
})
const chunks = job(
  Office,
  'chunks',
  { input: z.object({ left: z.number() }) },
  async ({ input, ctx, jobId, attempt }) => {
    runs.push({ name: 'chunks', input, attempt, jobId })
    if (input.left > 0) await ctx.enqueue(chunks, { left: input.left - 1 })
  },
)
const once = job(Office, 'once', { attempts: 1 }, async ({ signal, attempt, jobId }) => {
  runs.push({ name: 'once', input: undefined, attempt, jobId })
  await new Promise<void>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
  })
})
const foreign = job(Office, 'foreign', {}, async () => undefined)

const office = definePlugin(Office)({
  permissions: { 'office:notes': 'Notes', 'office:all': 'Everything' },
  access: ({ allow }) => [
    allow(Note, ['read', 'create'], permission('office:notes')),
    allow(Secret, ['read', 'create'], permission('office:all')),
  ],
  jobs: [write, look, steps, inTurn, single, limited, clerk, patient, chunks, once],
})

describe.each(backends)('jobs on $name', (backend) => {
  let lab: Lab
  let system: Context<typeof Office>

  beforeAll(async () => {
    lab = await Lab.open(backend, office())
    system = lab.crm.system('test', 'a test acts')
  })
  afterAll(() => lab[Symbol.asyncDispose]())
  beforeEach(() => {
    runs.length = 0
    failuresLeft = 0
    found = undefined
    most = 0
    gates.clear()
  })
  afterEach(() => lab.stop())

  const texts = async (): Promise<string[]> =>
    (await lab.rows<{ text: string }>('select text from crm.note order by id')).map((row) => row.text)

  it('a job runs with its input, as the system under its own name', async () => {
    const workers = await lab.work()
    const id = await system.enqueue(write, { text: 'hello' })
    await workers.drain()
    expect(runs).toEqual([{ name: 'write', input: { text: 'hello' }, attempt: 1, jobId: id }])
    const [audit] = await lab.rows(
      `select actor_name, reason from tessera.audit where entity = 'note' order by at desc limit 1`,
    )
    expect(audit).toEqual({ actor_name: 'office/write', reason: `job ${id}` })
    expect(await jobStatus(lab.crm, lab.queues, id)).toMatchObject({
      job: 'office/write',
      state: 'done',
      attempts: 1,
      lastError: null,
    })
  })

  it('an input the schema refuses is refused when it is enqueued', async () => {
    await expect(system.enqueue(write, { text: 'x' })).rejects.toMatchObject({
      code: 'VALIDATION',
      issues: [{ path: ['input', 'text'], code: 'JOB_INPUT' }],
    })
    await expect(system.enqueue(write, { text: 7n } as never)).rejects.toMatchObject({ code: 'VALIDATION' })
    await expect(system.enqueue(foreign, undefined)).rejects.toMatchObject({ code: 'JOB_UNKNOWN' })
    expect(await lab.rows(`select 1 from tessera.outbox where kind = 'job' and relayed_at is null`)).toEqual([])
  })

  it('an input that a newer version of the schema refuses is a dead letter at once', async () => {
    const id = await system.enqueue(write, { text: 'fine' })
    await lab.rows(
      `update tessera.outbox set payload = jsonb_set(payload, '{input}', '{"text": "x"}') where id = $1`,
      id,
    )
    const workers = await lab.work()
    await workers.drain()
    expect(runs).toEqual([])
    expect(await jobStatus(lab.crm, lab.queues, id)).toMatchObject({
      state: 'dead',
      attempts: 0,
      lastError: expect.stringContaining('input.text'),
    })
    await lab.rows('delete from tessera.delivery where event_id = $1', id)
  })

  it('a job that fails is tried again, then is a dead letter, and can be replayed', async () => {
    failuresLeft = 4
    const workers = await lab.work()
    const id = await system.enqueue(write, { text: 'stubborn' })
    await workers.drain()
    expect(runs.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
    expect(await listDeliveries(lab.crm, { handler: 'office/write' })).toMatchObject([
      { eventId: id, kind: 'job', entity: null, attempts: 3, lastError: expect.stringContaining('out of ink') },
    ])
    await replayDeadLetters(lab.crm, lab.queues, { handler: 'office/write' })
    await workers.drain(5000)
    expect(runs.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 1, 2])
    expect(await texts()).toContain('stubborn')
  })

  it('a job enqueued in a transaction never runs before the row it is about exists', async () => {
    const workers = await lab.work()
    await system.transaction(async (ctx) => {
      const note = await ctx.mutate(Note).create({ text: 'not yet' })
      await ctx.enqueue(look, { id: note.id })
      // Time in which a worker would take the job if it could see it.
      await sleep(200)
      await ctx.mutate(Note).update(note.id, { text: 'here' })
    })
    await workers.drain()
    expect(found).toBe('here')
  })

  it('a job enqueued in a transaction that rolls back never runs', async () => {
    const workers = await lab.work()
    const work = system.transaction(async (ctx) => {
      await ctx.enqueue(write, { text: 'never' })
      throw new Error('no')
    })
    await expect(work).rejects.toThrow('no')
    await workers.drain()
    expect(runs).toEqual([])
  })

  it('a delayed job waits for its time, and drain does not wait for it', async () => {
    const workers = await lab.work()
    const started = Date.now()
    const soon = await system.enqueue(write, { text: 'soon' }, { delayMs: 300 })
    const later = await system.enqueue(write, { text: 'later' }, { delayMs: 3_600_000 })
    await workers.drain()
    expect(Date.now() - started).toBeGreaterThanOrEqual(300)
    expect(runs.map(({ jobId }) => jobId)).toEqual([soon])
    expect(await jobStatus(lab.crm, lab.queues, later)).toMatchObject({ state: 'waiting', attempts: 0 })
  })

  it('a delayed job runs in a test that moves the clock', async () => {
    let now = new Date()
    const crm = createCrm({
      assembly: lab.crm.assembly,
      database: lab.database,
      clock: { now: () => now },
      log: lab.crm.log,
    })
    const workers = await startWorkers(crm, lab.queues, quick)
    const id = await crm.system('test', 'a test acts').enqueue(write, { text: 'tomorrow' }, { delayMs: 86_400_000 })
    await workers.drain()
    expect(runs.map(({ jobId }) => jobId)).not.toContain(id)
    now = new Date(now.getTime() + 86_400_000)
    await workers.drain()
    await workers.close()
    expect(runs.map(({ jobId }) => jobId)).toContain(id)
  })

  it('of jobs under one key one waits; once it has started, the next may wait', async () => {
    const dropped = (id: string) => until(async () => (await jobStatus(lab.crm, lab.queues, id))?.state === 'dropped')
    const first = await system.enqueue(inTurn, { gate: 'a' }, { key: 'k' })
    const second = await system.enqueue(inTurn, { gate: 'a' }, { key: 'k' })
    // Which one waits is decided when they are handed to the queue: until then nothing may start.
    await lab.work({ jobs: false })
    await dropped(second)
    const workers = await lab.work()
    await until(() => runs.length === 1)
    // The worker has no hand free: what is enqueued now waits until the gate opens.
    const third = await system.enqueue(inTurn, { gate: 'b' }, { key: 'k' })
    const fourth = await system.enqueue(inTurn, { gate: 'b' }, { key: 'k' })
    const other = await system.enqueue(inTurn, { gate: 'b' }, { key: 'other' })
    await dropped(fourth)
    gate('a').resolve()
    gate('b').resolve()
    await workers.drain()
    expect(runs.map(({ jobId }) => jobId).sort()).toEqual([first, third, other].sort())
  })

  it('progress can be read while the job runs', async () => {
    const workers = await lab.work()
    const id = await system.enqueue(steps, { gate: 'c' })
    await until(async () => (await jobStatus(lab.crm, lab.queues, id))?.progress?.done === 1)
    expect(await jobStatus(lab.crm, lab.queues, id)).toMatchObject({
      state: 'running',
      attempts: 1,
      progress: { done: 1, total: 2, note: 'half' },
    })
    gate('c').resolve()
    await workers.drain()
    expect(await jobStatus(lab.crm, lab.queues, id)).toMatchObject({ state: 'done' })
  })

  it('concurrency says how many of a job run at once in a worker', async () => {
    const workers = await lab.work()
    for (let count = 0; count < 4; count++) await system.enqueue(single, undefined)
    await workers.drain()
    expect(most).toBe(1)
  })

  it('a rate limit spreads runs over time', async () => {
    const workers = await lab.work()
    const started = Date.now()
    for (let count = 0; count < 5; count++) await system.enqueue(limited, undefined)
    await workers.drain()
    expect(runs).toHaveLength(5)
    expect(Date.now() - started).toBeGreaterThan(600)
  })

  it('a job may go on in another run of itself as often as it likes', async () => {
    const workers = await lab.work()
    await system.enqueue(chunks, { left: 34 })
    await workers.drain(30_000)
    expect(runs).toHaveLength(35)
  })

  it('a job with grants may do just what they say, as a service of its own', async () => {
    const workers = await lab.work()
    const id = await system.enqueue(clerk, undefined)
    await workers.drain()
    expect(await jobStatus(lab.crm, lab.queues, id)).toMatchObject({
      state: 'dead',
      lastError: expect.stringContaining('[FORBIDDEN]'),
    })
    expect(await texts()).toContain('by the clerk')
    const [audit] = await lab.rows<{ actor_kind: string; actor_id: string }>(
      `select actor_kind, actor_id from tessera.audit where changes -> 'text' ->> 1 = 'by the clerk'`,
    )
    expect(audit).toEqual({ actor_kind: 'service', actor_id: expect.stringMatching(/^[0-9a-f-]{36}$/) })
    await lab.rows('delete from tessera.delivery where event_id = $1', id)
  })

  it('a job that is told to stop is done again elsewhere, and that attempt does not count', async () => {
    const workers = await lab.work()
    const id = await system.enqueue(patient, undefined)
    await until(() => runs.length === 1)
    await workers.close()
    expect(aborted).toMatchObject({ message: 'the worker is stopping' })
    const next = await lab.work()
    await next.drain()
    expect(runs.map(({ attempt }) => attempt)).toEqual([1, 1])
    expect(await jobStatus(lab.crm, lab.queues, id)).toMatchObject({ state: 'done', attempts: 1 })
  })

  it('a job with one attempt is not started again after its worker died, nor after it was told to stop', async () => {
    const relay = await lab.work({ jobs: false, events: false })
    const dead = await system.enqueue(once, undefined)
    await until(async () => (await lab.rows('select 1 from tessera.delivery where event_id = $1', dead)).length === 1)
    await begin(lab.database, { id: dead, handler: 'office/once' }, 1, new Date())
    const workers = await lab.work({ relay: false })
    await workers.drain()
    expect(runs).toEqual([])
    const interrupted = expect.stringContaining('[HANDLER_INTERRUPTED]')
    expect(await jobStatus(lab.crm, lab.queues, dead)).toMatchObject({ state: 'dead', lastError: interrupted })

    const stopped = await system.enqueue(once, undefined)
    await until(() => runs.length === 1)
    await workers.close()
    await lab.work({ relay: false })
    await relay.drain()
    expect(runs).toHaveLength(1)
    expect(await jobStatus(lab.crm, lab.queues, stopped)).toMatchObject({ state: 'dead', attempts: 1 })
  })
})
