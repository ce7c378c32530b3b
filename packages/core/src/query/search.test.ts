import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fields, readData, startSales, system } from './fixtures/reading.ts'
import { Account, Contact, Tag } from './fixtures/sales-model.ts'
import { wordsOf } from './search-sql.ts'
import { searchStatement } from './statements.ts'

let t: TestCrm

beforeAll(async () => {
  t = await startSales()
  const ctx = t.as(system)
  const names = ['Bike Shop', 'Bike', 'Mountain bike rental', 'The Bike Shop of 100%', '北京市自行车公司', 'Bakery']
  await ctx.mutate(Account).createMany(names.map((name) => ({ name })))
  await ctx.mutate(Contact).createMany([
    { firstName: 'Bikela', lastName: 'Shopman' },
    { firstName: 'Abebe', lastName: 'Bikila' },
  ])
  const gone = await ctx.mutate(Account).create({ name: 'Bike Shop that closed' })
  await ctx.mutate(Account).delete(gone.id)
  await ctx.mutate(Tag).create({ label: 'Bike' })
})

afterAll(() => t.close())

async function search(
  text: string,
  first?: number,
  entities: readonly string[] = ['account', 'contact', 'tag'],
): Promise<string[]> {
  const metas = entities.map((name) => t.crm.registry.entity(name))
  const rows = new Map([
    ['account', fields(t, 'account', 'name')],
    ['contact', fields(t, 'contact', 'firstName', 'lastName')],
    ['tag', fields(t, 'tag', 'label')],
  ])
  const items = [
    { key: 'entity', type: 'entity' as const },
    { key: 'title', type: 'title' as const },
    { key: 'node', type: 'node' as const, rows },
  ]
  const hits = await readData<{ title: string; node: Record<string, string> }[]>(t, (scope) =>
    searchStatement(scope, { items }, metas, { text, first }),
  )
  for (const { title, node } of hits) expect(Object.values(node)).toContain(title)
  return hits.map(({ title }) => title)
}

describe('search', () => {
  it('finds rows of all entities, those named exactly so first, then those that start so', async () => {
    expect(await search('bike')).toEqual([
      'Bike',
      'Bike',
      'Bike Shop',
      'Bikela',
      'Mountain bike rental',
      'The Bike Shop of 100%',
    ])
  })

  it('asks for every word, in any field and any order', async () => {
    expect(await search('shop bike')).toEqual(['Bike Shop', 'Bikela', 'The Bike Shop of 100%'])
  })

  it('finds Chinese words inside of a name without blanks', async () => {
    expect(await search('自行车')).toEqual(['北京市自行车公司'])
    expect(await search('自行车 北京')).toEqual(['北京市自行车公司'])
    expect(wordsOf('北京自行车')[0]).toBe('北京')
    expect(await search('北京自行车')).toEqual(['北京市自行车公司'])
  })

  it('takes wildcards for what they are', async () => {
    expect(await search('100%')).toEqual(['The Bike Shop of 100%'])
    expect(await search('%')).toEqual(['The Bike Shop of 100%'])
    expect(await search('_')).toEqual([])
  })

  it('looks only into the entities named, and gives no more than asked for', async () => {
    expect(await search('bik', 2, ['contact'])).toEqual(['Abebe', 'Bikela'])
    expect(await search('bike', 1)).toEqual(['Bike'])
  })

  it('finds nothing for no words', async () => {
    expect(await search('   ')).toEqual([])
  })
})
