import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { entity } from '../model/entity.ts'
import { f } from '../model/fields.ts'
import { model } from '../model/model.ts'
import { definePlugin } from '../plugin/define-plugin.ts'
import type { Context } from '../runtime/context.ts'
import { listDeliveries, replayDeadLetters } from './dead-letters.ts'
import { deliverBatch } from './deliver-batch.ts'
import { FairShare } from './fair-share.ts'
import { backends, Lab, until } from './fixtures/lab.ts'
import { eventQueue } from './queue-names.ts'

class Letter extends entity('letter', { number: f.int() }) {}
class Answer extends entity('answer', { number: f.int(), attempt: f.int() }) {}
class Parcel extends entity('parcel', { number: f.int() }) {}
class Card extends entity('card', { number: f.int() }) {}
class Post extends model('post', { entities: [Letter, Answer, Parcel, Card] }) {}

const count = 40
/** Those whose hook fails, however often it is tried. */
const failing = new Set<number>()
const told: { hook: string; number: number; attempt: number }[] = []
let gate: Promise<void> = Promise.resolve()
/** The numbers of each call of the hook that takes batches. */
const calls: number[][] = []

const post = definePlugin(Post)({
  hooks: ({ on }) => [
    on(Letter).committed('create', { name: 'writes', attempts: 2, backoffMs: 20 }, async ({ row, ctx, attempt }) => {
      told.push({ hook: 'writes', number: row.number, attempt })
      await ctx.mutate(Answer).create({ number: row.number, attempt })
      if (failing.has(row.number)) throw new Error(`no answer to ${row.number}`)
    }),
    on(Letter).committed('create', { name: 'reads', attempts: 2, backoffMs: 20 }, ({ row, attempt }) => {
      told.push({ hook: 'reads', number: row.number, attempt })
      if (failing.has(row.number)) throw new Error(`not heard of ${row.number}`)
    }),
    on(Card).committed('create', { name: 'together', batch: true, attempts: 2, backoffMs: 20 }, async (events, ctx) => {
      const cards = events.map(({ row, attempt }) => ({ number: row.number, attempt }))
      calls.push(cards.map(({ number }) => number))
      if (cards.every(({ number }) => number < 0)) return
      await ctx.mutate(Answer).createMany(cards)
      const bad = cards.find(({ number }) => failing.has(number))
      if (bad) throw new Error(`no answer to ${bad.number}`)
    }),
    on(Parcel).committed('create', async ({ row }) => {
      told.push({ hook: 'slow', number: row.number, attempt: 1 })
      await gate
      await sleep(30)
    }),
  ],
})
const someBatch = '00000000-0000-7000-8000-000000000001'
const writes = 'post/letter.committed.create.writes'

describe.each(backends)('events that travel together on $name', (backend) => {
  let lab: Lab
  let system: Context<typeof Post>

  beforeAll(async () => {
    lab = await Lab.open(backend, post())
    system = lab.crm.system('test', 'a test acts')
  })
  afterAll(() => lab[Symbol.asyncDispose]())
  beforeEach(() => {
    failing.clear()
    told.length = 0
    calls.length = 0
    gate = Promise.resolve()
  })
  afterEach(async () => {
    await lab.stop()
    await lab.rows('delete from crm.answer')
    await lab.rows('delete from tessera.delivery')
    await lab.queues.queue(eventQueue).obliterate({ force: true })
    await lab.queues.queue(eventQueue).resume()
  })

  const numbers = Array.from({ length: count }, (_, number) => number)
  const letters = () => system.mutate(Letter).createMany(numbers.map((number) => ({ number })))
  const answers = async (): Promise<number[]> =>
    (await lab.rows<{ number: number }>('select number from crm.answer order by number')).map(({ number }) => number)
  const batches = (): Promise<{ handler: string; size: number }[]> =>
    lab.rows(
      `select handler, count(*)::int as size from tessera.delivery where batch is not null group by handler, batch`,
    )

  it('each has its effects once and its own mark', async () => {
    const workers = await lab.work()
    await letters()
    await workers.drain()
    expect((await batches()).every(({ size }) => size > 1)).toBe(true)
    expect((await batches()).length).toBeGreaterThan(2)
    expect(await answers()).toEqual(numbers)
    expect(
      told
        .filter(({ hook }) => hook === 'reads')
        .map(({ number }) => number)
        .sort((a, b) => a - b),
    ).toEqual(numbers)
    const states = await lab.rows('select state, attempts, count(*)::int as count from tessera.delivery group by 1, 2')
    expect(states).toEqual([{ state: 'done', attempts: 1, count: 2 * count }])
  })

  it('one that fails is tried again alone and becomes a dead letter alone', async () => {
    failing.add(7).add(31)
    const workers = await lab.work()
    await letters()
    await workers.drain()
    expect(await answers()).toEqual(numbers.filter((number) => !failing.has(number)))
    const attempts = (hook: string, number: number): number[] =>
      told.filter((each) => each.hook === hook && each.number === number).map(({ attempt }) => attempt)
    for (const hook of ['writes', 'reads'])
      expect([7, 31, 8].map((number) => attempts(hook, number))).toEqual([[1, 2], [1, 2], [1]])
    expect(await listDeliveries(lab.crm)).toHaveLength(4)
    failing.clear()
    await replayDeadLetters(lab.crm, lab.queues, { handler: writes })
    await workers.drain()
    expect(await answers()).toEqual(numbers)
  })

  describe('and whose hook takes batches', () => {
    const cards = (of: readonly number[] = numbers) => system.mutate(Card).createMany(of.map((number) => ({ number })))
    const together = 'post/card.committed.create.together'
    const states = () =>
      lab.rows('select state, attempts, count(*)::int as count from tessera.delivery group by 1, 2 order by 1, 2')

    it('have one transaction for all of them, and a mark each', async () => {
      const workers = await lab.work()
      await cards()
      await workers.drain()
      expect(calls.every(({ length }) => length > 1)).toBe(true)
      expect(await answers()).toEqual(numbers)
      expect(await states()).toEqual([{ state: 'done', attempts: 1, count }])
      const transactions = await lab.rows('select distinct xmin::text from crm.answer')
      expect(transactions).toHaveLength(calls.length)
      const [{ reason } = {}] = await lab.rows<{ reason: string }>(
        "select actor ->> 'reason' as reason from tessera.outbox where entity = 'answer' and actor ->> 'name' = $1 limit 1",
        together,
      )
      expect(reason).toMatch(/^committed hook of \d+ events, the first is [\da-f-]{36}$/)
    })

    it('are tried one by one where one of them fails, which becomes a dead letter alone', async () => {
      failing.add(7)
      const workers = await lab.work()
      await cards()
      await workers.drain()
      expect(await answers()).toEqual(numbers.filter((number) => number !== 7))
      expect(calls.filter((call) => call.includes(7)).map(({ length }) => length > 1)).toEqual([true, false, false])
      expect(await states()).toEqual([
        { state: 'dead', attempts: 2, count: 1 },
        { state: 'done', attempts: 1, count: count - 1 },
      ])
      failing.clear()
      await replayDeadLetters(lab.crm, lab.queues, { handler: together })
      await workers.drain()
      expect(await answers()).toEqual(numbers)
    })

    it('are marked done where it writes nothing', async () => {
      const workers = await lab.work()
      await cards(numbers.map((number) => -1 - number))
      await workers.drain()
      expect(calls.flat()).toHaveLength(count)
      expect(await states()).toEqual([{ state: 'done', attempts: 1, count }])
    })

    it('share no call with those of another request', async () => {
      await cards(numbers.slice(0, 18))
      system = lab.crm.system('test', 'another request')
      await cards(numbers.slice(18))
      await (await lab.work()).drain(30_000)
      const mixed = calls.filter((call) => new Set(call.map((number) => number < 18)).size > 1)
      expect(mixed).toEqual([])
      expect(await answers()).toEqual(numbers)
    })
  })

  it('what a queue forgets is handed over again, all of each batch', async () => {
    const relay = await lab.work({ events: false, jobs: false })
    await letters()
    await until(async () => (await lab.rows('select 1 from tessera.outbox where relayed_at is null')).length === 0)
    await lab.queues.queue(eventQueue).obliterate({ force: true })
    await lab.queues.queue(eventQueue).resume()
    await lab.work({ relay: false })
    await relay.drain(30_000)
    expect(await answers()).toEqual(numbers)
  })

  it('a batch that killed workers is taken apart, so that the others get through', async () => {
    await lab.work({ events: false, jobs: false })
    await letters()
    await until(async () => (await lab.rows('select 1 from tessera.outbox where relayed_at is null')).length === 0)
    const [batch] = await lab.rows<{ id: string; events: string[] }>(
      'select batch as id, array_agg(event_id::text) as events from tessera.delivery where handler = $1 group by batch limit 1',
      writes,
    )
    const share = new FairShare(2)
    const place = share.enter(writes)
    if (!batch || !place) return expect.unreachable()
    const { signal } = new AbortController()
    const control = { queues: lab.queues, share, place, deaths: 3, signal }
    expect(await deliverBatch(lab.crm, { ...batch, handler: writes }, control)).toEqual({ type: 'done' })
    expect(told).toEqual([])
    const jobs = await lab.queues.queue(eventQueue).getJobs(['waiting'])
    const alone = jobs.map(({ data }) => data).filter((data) => !(data as { events?: string[] }).events)
    expect(alone).toHaveLength(batch.events.length)
  })

  it('the batch of a slow hook is divided while a place stands empty', async () => {
    await lab.work({ events: false, jobs: false })
    const parcels = Array.from({ length: 24 }, (_, number) => ({ number }))
    await system.mutate(Parcel).createMany(parcels)
    await until(async () => (await lab.rows('select 1 from tessera.outbox where relayed_at is null')).length === 0)
    await lab.queues.queue(eventQueue).obliterate({ force: true })
    await lab.queues.queue(eventQueue).resume()
    const rows = await lab.rows<{ event: string; handler: string }>(
      'update tessera.delivery set batch = $1 returning event_id as event, handler',
      someBatch,
    )
    const handler = rows[0]?.handler ?? ''
    const share = new FairShare(2)
    const place = share.enter(handler)
    if (!place) return expect.unreachable()
    const { signal } = new AbortController()
    const batch = { id: someBatch, handler, events: rows.map(({ event }) => event) }
    const control = { queues: lab.queues, share, place, deaths: 0, signal }
    expect(await deliverBatch(lab.crm, batch, control)).toEqual({ type: 'done' })
    expect(told.length).toBeLessThan(parcels.length)
    expect((await batches()).length).toBeGreaterThan(1)
    await (await lab.work()).drain(30_000)
    expect(told.map(({ number }) => number).sort((a, b) => a - b)).toEqual(parcels.map(({ number }) => number))
  })

  it('the backlog of a slow hook stops nobody', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    gate = promise
    const workers = await lab.work({ concurrency: 3 })
    await system.mutate(Parcel).createMany(Array.from({ length: 200 }, (_, number) => ({ number })))
    await until(() => told.some(({ hook }) => hook === 'slow'))
    await system.mutate(Letter).createMany([{ number: 1 }, { number: 2 }])
    await until(async () => (await answers()).length === 2, 'the other hook')
    expect(told.filter(({ hook }) => hook === 'slow').length).toBeLessThanOrEqual(2)
    resolve()
    await workers.drain(60_000)
    expect(new Set(told.filter(({ hook }) => hook === 'slow').map(({ number }) => number)).size).toBe(200)
  })

  it('a relay leaves in the outbox what the queue has no room for', async () => {
    const queue = lab.queues.queue(eventQueue)
    const relay = await lab.work({ events: false, jobs: false, batch: 10, mostWaiting: 4 })
    await letters()
    await until(async () => (await queue.getJobCountByTypes('waiting')) > 4)
    const unrelayed = (): Promise<unknown[]> => lab.rows('select 1 from tessera.outbox where relayed_at is null')
    await sleep(300)
    expect((await unrelayed()).length).toBe(count - 10)
    await lab.work({ relay: false })
    await relay.drain(30_000)
    expect(await answers()).toEqual(numbers)
  })
})
