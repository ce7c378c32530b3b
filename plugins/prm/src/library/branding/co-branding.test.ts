import { degrees, PDFDocument } from '@cantoo/pdf-lib'
import { type Actor, type Id, openFile, Partner, StoredFile } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Asset, AssetDownload, AssetPlace, CoBrandedFile, PartnerLocation } from '../../model.ts'
import { openCrm, personAt, refused, staffWith } from '../../partners/test-support/open-crm.ts'
import { drawnPdf, drawnPicture, inkIn, redBox } from '../test-support/drawn.ts'
import { cornerLogo, logo, pdf, picture } from '../test-support/files.ts'
import { giveLogo, nextVersion, publish } from '../test-support/shelf.ts'
import { brandOf } from './brand.ts'
import { putBrand } from './put-brand.ts'

let t: TestCrm
let ann: Awaited<ReturnType<typeof personAt>>

beforeAll(async () => {
  t = await openCrm()
  ann = await partnerWith({
    name: 'Delta Pompen BV',
    prmCity: 'Rotterdam',
    prmCountryCode: 'NL',
    prmPhone: '+31 10 808 0100',
  })
}, 120_000)
afterAll(() => t.close())

async function partnerWith(fields: Readonly<Record<string, unknown>>, picture?: Uint8Array) {
  const { id } = await t.create(Partner, fields)
  await giveLogo(t, id, picture ?? (await logo()))
  return personAt(t, id, 'sales')
}
const brand =
  'mutation ($version: ID!, $location: ID) { coBrandAsset(version: $version, location: $location, language: "en") }'
const coBrand = async (who: Actor, version: Id, location: Id | null = null): Promise<Id> =>
  (await t.graphql<{ coBrandAsset: Id }>(who, brand, { version, location })).coBrandAsset
async function bytesOf(who: Actor, file: Id): Promise<Uint8Array> {
  const { bytes } = await openFile(t.as(who), file)
  return new Uint8Array(await new Response(bytes).arrayBuffer())
}
async function textOf(bytes: Uint8Array): Promise<string> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })
  return text.replace(/\s+/g, ' ')
}
/** A published leaflet or picture with one place, in per cent of its page. */
async function withPlace(
  file: { name: string; bytes: Uint8Array },
  place: Readonly<Record<string, unknown>> = {},
): Promise<{ asset: Id; version: Id; place: Id }> {
  const { asset, version } = await publish(t, file)
  const at = { left: '10', top: '80', width: '60', height: '10', ...place }
  return { asset, version: version.id, place: (await t.create(AssetPlace, { assetVersion: version.id, ...at })).id }
}
const leaflet = async (pages = 1) => ({ name: 'Pump CX.pdf', bytes: await pdf(pages) })

describe('a co-branded PDF', () => {
  it('has the partner’s logo and address at their place, and all that was there before', async () => {
    const { version } = await withPlace(await leaflet(2), { page: 2 })
    const file = await coBrand(ann, version)
    const made = await bytesOf(ann, file)
    expect(redBox(await drawnPdf(made, 1))).toBeNull()
    const page = await drawnPdf(made, 2)
    // The place is 357 by 84 points; the logo fills what is its, at the left.
    const box = redBox(page)
    expect(box?.left).toBeCloseTo(0.1, 1)
    expect(box?.top).toBeGreaterThan(0.8)
    expect(box?.bottom).toBeLessThan(0.9)
    expect((box?.right ?? 0) - (box?.left ?? 0)).toBeCloseTo(0.27, 1)
    const text = await textOf(made)
    for (const words of [
      'Leaflet, page 1',
      'Leaflet, page 2',
      'Delta Pompen BV',
      'Rotterdam, Netherlands',
      '+31 10 808 0100',
    ])
      expect(text).toContain(words)
    expect((await t.system.get(StoredFile, file)).name).toBe('Pump CX – Delta Pompen BV.pdf')
  })

  it('writes Chinese names as text', async () => {
    const li = await partnerWith({ name: '华东流体设备有限公司', prmCity: '上海', prmCountryCode: 'CN' })
    const { version } = await withPlace(await leaflet())
    const answer = await t.graphql<{ coBrandAsset: Id }>(
      li,
      'mutation ($version: ID!) { coBrandAsset(version: $version, language: "zh-CN") }',
      { version },
    )
    const text = (await textOf(await bytesOf(li, answer.coBrandAsset))).replaceAll(' ', '')
    expect(text).toContain('华东流体设备有限公司')
    expect(text).toContain('中国上海')
  })

  it.each([0, 90, 180, 270])(
    'is right on a page that is turned by %i° and does not begin at its corner',
    async (angle) => {
      const document = await PDFDocument.create()
      const page = document.addPage([500, 400])
      page.setCropBox(50, 40, 400, 200)
      page.setRotation(degrees(angle))
      const bytes = await document.save()
      const place = {
        page: 1,
        left: '10',
        top: '20',
        width: '60',
        height: '20',
        shows: 'logo',
        ink: 'dark',
        ground: 'none',
      }
      const brand = await brandOf('X', [], await cornerLogo())
      const made = await putBrand({ contentType: 'application/pdf', bytes }, [place as never], brand)
      const drawn = await drawnPdf(made)
      // The logo is in the middle of its place and upright: its red quarter is the upper left one, three times as wide as high.
      const { left, top, right, bottom } = redBox(drawn, 0.002) ?? { left: 0, top: 0, right: 0, bottom: 0 }
      expect(right).toBeCloseTo(0.4, 1)
      expect(bottom).toBeCloseTo(0.3, 1)
      const shape = ((right - left) * drawn.width) / ((bottom - top) * drawn.height)
      expect(shape).toBeGreaterThan(2.6)
      expect(shape).toBeLessThan(3.4)
    },
  )
})

describe('a co-branded picture', () => {
  it.each(['png', 'jpeg', 'webp'] as const)(
    'stays a %s of its size, with logo and address in place',
    async (format) => {
      const name = `banner.${format === 'jpeg' ? 'jpg' : format}`
      const { version } = await withPlace({ name, bytes: await picture(format, 1000, 500) }, { left: '5', width: '50' })
      const drawn = await drawnPicture(await bytesOf(ann, await coBrand(ann, version)))
      expect(drawn).toMatchObject({ format, width: 1000, height: 500 })
      const box = redBox(drawn)
      expect(box?.left).toBeCloseTo(0.05, 1)
      expect(box?.top).toBeGreaterThan(0.79)
      expect(box?.bottom).toBeLessThan(0.91)
      expect(inkIn(drawn, { left: 0.22, top: 0.8, width: 0.3, height: 0.1 })).toBeGreaterThan(0.02)
      expect(inkIn(drawn, { left: 0, top: 0, width: 1, height: 0.79 })).toBe(0)
    },
  )

  it('writes light letters where asked to, and none where only the logo is wanted', async () => {
    const bytes = await picture('png', 800, 400, '#102030')
    const { version, place } = await withPlace({ name: 'dark.png', bytes }, { ink: 'light', shows: 'contact' })
    const light = await drawnPicture(await bytesOf(ann, await coBrand(ann, version)))
    const whole = { left: 0.1, top: 0.8, width: 0.6, height: 0.1 }
    expect([inkIn(light, whole) < 0.99, redBox(light)]).toEqual([true, null])
    await t.update(AssetPlace, place, { shows: 'logo' })
    expect(redBox(await drawnPicture(await bytesOf(ann, await coBrand(ann, version))))).not.toBeNull()
  })
})

describe('a co-branded file', () => {
  it('is made once, anew when logo, address or place change, and noted each time it is taken', async () => {
    const who = await partnerWith({ name: 'Elbe', prmCountryCode: 'DE' })
    const { version, place } = await withPlace(await leaflet())
    const first = await coBrand(who, version)
    expect(await coBrand(who, version)).toBe(first)
    await giveLogo(t, who.partner, await picture('png', 90, 90, '#00ff00'))
    const second = await coBrand(who, version)
    await t.update(AssetPlace, place, { top: '70' })
    const third = await coBrand(who, version)
    expect(new Set([first, second, third]).size).toBe(3)
    expect(await t.system.list(CoBrandedFile, { where: { assetVersion: { eq: version } } })).toMatchObject([
      { file: third },
    ])
    expect(await t.as(who).list(AssetDownload)).toHaveLength(4)
    expect((await t.as(who).list(AssetDownload)).every(({ form }) => form === 'coBranded')).toBe(true)
  })

  it('carries the address of a location of one’s own, and of nobody else’s', async () => {
    const { version } = await withPlace(await leaflet())
    const location = async (partner: Id, address: string) =>
      (
        await t.create(PartnerLocation, {
          partner,
          name: 'Shop',
          address,
          postalCode: '3011',
          city: 'Delft',
          countryCode: 'NL',
        })
      ).id
    const own = await location(ann.partner, 'Kade 7')
    const text = await textOf(await bytesOf(ann, await coBrand(ann, version, own)))
    expect(text).toContain('Kade 7')
    expect(text).toContain('3011 Delft, Netherlands')
    const theirs = await location((await t.create(Partner)).id, 'Geheim 1')
    await expect(coBrand(ann, version, theirs)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('is seen by the partner whose it is alone, and by nobody once the asset is withdrawn or replaced', async () => {
    const { asset, version } = await withPlace(await leaflet())
    const file = await coBrand(ann, version)
    const colleague = await personAt(t, ann.partner, 'admin')
    const stranger = await partnerWith({ name: 'Stranger' })
    const seen = async (who: Actor) => (await openFile(t.as(who), file).catch(() => null)) !== null
    expect([await seen(ann), await seen(colleague), await seen(stranger)]).toEqual([true, true, false])
    await t.update(Asset, asset, { status: 'withdrawn' })
    expect([await seen(ann), await seen(colleague)]).toEqual([false, false])
    await t.update(Asset, asset, { status: 'published' })
    expect(await seen(ann)).toBe(true)
    await nextVersion(t, asset, await leaflet())
    expect(await seen(ann)).toBe(false)
    await expect(coBrand(ann, version)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('is refused without a logo, without a place, and with a logo that can not be read; nothing is kept', async () => {
    const bare = await personAt(t, (await t.create(Partner)).id, 'sales')
    const { version } = await withPlace(await leaflet())
    await expect(coBrand(bare, version)).rejects.toMatchObject(refused('prm.noLogo'))
    const plain = await publish(t, await leaflet())
    await expect(coBrand(ann, plain.version.id)).rejects.toMatchObject(refused('prm.assetNoPlace'))
    const whole = await picture('png', 300, 300, '#345678')
    const before = await t.system.list(StoredFile, { limit: 1000 })
    await expect(partnerWith({ name: 'Cut' }, whole.slice(0, 150))).rejects.toMatchObject({ code: 'prm.pictureBroken' })
    await expect(partnerWith({ name: 'Huge' }, await picture('png', 9000, 9000))).rejects.toMatchObject({
      code: 'prm.pictureTooLarge',
    })
    expect(await t.system.list(CoBrandedFile, { where: { partner: { eq: bare.partner } } })).toEqual([])
    expect(await t.system.list(StoredFile, { limit: 1000 })).toHaveLength(before.length + 2)
  })

  it('is made once also where several ask for it at the same moment', async () => {
    const who = await partnerWith({ name: 'Many' })
    const { version } = await withPlace(await leaflet())
    const files = await Promise.all([1, 2, 3].map(() => coBrand(who, version)))
    expect(new Set(files).size).toBe(1)
  })

  it('is shown to staff with a made-up brand, which is theirs alone', async () => {
    const { version } = await withPlace(await leaflet())
    const librarian = await staffWith(t, 'prm:library')
    const sample = 'mutation ($version: ID!) { sampleCoBrand(version: $version, language: "en") }'
    const { sampleCoBrand: file } = await t.graphql<{ sampleCoBrand: Id }>(librarian, sample, { version })
    expect(await textOf(await bytesOf(librarian, file))).toContain('Your partner Ltd')
    expect(await openFile(t.as(ann), file).catch(() => null)).toBeNull()
    await expect(t.graphql(ann, sample, { version })).rejects.toMatchObject(refused('prm.sampleForStaff'))
  })
})
