import { randomUUID } from 'node:crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Connection } from '../database/database.ts'
import { backends, Lab, until } from './fixtures/lab.ts'
import { openWork } from './open-work.ts'

describe.each(backends)('open work, on $name', (backend) => {
  async function lab(): Promise<Lab> {
    const opened = await Lab.open(backend)
    onTestFinished(() => opened[Symbol.asyncDispose]())
    return opened
  }

  async function event(database: Lab['database'] | Connection, state: 'relayed' | 'not relayed'): Promise<string> {
    const id = randomUUID()
    await database.pipeline([
      {
        text: `insert into tessera.outbox (id, at, kind, payload, actor, request_id, relayed_at)
          values ($1, now(), 'job', '{}', '{}', 'x', $2)`,
        values: [id, state === 'relayed' ? new Date() : null],
      },
    ])
    return id
  }

  async function pending(database: Lab['database'], eventId: string, dueAt: Date, attempts = 0): Promise<void> {
    await database.pipeline([
      {
        text: `insert into tessera.delivery (event_id, handler, state, attempts, due_at, last_error)
          values ($1, 'a hook', 'pending', $2, $3, E'first line\\nsecond')`,
        values: [eventId, attempts, dueAt],
      },
    ])
  }

  it('is what no relay has taken, what is due until the horizon, and what is tried again', async () => {
    const { database } = await lab()
    const now = new Date()
    const later = new Date(now.getTime() + 60_000)
    expect(await openWork(database, now)).toEqual({ unrelayed: 0, deliveries: [] })
    await event(database, 'not relayed')
    expect(await openWork(database, now)).toEqual({ unrelayed: 1, deliveries: [] })
    const [due, retried, planned] = [
      await event(database, 'relayed'),
      await event(database, 'relayed'),
      await event(database, 'relayed'),
    ]
    await pending(database, due, now)
    await pending(database, retried, later, 3)
    await pending(database, planned, later)
    expect(await openWork(database, now)).toEqual({
      unrelayed: 1,
      deliveries: [
        { eventId: due, handler: 'a hook', attempts: 0, dueAt: now, lastError: 'first line' },
        { eventId: retried, handler: 'a hook', attempts: 3, dueAt: later, lastError: 'first line' },
      ].map((delivery) => expect.objectContaining(delivery)),
    })
  })

  it('is seen as either the delivery or the event its hook wrote, whenever the hook commits', async () => {
    const { database } = await lab()
    const now = new Date()
    await pending(database, await event(database, 'relayed'), now)
    let asked: ReturnType<typeof openWork> | undefined
    await database.transaction([], async (hook) => {
      // Whoever reads the table now waits for this commit; what was read before it stands.
      await hook.query({ text: 'lock table tessera.delivery in access exclusive mode' })
      asked = openWork(database, now)
      const waits = `select 1 from pg_locks where relation = 'tessera.delivery'::regclass and not granted`
      if (database.kind === 'postgres') await until(async () => (await hook.query({ text: waits })).rows.length > 0)
      await event(hook, 'not relayed')
      await hook.query({ text: `update tessera.delivery set state = 'done'` })
    })
    expect(await asked).toEqual({ unrelayed: 1, deliveries: [] })
  })
})
