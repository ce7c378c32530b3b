import { assemble, compileAccess, createCrm, createGraphqlHandler, defineCrm, installSchema } from '@tessera/core'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Actor } from '../../access/actor.ts'
import { partner } from '../../access/grant.ts'
import { entity } from '../../model/entity.ts'
import { f } from '../../model/fields.ts'
import { model } from '../../model/model.ts'
import { definePlugin } from '../../plugin/define-plugin.ts'
import type { Crm } from '../../runtime/crm.ts'
import type { Database } from '../database.ts'
import { programs, ReplicatedServer } from '../fixtures/replicated-server.ts'
import { openDatabase } from '../open-database.ts'
import { Fences, positionOf } from './fences.ts'
import { openReplicas, Replicas } from './replicas.ts'

describe('fences', () => {
  it('say until when somebody has everything who has replayed so much', () => {
    const fences = new Fences(1_000)
    fences.add(100, 10n)
    fences.add(200, 10n)
    fences.add(300, 25n)
    expect([9n, 10n, 24n, 25n, 99n].map((replayed) => fences.until(replayed))).toEqual([null, 200, 200, 300, 300])
  })

  it('are forgotten when they are longer ago than anybody may be behind', () => {
    const fences = new Fences(1_000)
    fences.add(100, 10n)
    fences.add(1_200, 30n)
    expect([fences.until(10n), fences.until(30n)]).toEqual([null, 1_200])
  })

  it('read a place in the log as a number that grows', () => {
    expect(['0/0', '0/FF', '1/0', 'A/1B'].map(positionOf)).toEqual([0n, 255n, 2n ** 32n, 10n * 2n ** 32n + 27n])
  })
})

class Note extends entity('note', { text: f.text() }) {}
class NotesModel extends model('notes', { entities: [Note] }) {}
const notes = definePlugin(NotesModel)({
  access: ({ allow }) => [allow(Note, ['read', 'create'], partner(), { fields: 'all' })],
})
const assembly = assemble(defineCrm({ plugins: [notes()] }))
const access = compileAccess(assembly)

const partnerActor = (n: number): Actor => ({
  kind: 'partner',
  id: `00000000-0000-7000-8000-00000000000${n}` as never,
  partner: '00000000-0000-7000-8000-0000000000ff' as never,
  roles: ['admin'],
})
const [one, other] = [partnerActor(1), partnerActor(2)]

describe.skipIf(programs === null)('replicas (wants PostgreSQL’s programs)', () => {
  let server: ReplicatedServer
  let database: Database
  const told: (string | null)[] = []
  const opened: Crm[] = []

  /** A process of its own on the same servers: how far the standby is, it looks only when told. */
  const crmOf = (behindMs = 60_000): Crm & { readonly replicas: Replicas } => {
    const replicas = new Replicas(database, {
      urls: [server.url('standby')],
      behindMs,
      everyMs: 3_600_000,
      onChange: (_replica, problem) => void told.push(problem && problem.message),
    })
    const crm = createCrm({ assembly, access, database, replicas })
    opened.push(crm)
    return crm as typeof crm & { readonly replicas: Replicas }
  }
  const replicaOf = async (crm: Crm, actor: Actor, requestId?: string): Promise<boolean> => {
    const ctx = crm.as(actor, { replicaSince: 0, ...(requestId && { requestId }) })
    const { rows } = await sql<{ standby: boolean }>`select pg_is_in_recovery() as standby`.execute(ctx.db)
    return rows[0]?.standby ?? false
  }
  const write = (crm: Crm, actor: Actor, text: string) => crm.as(actor).mutate(Note).create({ text })
  const textsFor = async (crm: Crm, actor: Actor, replicaSince = 0): Promise<string[]> =>
    (await crm.as(actor, { replicaSince }).list(Note)).map(({ text }) => text as string)

  beforeAll(async () => {
    server = await ReplicatedServer.start()
    database = await openDatabase({ url: server.url('primary') })
    await installSchema(database, assembly, access)
    await server.caughtUp()
  }, 120_000)
  afterEach(async () => {
    await server.run('standby')
    await server.replay(true)
    for (const crm of opened.splice(0)) await crm.replicas?.close()
    await database.pipeline([{ text: 'delete from crm.note' }])
    await server.caughtUp()
    told.length = 0
  })
  afterAll(async () => {
    await database?.close()
    await server?.[Symbol.asyncDispose]()
  })

  it('answer reads that may be answered by one, and nothing else', async () => {
    const crm = crmOf()
    await crm.replicas.look()
    expect(await replicaOf(crm, one)).toBe(true)
    const { rows } = await sql`select pg_is_in_recovery() as standby`.execute(crm.as(one).db)
    expect(rows).toEqual([{ standby: false }])
    await crm.as(one, { replicaSince: 0 }).transaction(async (ctx) => {
      expect((await sql`select pg_is_in_recovery() as standby`.execute(ctx.db)).rows).toEqual([{ standby: false }])
    })
  })

  it('obey the same access rules', async () => {
    const crm = crmOf()
    await write(crm, one, 'for partners')
    await server.caughtUp()
    await crm.replicas.look()
    const nobody: Actor = {
      kind: 'customer',
      id: one.kind === 'partner' ? one.id : ('' as never),
      account: '' as never,
    }
    expect(await replicaOf(crm, other)).toBe(true)
    expect(await textsFor(crm, other)).toEqual(['for partners'])
    await expect(textsFor(crm, nobody)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('do not answer who wrote until they have it; others read on there', async () => {
    const crm = crmOf()
    await server.replay(false)
    await crm.replicas.look()
    await write(crm, one, 'mine')
    await crm.replicas.look()
    expect(await textsFor(crm, one)).toEqual(['mine'])
    expect([await replicaOf(crm, one), await replicaOf(crm, other)]).toEqual([false, true])
    expect(await textsFor(crm, other)).toEqual([])
    await server.replay(true)
    await server.caughtUp()
    await crm.replicas.look()
    expect([await replicaOf(crm, one), await textsFor(crm, one)]).toEqual([true, ['mine']])
    expect(await textsFor(crm, other)).toEqual(['mine'])
  })

  it('do not answer what else reads in a request that wrote', async () => {
    const crm = crmOf()
    await crm.replicas.look()
    await crm.as(one, { requestId: 'a request' }).mutate(Note).create({ text: 'x' })
    expect(await replicaOf(crm, other, 'a request')).toBe(false)
    expect(await replicaOf(crm, other, 'another request')).toBe(true)
  })

  it('do not answer who wrote in another process and says so, by GraphQL', async () => {
    const [here, there] = [crmOf(), crmOf()]
    await server.replay(false)
    await there.replicas.look()
    await write(here, one, 'from here')
    await there.replicas.look()
    const asked = async (seen: number) => {
      const handle = createGraphqlHandler({ crm: there, actorOf: () => one, seenOf: () => seen })
      const body = '{"query":"{ notes { nodes { text } } }"}'
      const headers = {
        'content-type': 'application/json',
        accept: 'application/json',
        'content-length': `${body.length}`,
      }
      const response = await handle(new Request('http://crm.test/graphql', { method: 'POST', headers, body }))
      return ((await response.json()) as { data: { notes: { nodes: unknown[] } } }).data.notes.nodes
    }
    expect(await asked(0)).toEqual([])
    await here.replicas.look()
    expect(await asked(here.replicas.now())).toEqual([{ text: 'from here' }])
  })

  it('that are too far behind are not asked', async () => {
    const crm = crmOf(300)
    await server.replay(false)
    await write(crm, one, 'x')
    await vi.waitFor(async () => {
      await crm.replicas.look()
      expect(await replicaOf(crm, other)).toBe(false)
    }, 10_000)
    await server.replay(true)
    await server.caughtUp()
    await crm.replicas.look()
    expect(await replicaOf(crm, other)).toBe(true)
  })

  it('that are gone take no answer with them, are told of once, and answer again when they are back', async () => {
    const crm = crmOf()
    await write(crm, one, 'kept')
    await server.caughtUp()
    await crm.replicas.look()
    await server.stop('standby')
    expect(await textsFor(crm, other)).toEqual(['kept'])
    await crm.replicas.look()
    await crm.replicas.look()
    expect(crm.replicas.after(0)).toBeNull()
    expect(told).toHaveLength(1)
    await server.run('standby')
    await crm.replicas.look()
    expect([told.length, told.at(-1), await replicaOf(crm, other)]).toEqual([2, null, true])
  })

  it('must be standbys: a primary is told of and never asked', async () => {
    const problems: unknown[] = []
    const replicas = new Replicas(database, {
      urls: [server.url('primary')],
      everyMs: 3_600_000,
      onChange: (_replica, problem) => void problems.push(problem?.message),
    })
    await replicas.look()
    expect([replicas.after(0), problems]).toEqual([null, [expect.stringContaining('no standby')]])
    await replicas.close()
  })
})

it('the embedded database has no replicas, and none are opened where none are named', async () => {
  const embedded = { kind: 'pglite' } as Database
  expect(() => openReplicas(embedded, { urls: ['postgres://a@b/c'] })).toThrow(
    expect.objectContaining({ code: 'REPLICAS_EMBEDDED' }),
  )
  expect(openReplicas(embedded, { urls: [] })).toBeUndefined()
})
