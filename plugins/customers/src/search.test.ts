import { type Actor, Partner } from '@tessera/core'
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
})
