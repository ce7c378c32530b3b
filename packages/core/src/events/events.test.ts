import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isBackground } from '../database/background.ts'
import { entity } from '../model/entity.ts'
import { f } from '../model/fields.ts'
import { model } from '../model/model.ts'
import { definePlugin } from '../plugin/define-plugin.ts'
import type { Context } from '../runtime/context.ts'
import { claimStatement } from './claim.ts'
import { countDeliveries, explainDelivery, listDeliveries, replayDeadLetters } from './dead-letters.ts'
import { deliver } from './deliver.ts'
import { backends, Lab, until } from './fixtures/lab.ts'
import { eventQueue } from './queue-names.ts'

class Thing extends entity('thing', { name: f.text(), size: f.int().default(0), price: f.money().nullable() }) {}
class Effect extends entity('effect', { name: f.text(), by: f.text(), attempt: f.int() }) {}
class Shop extends model('shop', { entities: [Thing, Effect] }) {}

/** What handlers saw in this process, and what they are told to do. */
const seen: { hook: string; name: string; attempt: number; eventId: string }[] = []
const ranInBackground = new Set<boolean>()
let failuresLeft = 0
let gate: Promise<void> = Promise.resolve()

const shop = definePlugin(Shop)({
  hooks: ({ on }) => [
    on(Thing).committed('create', { backoffMs: 20, attempts: 3 }, async ({ row, ctx, attempt, eventId }) => {
      seen.push({ hook: 'create', name: row.name, attempt, eventId })
      ranInBackground.add(isBackground())
      await ctx.mutate(Effect).create({ name: row.name, by: 'create', attempt })
      if (row.name.startsWith('fails') && failuresLeft > 0) {
        failuresLeft -= 1
        throw new Error(`not yet: ${row.name}`)
      }
    }),
    on(Thing).committed('update', { name: 'size', fields: ['size'] }, ({ row, old, changed, eventId, attempt }) => {
      seen.push({ hook: `size ${old?.size} to ${row.size}, ${[...changed].join()}`, name: row.name, attempt, eventId })
    }),
    on(Thing).committed('delete', async ({ row, attempt, eventId }) => {
      seen.push({ hook: 'slow', name: row.name, attempt, eventId })
      await gate
    }),
    on(Thing).committed('restore', { name: 'again' }, async ({ row, ctx }) => {
      await ctx.mutate(Thing).delete(row.id)
      await ctx.mutate(Thing).restore(row.id)
    }),
  ],
})
const createHook = 'shop/thing.committed.create'

describe.each(backends)('events on $name', (backend) => {
  let lab: Lab
  let system: Context<typeof Shop>

  beforeAll(async () => {
    lab = await Lab.open(backend, shop())
    system = lab.crm.system('test', 'a test acts')
  })
  afterAll(() => lab[Symbol.asyncDispose]())
  beforeEach(() => {
    seen.length = 0
    failuresLeft = 0
    gate = Promise.resolve()
  })
  afterEach(() => lab.stop())

  const effects = (name: string): Promise<{ by: string; attempt: number }[]> =>
    lab.rows('select by, attempt from crm.effect where name = $1', name)
  const eventsOf = (id: string): Promise<{ id: string; operation: string }[]> =>
    lab.rows('select id, operation from tessera.outbox where row_id = $1 order by id', id)
  const stateOf = async (id: string): Promise<string | undefined> =>
    (
      await lab.rows<{ state: string }>(
        'select state from tessera.delivery where event_id = $1 and handler = $2',
        id,
        createHook,
      )
    )[0]?.state

  it('a durable hook runs after the commit, as the system, saying which event it acts for', async () => {
    const workers = await lab.work()
    const thing = await system.mutate(Thing).create({ name: 'lamp', price: { minor: 1250n, currency: 'EUR' } })
    await workers.drain()
    const [event] = await eventsOf(thing.id)
    expect(seen).toEqual([{ hook: 'create', name: 'lamp', attempt: 1, eventId: event?.id }])
    expect(await effects('lamp')).toEqual([{ by: 'create', attempt: 1 }])
    const audit = await lab.rows(
      `select actor_kind, actor_name, reason from tessera.audit where entity = 'effect' and changes -> 'name' ->> 1 = 'lamp'`,
    )
    expect(audit).toEqual([
      { actor_kind: 'system', actor_name: createHook, reason: `committed hook of event ${event?.id}` },
    ])
  })

  it('a hook with fields runs only for updates that changed one of them, and sees the row as it was and became', async () => {
    const workers = await lab.work()
    const thing = await system.mutate(Thing).create({ name: 'box' })
    await system.mutate(Thing).update(thing.id, { name: 'crate' })
    await system.mutate(Thing).update(thing.id, { size: 3 })
    await workers.drain()
    expect(seen.map(({ hook, name }) => `${name}: ${hook}`).sort()).toEqual(['box: create', 'crate: size 0 to 3, size'])
  })

  it('a durable hook asks the database in the background, so that people who sit and wait go ahead of it', async () => {
    const workers = await lab.work()
    ranInBackground.clear()
    await system.mutate(Thing).create({ name: 'chair' })
    await workers.drain()
    expect([...ranInBackground]).toEqual([true])
  })

  it('what was rolled back never happened', async () => {
    const workers = await lab.work()
    const work = system.transaction(async (ctx) => {
      await ctx.mutate(Thing).create({ name: 'rolled back' })
      throw new Error('on second thought')
    })
    await expect(work).rejects.toThrow('on second thought')
    await workers.drain()
    expect(seen).toEqual([])
  })

  it('a second delivery of the same event does nothing', async () => {
    const workers = await lab.work()
    const thing = await system.mutate(Thing).create({ name: 'once' })
    await workers.drain()
    const [event] = await eventsOf(thing.id)
    const id = { id: event?.id ?? '', handler: createHook }
    expect(await deliver(lab.crm, id)).toEqual({ type: 'done' })
    await lab.queues.queue(eventQueue).add(createHook, id, { removeOnComplete: true })
    await until(async () => (await lab.queues.queue(eventQueue).getJobCountByTypes('waiting', 'active')) === 0)
    expect(await effects('once')).toHaveLength(1)
    expect(seen).toHaveLength(1)
  })

  it('two deliveries at the same moment have one effect', async () => {
    const thing = await system.mutate(Thing).create({ name: 'twins' })
    await lab.database.pipeline([
      claimStatement(
        lab.crm.assembly.hooks.filter((hook) => hook.phase === 'committed'),
        10,
        new Date(),
      ),
    ])
    const [event] = await eventsOf(thing.id)
    const id = { id: event?.id ?? '', handler: createHook }
    const outcomes = await Promise.all([deliver(lab.crm, id), deliver(lab.crm, id), deliver(lab.crm, id)])
    expect(outcomes.map((outcome) => outcome.type)).toContain('done')
    expect(await effects('twins')).toHaveLength(1)
  })

  it('a hook that fails is tried again, and only the attempt that succeeds leaves anything behind', async () => {
    failuresLeft = 2
    const workers = await lab.work()
    await system.mutate(Thing).create({ name: 'fails twice' })
    await workers.drain()
    expect(seen.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
    expect(new Set(seen.map(({ eventId }) => eventId)).size).toBe(1)
    expect(await effects('fails twice')).toEqual([{ by: 'create', attempt: 3 }])
  })

  it('a hook that keeps failing leaves a dead letter that can be explained and replayed', async () => {
    failuresLeft = 3
    const workers = await lab.work()
    const thing = await system.mutate(Thing).create({ name: 'fails for good' })
    await workers.drain()
    expect(await effects('fails for good')).toEqual([])
    const [event] = await eventsOf(thing.id)
    const eventId = event?.id ?? ''
    const [letter, ...others] = await listDeliveries(lab.crm, { eventId })
    expect(others).toEqual([])
    expect(letter).toMatchObject({
      eventId,
      handler: createHook,
      state: 'dead',
      kind: 'event',
      entity: 'thing',
      operation: 'create',
      rowId: thing.id,
      attempts: 3,
    })
    expect(letter?.lastError).toContain('not yet: fails for good')
    expect(await listDeliveries(lab.crm, { eventId, handler: 'another' })).toEqual([])
    expect(await listDeliveries(lab.crm, { eventId, since: new Date(Date.now() + 60_000) })).toEqual([])
    expect((await countDeliveries(lab.crm)).dead).toBe(1)
    const explained = await explainDelivery(lab.crm, { id: eventId, handler: createHook })
    expect(explained).toMatchObject({
      installed: true,
      payload: { old: null, row: { name: 'fails for good' } },
      actor: { name: 'test' },
    })

    expect(await replayDeadLetters(lab.crm, lab.queues, { eventId })).toMatchObject([{ eventId, state: 'pending' }])
    await workers.drain()
    expect(await effects('fails for good')).toEqual([{ by: 'create', attempt: 1 }])
    expect(await listDeliveries(lab.crm)).toEqual([])
  })

  it('a delivery nobody knows is refused with a code', async () => {
    await expect(
      explainDelivery(lab.crm, { id: '00000000-0000-7000-8000-000000000000', handler: 'x' }),
    ).rejects.toMatchObject({ code: 'DELIVERY_UNKNOWN' })
  })

  it('events that cause each other for ever end as a dead letter that shows the circle', async () => {
    const workers = await lab.work()
    const thing = await system.mutate(Thing).create({ name: 'circle' })
    await system.mutate(Thing).delete(thing.id)
    await system.mutate(Thing).restore(thing.id)
    await workers.drain(60_000)
    const letters = await listDeliveries(lab.crm)
    expect(letters).toHaveLength(2)
    for (const letter of letters) expect(letter.lastError).toContain('RECURSION')
    const circling = letters.find((letter) => letter.operation === 'restore')
    expect(circling?.lastError).toContain(
      'shop/thing.committed.restore.again -> thing.restore -> shop/thing.committed.restore.again',
    )
    await lab.rows('delete from tessera.delivery where state = $1', 'dead')
  })

  it('a hook that is not installed here becomes a dead letter that says so', async () => {
    const workers = await lab.work()
    const thing = await system.mutate(Thing).create({ name: 'orphan' })
    await workers.drain()
    const [event] = await eventsOf(thing.id)
    await lab.rows(
      `insert into tessera.delivery (event_id, handler, state, attempts, due_at) values ($1, 'gone/thing.committed.create', 'pending', 7, now())`,
      event?.id,
    )
    expect(await deliver(lab.crm, { id: event?.id ?? '', handler: 'gone/thing.committed.create' })).toMatchObject({
      type: 'dead',
    })
    const [letter] = await listDeliveries(lab.crm)
    expect(letter?.lastError).toContain('is not installed in this worker')
    expect(
      await explainDelivery(lab.crm, { id: event?.id ?? '', handler: 'gone/thing.committed.create' }),
    ).toMatchObject({ installed: false })
    await lab.rows('delete from tessera.delivery where state = $1', 'dead')
  })

  it('a delivery in whose middle worker after worker died becomes a dead letter that says so', async () => {
    const thing = await system.mutate(Thing).create({ name: 'deadly' })
    const hooks = lab.crm.assembly.hooks.filter((hook) => hook.phase === 'committed')
    await lab.database.pipeline([claimStatement(hooks, 10, new Date())])
    const id = { id: (await eventsOf(thing.id))[0]?.id ?? '', handler: createHook }
    expect(await deliver(lab.crm, id, 26)).toMatchObject({ type: 'dead', error: { code: 'HANDLER_INTERRUPTED' } })
    expect(await stateOf(id.id)).toBe('dead')
    await lab.rows('delete from tessera.delivery where state = $1', 'dead')
  })

  it('an event from before a field was added or removed is still delivered', async () => {
    const thing = await system.mutate(Thing).create({ name: 'older' })
    await lab.rows(
      `update tessera.outbox set payload = jsonb_set(payload, '{row}', (payload -> 'row') - 'price_minor' - 'price_currency' || '{"gone": 1}') where row_id = $1`,
      thing.id,
    )
    const workers = await lab.work()
    await workers.drain()
    expect(await effects('older')).toHaveLength(1)
  })

  it('an event whose relay died before it handed it over is found when workers start', async () => {
    const thing = await system.mutate(Thing).create({ name: 'half relayed' })
    await lab.database.pipeline([
      claimStatement(
        lab.crm.assembly.hooks.filter((hook) => hook.phase === 'committed'),
        10,
        new Date(),
      ),
    ])
    const workers = await lab.work()
    await workers.drain()
    expect(await stateOf((await eventsOf(thing.id))[0]?.id ?? '')).toBe('done')
    expect(await effects('half relayed')).toHaveLength(1)
  })

  it('what a queue forgets is handed over again', async () => {
    const relay = await lab.work({ events: false, jobs: false })
    await system.mutate(Thing).createMany([{ name: 'forgotten' }, { name: 'forgotten' }])
    await until(async () => (await lab.queues.queue(eventQueue).getJobCountByTypes('waiting')) === 2)
    await lab.queues.queue(eventQueue).obliterate({ force: true })
    await lab.queues.queue(eventQueue).resume()
    await lab.work({ relay: false })
    await relay.drain()
    expect(await effects('forgotten')).toHaveLength(2)
  })

  it('several relays and workers share the work and do each thing once', async () => {
    const fleets = await Promise.all([lab.work(), lab.work(), lab.work()])
    const names = Array.from({ length: 60 }, (_, index) => `shared ${index}`)
    await Promise.all(
      [0, 20, 40].map((start) =>
        system.mutate(Thing).createMany(names.slice(start, start + 20).map((name) => ({ name }))),
      ),
    )
    await Promise.all(fleets.map((fleet) => fleet.drain(30_000)))
    const counts = await lab.rows<{ name: string; count: number }>(
      `select name, count(*)::int as count from crm.effect where name like 'shared %' group by name`,
    )
    expect(counts).toHaveLength(60)
    expect(counts.filter(({ count }) => count !== 1)).toEqual([])
  })

  it.skipIf(backend.name === 'PGlite')('a slow hook leaves a place to the others', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    gate = promise
    const workers = await lab.work({ concurrency: 2 })
    const things = await system.mutate(Thing).createMany(Array.from({ length: 4 }, () => ({ name: 'slow' })))
    await workers.drain()
    await system.mutate(Thing).deleteMany(things.map(({ id }) => id))
    await until(() => seen.some(({ hook }) => hook === 'slow'))
    await system.mutate(Thing).create({ name: 'quick' })
    await until(async () => (await effects('quick')).length === 1, 'the other hook')
    resolve()
    await workers.drain()
    expect(seen.filter(({ hook }) => hook === 'slow')).toHaveLength(4)
  })

  it('drain says what is still open', async () => {
    failuresLeft = 1
    const workers = await lab.work({ relay: false })
    await system.mutate(Thing).create({ name: 'unrelayed' })
    await expect(workers.drain(200)).rejects.toMatchObject({
      code: 'DRAIN_TIMEOUT',
      message: expect.stringContaining('1 events not yet relayed'),
    })
    await (await lab.work()).drain()
  })
})
