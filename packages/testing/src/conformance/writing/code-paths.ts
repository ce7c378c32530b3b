import type { Upserted } from '@tessera/core'
import { idOf } from '../subject.ts'
import type { WritePath, WritePaths, Writer } from './writer.ts'

const path = (name: string, operation: WritePath['operation'], write: WritePath['write']): WritePath => ({
  name,
  operation,
  write,
})

/** The ways of `ctx.mutate`. */
export const codePaths: WritePaths = [
  path('ctx.create', 'create', async (w) => [idOf(await w.mutator.create(await w.make()))]),
  path('ctx.createMany', 'create', (w) => w.rows()),
  path('the factory', 'create', async (w) => [
    idOf(await w.t.create({ entityName: w.entity.name } as never, await w.make(), w.by)),
  ]),
  path('ctx.upsert of a new key', 'create', upsert),
  path('ctx.upsertMany of new keys', 'create', upsertMany),
  path('ctx.upsert of a known key', 'update', upsert),
  path('ctx.upsertMany of known keys', 'update', upsertMany),
  path('ctx.update', 'update', async (w) => [idOf(await w.mutator.update((await w.rows())[0], w.touch()))]),
  path('ctx.updateMany', 'update', async (w) => {
    const [, ...ids] = await w.rows()
    return (await w.mutator.updateMany(ids.map((id) => ({ id, patch: w.touch() })))).map(idOf)
  }),
  path('ctx.delete', 'delete', async (w) => [idOf(await w.mutator.delete((await w.rows())[0]))]),
  path('ctx.deleteMany', 'delete', async (w) => (await w.mutator.deleteMany((await w.rows()).slice(1))).map(idOf)),
  path('ctx.restore', 'restore', async (w) => [idOf(await w.mutator.restore((await w.rows())[0]))]),
  path('ctx.restoreMany', 'restore', async (w) => (await w.mutator.restoreMany((await w.rows()).slice(1))).map(idOf)),
]

async function upsert(w: Writer): Promise<string[]> {
  return ids(w, [await w.mutator.upsert(w.keys[0], await w.make())])
}

async function upsertMany(w: Writer): Promise<string[]> {
  const [one, two] = await w.makeTwo()
  const items = [
    { by: w.keys[1], input: one },
    { by: w.keys[2], input: two },
  ]
  return ids(w, await w.mutator.upsertMany(items))
}

function ids(w: Writer, written: readonly Upserted<unknown>[]): string[] {
  if (written.some(({ outcome }) => outcome === 'unchanged'))
    throw new Error(`two inputs are alike: give samples.${w.entity.name} something that differs each time`)
  return written.map(({ row }) => idOf(row))
}
