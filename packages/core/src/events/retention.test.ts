import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ensurePartitions } from '../migrations/partitions/ensure-partitions.ts'
import { backends, Lab } from './fixtures/lab.ts'
import { removeOldEvents } from './retention.ts'

const dayMs = 86_400_000
const daysAgo = (days: number): Date => new Date(Date.now() - days * dayMs)

// The queues have no part in it.
describe.each(backends.filter(({ redisUrl }) => !redisUrl))('old events on $name', (backend) => {
  let lab: Lab

  beforeAll(async () => {
    lab = await Lab.open(backend)
  })
  afterAll(() => lab[Symbol.asyncDispose]())
  beforeEach(async () => {
    await lab.rows('delete from tessera.delivery')
    await lab.rows('delete from tessera.outbox')
    await ensurePartitions(lab.database, daysAgo(100), 0)
  })

  /** An event of so many days ago; `state` of its one delivery, if it has one. */
  async function event(days: number, state?: 'pending' | 'done' | 'dead', relayed = true): Promise<string> {
    const id = uuidv7()
    await lab.rows(
      `insert into tessera.outbox (id, at, kind, entity, operation, row_id, payload, actor, request_id, relayed_at)
        values ($1, $2, 'event', 'thing', 'create', $1, '{}', '{}', 'r', $3)`,
      id,
      daysAgo(days),
      relayed ? daysAgo(days) : null,
    )
    if (state)
      await lab.rows(
        `insert into tessera.delivery (event_id, handler, state, updated_at) values ($1, 'h', $2, $3)`,
        id,
        state,
        daysAgo(days),
      )
    return id
  }

  const left = async (): Promise<string[]> =>
    (await lab.rows<{ id: string }>('select id from tessera.outbox order by id')).map(({ id }) => id)

  it('what was delivered longer ago than is kept goes, with its deliveries', async () => {
    await event(15, 'done')
    await event(15)
    const recent = await event(13, 'done')
    expect(await removeOldEvents(lab.crm)).toMatchObject({ deliveries: 1, events: 2 })
    expect(await left()).toEqual([recent])
    expect(await lab.rows('select event_id from tessera.delivery')).toEqual([{ event_id: recent }])
  })

  it('dead letters, what waits for delivery and what was never relayed stays however old it is', async () => {
    const kept = [await event(50, 'dead'), await event(50, 'pending'), await event(50, undefined, false)]
    await removeOldEvents(lab.crm)
    expect(await left()).toEqual(kept.sort())
  })

  it('another number of days may be kept', async () => {
    await event(3, 'done')
    expect(await removeOldEvents(lab.crm, { keepDays: 2 })).toMatchObject({ events: 1 })
  })

  it('a month in which nothing is open is dropped as a whole, otherwise only what is open stays', async () => {
    const [partition] = await lab.rows<{ name: string }>(`select inhrelid::regclass::text as name from pg_inherits
      where inhparent = 'tessera.outbox'::regclass and inhrelid::regclass::text not like '%default%'`)
    const dead = await event(100, 'dead')
    await event(100, 'done')
    expect(await removeOldEvents(lab.crm)).toEqual({ deliveries: 1, events: 1, partitions: [] })
    expect(await left()).toEqual([dead])
    await lab.rows(`update tessera.delivery set state = 'done'`)
    expect(await removeOldEvents(lab.crm)).toEqual({
      deliveries: 1,
      events: 0,
      partitions: [partition?.name.replace('tessera.', '')],
    })
    expect(await left()).toEqual([])
  })
})
