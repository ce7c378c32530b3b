import { type Actor, type Id, openFile, Partner } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Asset, AssetDownload, AssetPlace, AssetVersion, PartnerProgram, ProgramTier } from '../model.ts'
import { openCrm, personAt, refused, staffWith } from '../partners/test-support/open-crm.ts'
import { pdf, picture } from './test-support/files.ts'
import { handIn, nextVersion, publish } from './test-support/shelf.ts'

let t: TestCrm
let librarian: Actor
let program: Id
let gold: Id
let silver: Id
let leaflet: { name: string; bytes: Uint8Array }

beforeAll(async () => {
  t = await openCrm()
  librarian = await staffWith(t, 'prm:library')
  program = (await t.create(PartnerProgram, { name: 'Resellers' })).id
  silver = (await t.create(ProgramTier, { program, name: 'Silver', rank: 1 })).id
  gold = (await t.create(ProgramTier, { program, name: 'Gold', rank: 2 })).id
  leaflet = { name: 'leaflet.pdf', bytes: await pdf(2) }
}, 120_000)
afterAll(() => t.close())

const at = async (fields: Readonly<Record<string, unknown>> = {}, role: 'admin' | 'sales' = 'sales') => {
  const partner = await t.create(Partner, { prmProgram: program, prmTier: gold, prmCountryCode: 'DE', ...fields })
  return personAt(t, partner.id, role)
}
/** Whether somebody gets the bytes of a file. */
const gets = (who: Actor, file: Id): Promise<boolean> =>
  openFile(t.as(who), file).then(
    async ({ bytes }) => bytes.cancel().then(() => true),
    () => false,
  )
const add = `mutation ($asset: ID!, $file: ID!, $cover: ID, $publish: Boolean) {
  addAssetVersion(asset: $asset, file: $file, cover: $cover, publish: $publish) { id number pages width height brandable preview }
}`
const take = 'mutation ($version: ID!) { downloadAsset(version: $version) }'

describe('an asset', () => {
  it.each([
    ['everybody', {}, [true, true, true, true]],
    ['gold and better', { minimumRank: 2 }, [true, false, true, true]],
    ['the Netherlands', { countryCode: 'NL' }, [false, false, true, false]],
    ['distributors', { partnerType: 'distributor' }, [false, false, false, true]],
    ['another programme', { program: 'other' }, [false, false, false, false]],
  ])('for %s is seen by those it is for, its files and pictures included', async (_name, input, expected) => {
    const other = async () => (await t.create(PartnerProgram, { name: `Other ${Math.random()}` })).id
    const { asset, version } = await publish(t, leaflet, {
      ...input,
      ...('program' in input ? { program: await other() } : {}),
    })
    const people = [
      await at(),
      await at({ prmTier: silver }),
      await at({ prmCountryCode: 'NL' }),
      await at({ prmType: 'distributor' }),
    ]
    const seen = await Promise.all(
      people.map(async (who) => {
        const rows = [await t.as(who).find(Asset, asset), await t.as(who).find(AssetVersion, version.id)]
        const files = [await gets(who, version.file), await gets(who, version.preview ?? '')]
        return [...rows.map((row) => row !== null), ...files]
      }),
    )
    expect(seen).toEqual(expected.map((one) => [one, one, one, one]))
  })

  it('is gone at once, files included, when it is withdrawn or a partner falls to a lower tier', async () => {
    const who = await at()
    const { asset, version } = await publish(t, leaflet, { minimumRank: 2 })
    expect(await gets(who, version.file)).toBe(true)
    await t.update(Partner, who.partner, { prmTier: silver })
    expect(await gets(who, version.file)).toBe(false)
    await t.update(Partner, who.partner, { prmTier: gold })
    await t.graphql(librarian, 'mutation ($id: ID!) { updateAsset(id: $id, patch: { status: withdrawn }) { id } }', {
      id: asset,
    })
    expect([await gets(who, version.file), await gets(librarian, version.file)]).toEqual([false, true])
    await expect(t.graphql(who, take, { version: version.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('is published only with a version, and only with one of its own', async () => {
    const { id } = await t.create(Asset, { title: 'Empty' })
    const { version } = await publish(t, leaflet)
    const change = (patch: object) => t.as(librarian).mutate(Asset).update(id, patch)
    await expect(change({ status: 'published' })).rejects.toThrow(/no version yet/)
    await expect(change({ current: version.id })).rejects.toThrow(/another asset/)
    await expect(change({ language: 'Deutsch, bitte' })).rejects.toMatchObject({ code: 'VALIDATION' })
  })

  it('is found by words of its titles in both languages', async () => {
    await publish(t, leaflet, { title: 'Hose pump leaflet', titleZh: '软管泵宣传册' })
    const who = await at()
    const search = (text: string) =>
      t.graphql(who, 'query ($text: String!) { search(text: $text) { title } }', { text })
    for (const text of ['hose leaf', '软管泵'])
      expect(JSON.stringify(await search(text)), text).toContain('Hose pump leaflet')
  })
})

describe('a version', () => {
  it('is numbered, measured and pictured; partners get the current one only, staff every one', async () => {
    const { id: asset } = await t.create(Asset, { title: 'Leaflet' })
    const added = async (publish: boolean, name = 'leaflet.pdf', bytes = leaflet.bytes) =>
      (
        await t.graphql<{ addAssetVersion: { id: Id; number: number } }>(librarian, add, {
          asset,
          file: await handIn(t, librarian, name, bytes),
          publish,
        })
      ).addAssetVersion
    const first = await added(true)
    expect(first).toMatchObject({ number: 1, pages: 2, width: 595, height: 842, brandable: true })
    const draft = await added(false, 'new.png', await picture('png', 900, 600))
    expect(draft).toMatchObject({ number: 2, pages: null, width: 900, height: 600, brandable: true })
    const who = await at()
    const seen = async () =>
      (await t.as(who).list(AssetVersion, { where: { asset: { eq: asset } } })).map(({ number }) => number)
    expect(await seen()).toEqual([1])
    await t.as(librarian).mutate(Asset).update(asset, { current: draft.id })
    expect(await seen()).toEqual([2])
    expect(await t.as(librarian).list(AssetVersion, { where: { asset: { eq: asset } } })).toHaveLength(2)
    const [before] = await t.system.list(AssetVersion, { where: { asset: { eq: asset }, number: { eq: 1 } } })
    expect([await gets(who, before?.file ?? ''), await gets(librarian, before?.file ?? '')]).toEqual([false, true])
    await expect(t.as(librarian).mutate(AssetVersion).delete(draft.id)).rejects.toThrow(/Partners get this version/)
  })

  it('is made of a file that its author handed in, by who fills the library', async () => {
    const { id: asset } = await t.create(Asset, { title: 'Leaflet' })
    const who = await at({}, 'admin')
    const reader = await staffWith(t, 'prm:read')
    const theirs = await handIn(t, who, 'theirs.pdf', leaflet.bytes)
    await expect(t.graphql(librarian, add, { asset, file: theirs })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    for (const actor of [reader, who])
      await expect(
        t.graphql(actor, add, { asset, file: await handIn(t, actor, 'own.pdf', leaflet.bytes) }),
      ).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await t.system.list(AssetVersion, { where: { asset: { eq: asset } } })).toEqual([])
  })

  it.each([
    ['prm.assetBroken', 'broken.pdf', async () => Buffer.from('%PDF-1.7\nnothing more')],
    ['prm.assetEncrypted', 'secret.pdf', () => pdf(1, { userPassword: 'secret' })],
    ['prm.pictureBroken', 'cut.png', async () => (await picture('png', 400, 400, '#123456')).slice(0, 200)],
    ['prm.pictureTooLarge', 'huge.png', () => picture('png', 9000, 9000)],
  ])('is refused with %s, and nothing is written: %s', async (reason, name, make) => {
    const { id: asset } = await t.create(Asset, { title: 'Bad' })
    const file = await handIn(t, librarian, name, await make())
    await expect(t.graphql(librarian, add, { asset, file, publish: true })).rejects.toMatchObject(refused(reason))
    expect(await t.system.list(AssetVersion, { where: { asset: { eq: asset } } })).toEqual([])
    expect(await t.system.get(Asset, asset)).toMatchObject({ status: 'draft', current: null })
  })

  it('of a PDF that may only be read is shown, and carries no logo', async () => {
    const bytes = await pdf(1, { ownerPassword: 'owner', permissions: { modifying: false } })
    const { version } = await publish(t, { name: 'locked.pdf', bytes })
    expect(version).toMatchObject({ brandable: false, pages: 1 })
    expect(version.preview).not.toBeNull()
    const place = { assetVersion: version.id, left: '0', top: '0', width: '10', height: '10' }
    await expect(t.as(librarian).mutate(AssetPlace).create(place)).rejects.toThrow(/without protection/)
  })

  it('takes the places for a logo from the version before', async () => {
    const { asset, version } = await publish(t, leaflet)
    const place = { left: '10', top: '80', width: '30', height: '10' }
    for (const page of [1, 2])
      await t
        .as(librarian)
        .mutate(AssetPlace)
        .create({ assetVersion: version.id, page, ...place })
    const next = await nextVersion(t, asset, { name: 'short.pdf', bytes: await pdf(1) })
    expect(await t.system.list(AssetPlace, { where: { assetVersion: { eq: next.id } } })).toMatchObject([
      { page: 1, left: '10.0000', shows: 'both' },
    ])
    const outside = { assetVersion: next.id, left: '80', top: '0', width: '30', height: '10' }
    await expect(t.as(librarian).mutate(AssetPlace).create(outside)).rejects.toThrow(/within the page/)
    await expect(
      t
        .as(librarian)
        .mutate(AssetPlace)
        .create({ ...outside, left: '1', page: 2 }),
    ).rejects.toThrow(/no page 2/)
  })
})

describe('a download', () => {
  it('is noted with who and when; an administrator sees their company’s, staff all, colleagues and others none', async () => {
    const { asset, version } = await publish(t, leaflet)
    const ann = await at()
    const [ben, boss, stranger] = [
      await personAt(t, ann.partner, 'sales'),
      await personAt(t, ann.partner, 'admin'),
      await at({}, 'admin'),
    ]
    expect(await t.graphql(ann, take, { version: version.id })).toEqual({ downloadAsset: version.file })
    expect(await t.graphql(librarian, take, { version: version.id })).toEqual({ downloadAsset: version.file })
    const seen = (who: Actor) => t.as(who).list(AssetDownload, { where: { asset: { eq: asset } } })
    const rows = await Promise.all([ann, boss, librarian, ben, stranger].map(seen))
    expect(rows.map(({ length }) => length)).toEqual([1, 1, 1, 0, 0])
    expect(rows[0]).toMatchObject([{ user: ann.id, partner: ann.partner, form: 'original', assetVersion: version.id }])
    const usage = '{ assetDownloadAggregate(groupBy: [{ field: partner }]) { group { partnerId } count } }'
    const counted = JSON.stringify(await t.graphql(stranger, usage))
    expect(counted).not.toContain(ann.partner)
    expect(JSON.stringify(await t.graphql(librarian, usage))).toContain(ann.partner)
  })

  it('is seen by staff as far as they look after the partner, also once somebody else does', async () => {
    const { asset, version } = await publish(t, leaflet)
    const ann = await at()
    await t.graphql(ann, take, { version: version.id })
    const [first, second] = [
      await t.actor('user', { permissions: { 'prm:library': 'own' } }),
      await t.actor('user', { permissions: { 'prm:library': 'own' } }),
    ]
    const seen = async () =>
      Promise.all(
        [first, second].map(
          async (who) => (await t.as(who).list(AssetDownload, { where: { asset: { eq: asset } } })).length,
        ),
      )
    const handOver = (to: Actor) => t.update(Partner, ann.partner, { prmManager: (to as Actor & { id: Id }).id })
    expect(await seen()).toEqual([0, 0])
    await handOver(first)
    expect(await seen()).toEqual([1, 0])
    await handOver(second)
    expect(await seen()).toEqual([0, 1])
  })

  it('is never changed or deleted', async () => {
    const { version } = await publish(t, leaflet)
    const ann = await at()
    await t.graphql(ann, take, { version: version.id })
    const [row] = await t.as(ann).list(AssetDownload)
    await expect(t.system.mutate(AssetDownload).delete(row?.id ?? '')).rejects.toThrow(/stays/)
    const later = { at: new Date() } as never
    await expect(t.system.mutate(AssetDownload).update(row?.id ?? '', later)).rejects.toThrow(/stays/)
  })
})
