import { describe, expect, it, onTestFinished } from 'vitest'
import { entity } from '../model/entity.ts'
import { f } from '../model/fields.ts'
import { model } from '../model/model.ts'
import { definePlugin } from '../plugin/define-plugin.ts'
import type { Context } from '../runtime/context.ts'
import { Lab, until } from './fixtures/lab.ts'
import { hasRedisServer, OwnRedis } from './fixtures/own-redis.ts'

class Parcel extends entity('parcel', { name: f.text() }) {}
class Receipt extends entity('receipt', { name: f.text() }) {}
class Post extends model('post', { entities: [Parcel, Receipt] }) {}
const post = definePlugin(Post)({
  hooks: ({ on }) => [
    on(Parcel).committed('create', async ({ row, ctx }) => {
      await ctx.mutate(Receipt).create({ name: row.name })
    }),
  ],
})

const databaseUrl = process.env.TESSERA_TEST_DATABASE_URL

describe.runIf(hasRedisServer())('a Redis that dies', () => {
  it('loses no event, whether it was handed over before or happened while Redis was away', {
    timeout: 60_000,
  }, async () => {
    const redis = await OwnRedis.start()
    onTestFinished(() => redis.kill())
    const backend = { name: 'own Redis', redisUrl: redis.url, ...(databaseUrl ? { databaseUrl } : {}) }
    await using lab = await Lab.open(backend, post())
    const system = lab.crm.system('test', 'a test acts') as Context<typeof Post>
    const relay = await lab.work({ events: false, jobs: false })
    const names = ['handed over', 'while away', 'while away too']
    await system.mutate(Parcel).create({ name: 'handed over' })
    const relayed = (): Promise<unknown[]> => lab.rows('select 1 from tessera.outbox where relayed_at is null')
    await until(async () => (await relayed()).length === 0)
    await redis.kill()
    await system.mutate(Parcel).create({ name: 'while away' })
    await until(async () => (await relayed()).length === 0)
    await redis.start()
    await system.mutate(Parcel).create({ name: 'while away too' })
    await lab.work({ relay: false })
    await relay.drain(30_000)
    const receipts = await lab.rows<{ name: string }>('select name from crm.receipt order by name')
    expect(receipts.map(({ name }) => name)).toEqual(names)
  })
})
