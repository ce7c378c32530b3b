import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildBridges } from './test-support/bridges.ts'
import { askByFilter } from './test-support/filter-oracles.ts'
import { askById, type Crawl, readEverything, type Seen } from './test-support/graphql-crawl.ts'
import { writeWithIds } from './test-support/mutation-probes.ts'
import { comparedWithTree } from './test-support/own-tree.ts'
import { followLinks, html, openPages, openRecords, settled, worthTrying } from './test-support/page-crawl.ts'
import { mapSchema } from './test-support/schema-map.ts'
import { openTwoTrees, roles, type TwoTrees } from './test-support/two-trees.ts'
import { Watch } from './test-support/watch.ts'

// One after the other over one set of rows: the whole of the portal, its API and its files, for each role. It takes its time.
const long = { timeout: 900_000 }
const nowhere = '0190a1b2-0000-7000-8000-000000000000'

let trees: TwoTrees
let crawl: Crawl
let seenByThem: Seen
let seenByUs: Seen
beforeAll(async () => {
  trees = await openTwoTrees()
  const { t, theirs, theirReseller } = trees
  crawl = { t, schema: mapSchema(t), watch: new Watch([theirs, theirReseller]) }
}, 900_000)
afterAll(() => trees?.[Symbol.asyncDispose]())

it('has a row of theirs of every entity', () => {
  expect(Object.fromEntries(trees.failed)).toEqual({})
})

it('has no subscription that nobody looks at here', () => {
  expect(crawl.schema.subscriptions).toEqual([])
})

describe('they themselves', () => {
  it('see what is planted for them, and for the reseller below', long, async () => {
    const { t, theirs } = trees
    const { findings, seen } = await readEverything({ ...crawl, watch: new Watch([]) }, theirs.people.admin)
    seenByThem = seen
    expect([...findings, ...(await comparedWithTree(t, theirs.people.admin, seen))]).toEqual([])
    // Else everything below would be found to be hidden that nobody could see anyway.
    const planted = [...theirs.planted].filter(([name, ids]) => ids.some((id) => seen.get(name)?.has(id)))
    expect(planted.length).toBeGreaterThan(60)
  })

  it('see nothing of those above them', long, async () => {
    const { t, theirs, theirReseller } = trees
    const { admin } = theirReseller.people
    // Who is above them they know; nothing of it.
    const planted = new Map([...theirs.planted].filter(([entity]) => entity !== 'partner'))
    const watch = new Watch([{ mark: theirs.mark, planted }])
    const { findings, seen } = await readEverything({ ...crawl, watch }, admin)
    expect([...findings, ...(await comparedWithTree(t, admin, seen))]).toEqual([])
  })
})

describe.each(roles)('our %s', (role) => {
  it('reads exactly our own tree over GraphQL', long, async () => {
    const person = trees.ours.people[role]
    const { findings, seen } = await readEverything(crawl, person)
    if (role === 'admin') seenByUs = seen
    expect([...findings, ...(await comparedWithTree(trees.t, person, seen))]).toEqual([])
  })

  it('learns nothing by their ids', long, async () => {
    expect(await askById(crawl, trees.ours.people[role], trees.theirs.planted)).toEqual([])
  })

  it('learns nothing by filters', long, async () => {
    expect(await askByFilter(crawl, trees.ours.people[role], trees.theirs)).toEqual([])
  })

  it('opens no page that shows anything of theirs', long, async () => {
    const { portal, ours, theirs } = trees
    const person = ours.people[role]
    const ids = role === 'admin' ? worthTrying(theirs.planted, seenByThem) : []
    expect([
      ...(await openPages(portal, crawl.watch, person, theirs.planted, theirs.mark)),
      ...(await openRecords(portal, crawl.watch, person, ids)),
      ...(await followLinks(crawl.watch, person, role === 'admin' ? 120 : 40)),
    ]).toEqual([])
  })

  it('gets no file of theirs, nor anything about it', long, async () => {
    const { browser } = trees.ours.people[role]
    const [file = ''] = trees.theirs.planted.get('storedFile') ?? []
    const asked = async (id: string) => {
      const answer = await browser.get(`/files/${id}`, html)
      return [answer.status, settled(await answer.text()).replaceAll(id, 'ID')]
    }
    expect((await trees.theirs.people.sales.browser.get(`/files/${file}`)).status).toBe(200)
    expect(await asked(file)).toEqual(await asked(nowhere))
    expect((await asked(file))[0]).toBe(404)
  })

  it('acts for no other partner, whatever is sent along', long, async () => {
    const { ours, theirs } = trees
    const { browser } = ours.people[role]
    const header = await browser.postJson(
      '/graphql',
      { query: '{ partners { nodes { name } } }' },
      { 'x-tessera-partner': theirs.id },
    )
    expect([header.status, await header.text()]).toEqual([403, expect.not.stringContaining(theirs.mark)])
    expect((await browser.postJson('/auth/partner', { partner: theirs.id })).status).toBe(403)
    const kept = new Map(browser.cookies)
    const [name = '', value = ''] = [...kept].find(([cookie]) => cookie.includes('session')) ?? []
    const [other = ''] = [...theirs.people.admin.browser.cookies].flatMap(([cookie, sent]) =>
      cookie === name ? [sent] : [],
    )
    // Our token with their signature, their token with ours, and ours cut short: a cookie made by hand is nobody's.
    const [token, signature] = value.split('.')
    const [foreign, theirSignature] = other.split('.')
    for (const forged of [`${token}.${theirSignature}`, `${foreign}.${signature}`, token ?? '']) {
      browser.cookies.set(name, forged)
      expect((await browser.get('/deals', html)).status).toBe(303)
    }
    for (const [cookie, sent] of kept) browser.cookies.set(cookie, sent)
    expect((await browser.get('/', html)).status).toBe(200)
  })
})

describe('our administrator', () => {
  it('writes nothing with their ids, and is told the same as of ids that there are not', long, async () => {
    expect(await writeWithIds(crawl, trees.ours.people.admin, trees.theirs.planted)).toEqual([])
  })

  it('reads nothing of theirs through a row of ours that leads to one', long, async () => {
    const { t, ours, theirs } = trees
    expect(await buildBridges(t, seenByUs, theirs.planted)).toBeGreaterThan(50)
    // An id that our own row holds is known to us; what stands behind it is not.
    const marks = new Watch([{ mark: theirs.mark, planted: new Map() }])
    const { findings } = await readEverything({ ...crawl, watch: marks }, ours.people.admin)
    expect([
      ...findings,
      ...(await askByFilter({ ...crawl, watch: marks }, ours.people.admin, { ...theirs, planted: new Map() })),
    ]).toEqual([])
  })
})

describe('anybody', () => {
  it('finds nothing of theirs on the public pages', async () => {
    for (const path of ['/partners', '/partners.json', `/partners?q=${trees.theirs.mark}`]) {
      const page = await (await trees.server.browser().get(path)).text()
      expect(
        crawl.watch.findings(page.replaceAll(trees.theirs.mark, (mark) => (path.includes(mark) ? '' : mark))),
      ).toEqual([])
    }
  })
})
