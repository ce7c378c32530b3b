import { searchPatterns, searchWords, sql } from '@tessera/core'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import customers from './index.ts'

const cities = [
  '北京',
  '上海',
  '广州',
  '深圳',
  '成都',
  '杭州',
  '武汉',
  '西安',
  '南京',
  '天津',
  '重庆',
  '苏州',
  '长沙',
  '青岛',
  '大连',
  '厦门',
]
const first = ['金', '银', '永', '凤', '飞', '捷', '安', '美', '新', '华', '中', '东', '联', '光', '天', '海']
const second = ['龙', '达', '久', '凰', '鸽', '特', '科', '利', '兴', '丰', '盛', '泰', '和', '源', '宇', '鑫']
const trades = ['自行车', '电动车', '运动用品', '贸易', '机械', '电子', '服装', '食品', '物流', '科技']
const nameOf = (n: number): string =>
  `${cities[n % 16]}${first[(n >> 4) % 16]}${second[(n >> 8) % 16]}${n % 997 === 0 ? '骑士' : ''}${trades[(n * 7) % 10]}有限公司`

const total = 50_000

describe.skipIf(!process.env.TESSERA_TEST_DATABASE_URL)('searching 50,000 Chinese names on PostgreSQL', () => {
  let t: TestCrm
  beforeAll(async () => {
    t = await createTestCrm({ plugins: [customers()] })
    const owner = await t.actor('user')
    for (let start = 0; start < total; start += 5_000) {
      const rows = Array.from({ length: 5_000 }, (_, at) => nameOf(start + at)).map((name) => ({
        name,
        words: searchWords(name),
      }))
      await t.database.pipeline([
        {
          text: `insert into crm.account (id, created_at, updated_at, version, external_keys, name, type, stage, owner_id, search_text)
          select gen_random_uuid(), now(), now(), 1, '{}', r.name, 'customer', 'regular', $2, r.words from json_to_recordset($1::json) as r(name text, words text)`,
          values: [JSON.stringify(rows), 'id' in owner ? owner.id : null],
        },
      ])
    }
    await t.database.pipeline([{ text: 'analyze crm.account' }])
    await t.database.pipeline([{ text: 'vacuum crm.account' }])
  })
  afterAll(() => t.close())

  it.each([
    ['骑士', 51],
    ['北京骑士', 4],
    ['凤凰电动车', 21],
  ])('«%s» is found by the index, not by reading the table, whoever searches', async (text, count) => {
    const patterns = searchPatterns(text)
    for (const actor of [
      await t.actor('user'),
      await t.actor('user', { permissions: { 'customers:read': 'own' } }),
      t.system.actor,
    ]) {
      const { db } = t.as(actor)
      const expected = actor.kind === 'user' && !actor.permissions.has('*') ? 0 : count
      const searching = await medianMs(async () =>
        expect((await sql`select tessera.find_account(${patterns})`.execute(db)).rows).toHaveLength(expected),
      )
      const reading = await medianMs(async () =>
        expect(
          (await sql`select id from crm.account where search_text like all(${patterns})`.execute(db)).rows,
        ).toHaveLength(expected),
      )
      expect(searching * 3).toBeLessThan(reading)
    }
  })
})

async function medianMs(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 9; round++) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  return times.sort((a, b) => a - b)[4] ?? 0
}
