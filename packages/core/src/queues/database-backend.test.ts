import { describe, expect, test } from 'vitest'
import { serverUrl, until } from '../database/fixtures/databases.ts'
import { backends } from './fixtures/backends.ts'

const { open } = backends.find(({ backend }) => backend === 'postgres') ?? { open: async () => expect.unreachable() }

describe.runIf(serverUrl)('on a server', () => {
  test('many workers and queues share a few connections and leave the main pool alone', async () => {
    const { queues, database } = await open()
    let done = 0
    for (let n = 0; n < 8; n++) {
      queues.worker(`work-${n}`, async () => {
        done++
      })
    }
    await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        queues.queue(`work-${n}`).addBulk(Array.from({ length: 10 }, () => ({ name: 'any', data: {} }))),
      ),
    )
    await until(() => done === 80)
    const [found] = await database.pipeline([
      { text: 'select count(*)::int as n from pg_stat_activity where datname = current_database()' },
    ])
    expect(found?.rows[0]?.n).toBeLessThanOrEqual(1 + 4 + 8)
    expect(database.pool.totalCount).toBe(1)
  })

  test('workers go on after all their connections were lost', async () => {
    const { queues, database } = await open()
    const seen: unknown[] = []
    queues.worker('work', async ({ data }) => {
      seen.push(data)
    })
    const queue = queues.queue('work')
    await queue.add('any', 1)
    await until(() => seen.length === 1)
    await database.pipeline([
      {
        text: 'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      },
    ])
    await until(() =>
      queue.add('any', 2).then(
        () => true,
        () => false,
      ),
    )
    await until(() => seen.includes(2))
  })
})
