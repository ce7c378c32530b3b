import { createTestCrm, type TestCrm } from '@tessera/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../access/actor.ts'
import { partner } from '../access/grant.ts'
import type { Database, Statement } from '../database/database.ts'
import { entity } from '../model/entity.ts'
import { f } from '../model/fields.ts'
import { model } from '../model/model.ts'
import { definePlugin } from '../plugin/define-plugin.ts'
import { SharedReads } from './shared-reads.ts'

class Note extends entity('note', { text: f.text() }) {}
class NotesModel extends model('notes', { entities: [Note] }) {}
const notes = definePlugin(NotesModel)({
  access: ({ allow }) => [allow(Note, ['read', 'create'], partner(), { fields: 'all' })],
})

let t: TestCrm
let [one, other]: Actor[] = []
/** The statements of each round trip. */
const trips: Statement[][] = []
let reads: SharedReads

beforeAll(async () => {
  t = await createTestCrm({ plugins: [notes()] })
  one = await t.actor('partner', { roles: ['admin'] })
  other = await t.actor('partner', { roles: ['admin'] })
  const { database } = t.crm
  const watched: Pick<Database, 'pipeline'> = {
    pipeline: (statements) => {
      trips.push([...statements])
      return database.pipeline(statements)
    },
  }
  reads = new SharedReads(watched as Database)
})

afterAll(() => t.close())

const whoAmI = "select current_setting('tessera.actor_id') as who"
const ask = async (actor: Actor | undefined, text: string, more: { sets?: boolean } = {}): Promise<unknown> =>
  (await reads.read({ actor: actor as Actor, requestId: 'one', statement: { text }, ...more })).rows
const idOf = (actor: Actor | undefined): string => (actor && 'id' in actor ? actor.id : '')
const tripsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const before = trips.length
  await work()
  return trips.length - before
}

describe('reads of one moment', () => {
  it('travel together, each answered as the actor who asks', async () => {
    // The same person, as two requests know it.
    const again = { ...(one as Actor) }
    const asked = [one, other, again, one].map((actor) => async () => {
      expect(await ask(actor, whoAmI)).toEqual([{ who: idOf(actor) }])
    })
    expect(await tripsOf(() => Promise.all(asked.map((each) => each())))).toBe(1)
    // One behind the other, so that who asks changes once.
    expect(trips.at(-1)?.filter(({ text }) => text.includes("set_config('role'"))).toHaveLength(2)
    expect(
      await tripsOf(async () => {
        await ask(one, whoAmI)
        await ask(one, whoAmI)
      }),
    ).toBe(2)
  })

  it('are one where they ask the same, unless the answer is another each time', async () => {
    const ask2 = (n: number, text = 'select $1::int as n') =>
      reads.read({ actor: one as Actor, requestId: 'one', statement: { text, values: [n] } }).then(({ rows }) => rows)
    const answers = await Promise.all([ask2(1), ask2(2), ask2(1)])
    expect(answers).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 1 }]])
    const texts = () => trips.at(-1)?.filter(({ text }) => /^select (\$1|gen_)/.test(text)) ?? []
    expect(texts().map(({ values }) => values)).toEqual([[1], [2]])
    const random = 'select gen_random_uuid() as id, $1::int as n'
    await Promise.all([ask2(1, random), ask2(1, random)])
    expect(texts()).toHaveLength(2)
  })

  it('of several requests do not wait for each other', async () => {
    const asked = ['one', 'other'].map((requestId) =>
      reads.read({ actor: one as Actor, requestId, statement: { text: whoAmI } }),
    )
    expect(await tripsOf(() => Promise.all(asked))).toBe(2)
  })

  it('are split where they are many', async () => {
    const many = Array.from({ length: 40 }, (_, n) => n)
    const answers = Promise.all(many.map((n) => ask(one, `select ${n}::int as n`)))
    expect(await tripsOf(() => answers)).toBe(2)
    expect(await answers).toEqual(many.map((n) => [{ n }]))
  })

  it('answer where one of them fails, which alone gets the error', async () => {
    const answers = await Promise.allSettled([
      ask(one, "select 'before' as said"),
      ask(one, 'select 1 / 0'),
      ask(one, "select 'behind' as said"),
    ])
    expect(answers).toMatchObject([
      { status: 'fulfilled', value: [{ said: 'before' }] },
      { status: 'rejected', reason: { code: '22012' } },
      { status: 'fulfilled', value: [{ said: 'behind' }] },
    ])
  })

  it('write nothing, whoever asks', async () => {
    await expect(ask({ kind: 'system', name: 'test', reason: 'test' }, 'delete from crm.note')).rejects.toMatchObject({
      code: '25006',
    })
  })

  it('are seen as who asks sees them, though the system asks beside', async () => {
    const system: Actor = { kind: 'system', name: 'test', reason: 'looks at all' }
    const role = "select current_user as role, current_setting('tessera.actor_kind') as kind"
    const alone = [await ask(system, role), await ask(one, role)]
    expect(alone[0]).not.toEqual(alone[1])
    const asked = [system, one, system, other, system, one]
    expect(await Promise.all(asked.map((actor, n) => ask(actor, `${role}, ${n}::int as n`)))).toEqual(
      asked.map((actor, n) => [{ ...(alone[actor === system ? 0 : 1] as object[])[0], n }]),
    )
  })

  it('are told anew who asks behind what may have changed that', async () => {
    const texts = ['select 1 as a', 'select 2 as b', 'select 3 as c']
    await Promise.all(texts.map((text) => ask(one, text, { sets: text.includes('2') })))
    const sent = trips.at(-1)?.map(({ text }) => text) ?? []
    const setup = sent.slice(1, sent.indexOf('select 1 as a'))
    expect(setup.join()).toContain('set_config')
    const anew = ['set local role to default', ...setup]
    expect(sent).toEqual(['begin read only', ...setup, ...texts.slice(0, 2), ...anew, 'select 3 as c', 'commit'])
  })
})

it('contexts read that way, with what plugins ask in their own SQL', async () => {
  await t.create(Note, { text: 'seen' })
  const ctx = t.as(one as Actor)
  const [rows, [count]] = await Promise.all([
    ctx.list(Note),
    sql<{ n: bigint }>`select count(*) as n from crm.note`.execute(ctx.db).then((result) => result.rows),
  ])
  expect(rows).toHaveLength(1)
  expect(count).toEqual({ n: 1n })
})
