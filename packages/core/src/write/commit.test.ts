import { definePlugin, entity, f, model } from '@tessera/core'
import { createTestCrm } from '@tessera/testing'
import { describe, expect, it } from 'vitest'

class Plain extends entity('plain', { name: f.text() }) {}
class Hooked extends entity('hooked', { name: f.text() }) {}
class Chained extends entity('chained', { number: f.int().unique(), before: f.ref('chained').nullable() }) {}
class Things extends model('things', { entities: [Plain, Hooked, Chained] }) {}

const told: string[] = []
const things = definePlugin(Things)({
  hooks: ({ on }) => [on(Hooked).after('any', ({ row }) => void told.push(row.name))],
})

const crm = () => createTestCrm({ plugins: [things()] })
type Crm = Awaited<ReturnType<typeof crm>>

const count = async (t: Crm, table: string): Promise<unknown> => {
  const [result] = await t.database.pipeline([{ text: `select count(*)::int as n from ${table}` }])
  return result?.rows[0]?.n
}

describe('a write whose COMMIT fails', () => {
  it.each([
    ['plain', Plain],
    ['hooked', Hooked],
  ] as const)('is told so and keeps nothing, with hooks after it and without (%s)', async (table, Entity) => {
    await using t = await crm()
    const row = await t.create(Entity, { name: 'first' })
    // As an integrator's own rule may be: looked at when the transaction ends.
    await t.database.pipeline([
      {
        text: `create function refuse_bad() returns trigger language plpgsql as $$ begin
          if new.name = 'bad' then raise exception 'no bad names' using errcode = '23514'; end if; return null; end $$`,
      },
      {
        text: `create constraint trigger refuse_bad after insert or update on crm.${table}
          deferrable initially deferred for each row execute function refuse_bad()`,
      },
    ])
    const noted = [await count(t, 'tessera.audit'), await count(t, 'tessera.outbox')]
    await expect(t.create(Entity, { name: 'bad' })).rejects.toMatchObject({ code: '23514', message: 'no bad names' })
    await expect(t.update(Entity, row.id, { name: 'bad' })).rejects.toMatchObject({ code: '23514' })
    expect(await count(t, `crm.${table}`)).toBe(1)
    expect(await t.system.get(Entity, row.id)).toMatchObject({ name: 'first', version: 1 })
    expect([await count(t, 'tessera.audit'), await count(t, 'tessera.outbox')]).toEqual(noted)
    expect((await t.create(Entity, { name: 'good' })).version).toBe(1)
  })
})

it('the relay is woken by every committed write, and by rows that come in by hand', async () => {
  await using t = await crm()
  let woken = 0
  let seen = (): void => {}
  const stop = await t.database.listen('tessera_outbox', () => {
    woken++
    seen()
  })
  const wakes = async (write: () => Promise<unknown>): Promise<void> => {
    const once = new Promise<void>((resolve) => {
      seen = resolve
    })
    await Promise.all([once, write()])
  }
  await wakes(() => t.create(Plain, { name: 'without hooks' }))
  await wakes(() => t.create(Hooked, { name: 'with a hook' }))
  await wakes(() => t.system.transaction((ctx) => ctx.mutate(Plain).create({ name: 'inside' })))
  const text = `insert into tessera.outbox (id, at, kind, payload, actor, request_id) values (gen_random_uuid(), now(), 'job', '{}', '{}', 'x')`
  await wakes(() => t.database.pipeline([{ text }]))
  expect(woken).toBeGreaterThanOrEqual(4)
  await stop()
})

it('whoever has the connection in hand can not write with it behind a write of the pipeline', async () => {
  await using t = await crm()
  const actor = await t.actor('system')
  const write = t.crm.unit(actor, async (ctx, connection) => {
    await ctx.mutate(Plain).create({ name: 'x' })
    return connection.query({ text: `update crm.plain set name = 'y'` })
  })
  await expect(write).rejects.toMatchObject({ code: '42501' })
})

describe('more rows than one statement takes', () => {
  const many = <T>(length: number, make: (n: number) => T): T[] => Array.from({ length }, (_, n) => make(n))

  it('come back in their order, each written once', async () => {
    await using t = await crm()
    const rows = await t.system.mutate(Plain).createMany(many(2_500, (n) => ({ name: `${n}` })))
    expect(rows.map(({ name }) => name)).toEqual(many(2_500, (n) => `${n}`))
    const changed = await t.system
      .mutate(Plain)
      .updateMany(rows.map(({ id }, n) => ({ id, patch: { name: `new ${n}` } })))
    expect(changed.map(({ name, version }) => [name, version])).toEqual(many(2_500, (n) => [`new ${n}`, 2]))
    expect([await count(t, 'crm.plain'), await count(t, 'tessera.audit'), await count(t, 'tessera.outbox')]).toEqual([
      2_500, 5_000, 5_000,
    ])
  })

  it('are all refused for one of them, with the reason it has', async () => {
    await using t = await crm()
    const rows = many(2_500, (n) => ({ number: n === 1_200 ? 3 : n }))
    await expect(t.system.mutate(Chained).createMany(rows)).rejects.toMatchObject({
      code: 'DUPLICATE',
      params: { fields: 'number' },
    })
    expect(await count(t, 'crm.chained')).toBe(0)
  })

  it('may refer to each other in any order', async () => {
    await using t = await crm()
    const id = (n: number): string => `0190b5b0-0000-7000-8000-${String(n).padStart(12, '0')}`
    const rows = many(1_500, (n) => ({ id: id(n), number: n, before: n < 1_499 ? id(n + 1) : null }))
    await t.system.mutate(Chained).createMany(rows as never)
    expect(await t.system.get(Chained, id(0))).toMatchObject({ before: id(1) })
  })
})
