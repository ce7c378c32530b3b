import { type Actor, Partner, searchPatterns, searchWords, sql, type UserActor } from '@tessera/core'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import customers from './index.ts'
import { Account, Contact, Lead } from './model.ts'

let t: TestCrm
beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers()] })
  const partner = await t.create(Partner, { name: 'Ours' })
  await t.system
    .mutate(Account)
    .createMany([
      { name: '北京自行车有限公司', number: 'CN-1' },
      { name: '上海永久股份有限公司' },
      { name: 'Café Noël GmbH' },
      { name: 'Wheels "R" Us', partner: partner.id },
    ])
  await t.create(Contact, { lastName: '王', firstName: '小明', account: null })
  await t.create(Lead, { lastName: 'Müller', firstName: 'Anna', company: '北京骑行社' })
})
afterAll(() => t.close())

async function found(text: string, actor?: Actor): Promise<string[]> {
  const query = 'query($text: String!) { search(text: $text) { title } }'
  const { search } = await t.graphql<{ search: { title: string }[] }>(actor ?? (await t.actor('user')), query, { text })
  return search.map((hit) => hit.title).sort()
}

describe('the search', () => {
  it.each([
    ['北京', ['北京自行车有限公司', 'Anna Müller']],
    ['自行车', ['北京自行车有限公司']],
    ['自行', ['北京自行车有限公司']],
    ['有限公司', ['上海永久股份有限公司', '北京自行车有限公司']],
    ['北京公司', ['北京自行车有限公司']],
    ['王小明', ['王小明']],
    ['小明', ['王小明']],
    ['muller', ['Anna Müller']],
    ['anna müller', ['Anna Müller']],
    ['cafe noel', ['Café Noël GmbH']],
    ['heel', ['Wheels "R" Us']],
    ['cn-1', ['北京自行车有限公司']],
    ['南京', []],
    ['%', []],
  ])('for «%s» finds %j', async (text, titles) => {
    expect(await found(text)).toEqual([...titles].sort())
  })

  it('finds for a partner only what it may see', async () => {
    const [wheels] = await t.system.list(Account, { where: { name: { startsWith: 'Wheels' } } })
    const reseller = await t.actor('partner', { partner: wheels?.partner ?? '' })
    expect(await found('wheels', reseller)).toEqual(['Wheels "R" Us'])
    expect(await found('北京', reseller)).toEqual([])
  })

  it('finds for somebody who sees his own only what is his', async () => {
    const clerk = (await t.actor('user', { permissions: { '*': 'own' } })) as UserActor
    await t.create(Account, { name: 'Noël & Fils', owner: clerk.id })
    expect(await found('noel', clerk)).toEqual(['Noël & Fils'])
    expect(await found('noel')).toEqual(['Café Noël GmbH', 'Noël & Fils'])
  })
})

describe('among thousands of Chinese names', () => {
  const [first, second] = [[...'金银永凤飞捷安美新华中东联光天海'], [...'龙达久凰鸽特科利兴丰盛泰和源宇鑫']]
  const trades = ['自行车', '电动车', '运动用品', '贸易', '机械', '电子', '服装', '食品', '物流', '科技']
  const nameOf = (n: number): string =>
    `${first[n % 16]}${second[(n >> 4) % 16]}${n % 997 === 0 ? '骑士' : ''}${trades[(n * 7) % 10]}股份公司`

  beforeAll(async () => {
    const rows = Array.from({ length: 5_000 }, (_, n) => ({ name: nameOf(n), words: searchWords(nameOf(n)) }))
    await t.database.pipeline([
      {
        text: `insert into crm.account (id, name, search_text)
          select gen_random_uuid(), r.name, r.words from json_to_recordset($1::json) as r(name text, words text)`,
        values: [JSON.stringify(rows)],
      },
    ])
    // Until then new rows wait in front of the index, and nobody knows how many there are.
    await t.database.pipeline([{ text: 'vacuum (analyze) crm.account' }])
  })

  /** How often a statement read the whole table, and how often the index of search words. */
  const scans = (actor: Actor, find: ReturnType<typeof sql>): Promise<{ rows: number; table: number; index: number }> =>
    t.as(actor).transaction(async ({ db }) => {
      const count = async (): Promise<number[]> => {
        const { rows } = await sql<{ scans: number[] }>`select array[
          pg_stat_get_xact_numscans('crm.account'::regclass),
          pg_stat_get_xact_numscans('crm.account__search_text_trgm'::regclass)]::int[] as scans`.execute(db)
        return rows[0]?.scans ?? []
      }
      const before = await count()
      const found = await find.execute(db)
      const [table = 0, index = 0] = (await count()).map((scans, place) => scans - (before[place] ?? 0))
      return { rows: found.rows.length, table, index }
    })

  it.each([
    ['骑士', 6],
    ['骑士物流', 1],
    ['凤凰电动车', 4],
  ])(
    '«%s» is found by the index, whoever searches, although a policy alone would have the table read',
    async (text, count) => {
      const patterns = searchPatterns(text)
      const all = await t.actor('user')
      const nothing = await t.actor('user', { permissions: { 'customers:read': 'own' } })
      for (const [actor, rows] of [
        [all, count],
        [nothing, 0],
        [t.system.actor, count],
      ] as const) {
        const { table, index, ...found } = await scans(actor, sql`select tessera.find_account(${patterns})`)
        expect({ actor: actor.kind, table, ...found }).toEqual({ actor: actor.kind, table: 0, rows })
        if (rows > 0) expect(index).toBeGreaterThan(0)
      }
      const plain = sql`select id from crm.account where search_text like all(${patterns})`
      expect(await scans(all, plain)).toMatchObject({ rows: count, index: 0 })
    },
  )
})
