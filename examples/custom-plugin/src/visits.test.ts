import { readFile } from 'node:fs/promises'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import visits, { Visit, VisitCount } from './index.ts'

let t: TestCrm

beforeAll(async () => {
  t = await createTestCrm({ plugins: [visits()] })
})
afterAll(() => t.close())

it('is at most forty lines', async () => {
  const lines = (await readFile(new URL('./index.ts', import.meta.url), 'utf8')).trimEnd().split('\n')
  expect(lines.length).toBeLessThanOrEqual(40)
})

it('shows a seller its own visits and nobody else’s', async () => {
  const seller = await t.actor('user', { permissions: { 'visits:use': 'own' } })
  const other = await t.actor('user')
  const own = await t.create(Visit, { title: 'Mine', owner: (seller as { id: string }).id })
  await t.create(Visit, { title: 'Theirs', owner: (other as { id: string }).id })
  expect((await t.as(seller).list(Visit)).map((visit) => visit.id)).toEqual([own.id])
})

it('refuses to move a visit that took place', async () => {
  const visit = await t.create(Visit, { status: 'done' })
  await expect(t.update(Visit, visit.id, { on: '2026-04-01' })).rejects.toMatchObject({ code: 'visits.done' })
})

it('counts each visit once it is done, also after a crash right behind the commit', async () => {
  const visit = await t.create(Visit)
  await t.crashAfterCommit(() => t.update(Visit, visit.id, { status: 'done' }))
  await t.restart()
  await t.drain()
  await t.drain()
  expect(await t.system.list(VisitCount, { where: { owner: { eq: visit.owner } } })).toMatchObject([{ done: 1 }])
})

it('answers GraphQL with filters and paging', async () => {
  const user = await t.actor('user')
  for (const day of ['2027-01-01', '2027-01-02', '2027-01-03']) await t.create(Visit, { on: day })
  const query =
    'query ($after: String) { visits(first: 2, after: $after, where: { on: { gte: "2027-01-01" } }, orderBy: [{ on: asc }]) { edges { node { on } } pageInfo { endCursor hasNextPage } } }'
  const first = await t.graphql(user, query)
  expect(first).toMatchObject({
    visits: {
      edges: [{ node: { on: '2027-01-01' } }, { node: { on: '2027-01-02' } }],
      pageInfo: { hasNextPage: true },
    },
  })
  const second = await t.graphql(user, query, {
    after: (first as { visits: { pageInfo: { endCursor: string } } }).visits.pageInfo.endCursor,
  })
  expect(second).toMatchObject({
    visits: { edges: [{ node: { on: '2027-01-03' } }], pageInfo: { hasNextPage: false } },
  })
})
