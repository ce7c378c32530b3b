import type { Browser } from '@tessera/testing/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawnPicture, redBox } from '../../library/test-support/drawn.ts'
import { logo, pdf } from '../../library/test-support/files.ts'
import { giveLogo, nextVersion, publish } from '../../library/test-support/shelf.ts'
import { Asset, AssetDownload, AssetPlace, AssetVersion } from '../../model.ts'
import { Front, hiddenOf, html, textOf } from '../test-support/front.ts'

let front: Front
let partner: string
let seller: Browser
let boss: Browser
let stranger: Browser
let librarian: Browser
let leaflet: { asset: string; version: string; file: string }

beforeAll(async () => {
  front = await Front.open()
  const { t } = front
  partner = await front.partner('North')
  seller = await front.personOf(partner, 'seller@north.example')
  boss = await front.personOf(partner, 'boss@north.example', ['admin'])
  stranger = await front.personOf(await front.partner('South'), 'stranger@south.example', ['admin'])
  librarian = await front.staff('librarian@crm.example', {
    'prm:library': 'all',
    'prm:read': 'all',
    'catalog:read': 'all',
  })
  const { asset, version } = await publish(
    t,
    { name: 'Hose pumps.pdf', bytes: await pdf(2) },
    { title: 'Hose pumps', titleZh: '软管泵', description: 'For customers', language: 'en' },
  )
  await t.create(AssetPlace, { assetVersion: version.id, left: '10', top: '80', width: '60', height: '10' })
  leaflet = { asset, version: version.id, file: version.file }
  await publish(
    t,
    { name: 'Gear.pdf', bytes: await pdf() },
    { title: 'Gear pumps', kind: 'datasheet', countryCode: 'FR' },
  )
}, 240_000)
afterAll(() => front.t.close())

const show = async (who: Browser, path: string, language: 'en' | 'zh' = 'en'): Promise<string> => {
  who.cookies.set('tessera.view', `auto.comfortable.${language}`)
  return (await who.get(path, html)).text()
}
const send = async (who: Browser, path: string, form: string, fields: Record<string, string> = {}) =>
  who.postForm(path, { ...hiddenOf(await show(who, path), form), ...fields }, html)

async function sendFile(who: Browser, path: string, fields: Record<string, string>, file: File): Promise<Response> {
  const data = new FormData()
  for (const [name, value] of Object.entries({ ...hiddenOf(await show(who, path), 'main'), ...fields }))
    data.set(name, value)
  data.set('file', file)
  const body = new Response(data)
  const headers = { ...html, 'content-type': body.headers.get('content-type') ?? '' }
  return who.send('POST', path, { headers, body: new Uint8Array(await body.arrayBuffer()) })
}

describe('the library', () => {
  it('shows what is for the partner, found by words and narrowed, in the reader’s language', async () => {
    const page = textOf(await show(seller, '/library'))
    expect(page).toContain('Hose pumps')
    expect(page).not.toContain('Gear pumps')
    expect(textOf(await show(seller, '/library', 'zh'))).toContain('软管泵')
    expect(textOf(await show(seller, '/library?q=软管'))).toContain('Hose pumps')
    expect(textOf(await show(seller, '/library?kind=datasheet'))).toContain('Nothing matches')
    expect((await librarian.get('/library', html)).status).toBe(403)
  })

  it('hands a file out and notes it, for an administrator to see', async () => {
    const path = `/library/${leaflet.asset}`
    const answer = await send(seller, path, 'download')
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/files/${leaflet.file}?save`])
    const file = await seller.get(`/files/${leaflet.file}?save`)
    expect(file.headers.get('content-disposition')).toMatch(/^attachment/)
    await file.body?.cancel()
    expect(textOf(await show(boss, path))).toContain('Downloads by your company')
    expect(textOf(await show(boss, path))).toContain('seller')
    expect(textOf(await show(stranger, path))).not.toContain('seller')
  })

  it('asks for a logo first, then makes the partner’s own version', async () => {
    const path = `/library/${leaflet.asset}`
    expect(textOf(await show(seller, path))).toContain('An administrator of your company can add it')
    expect(await show(boss, path)).toContain('href="/company"')
    expect(await show(seller, path)).not.toContain('/library/preview/')
    await giveLogo(front.t, partner, await logo())
    expect((await show(seller, path)).match(/<img src="([^"]+)"/)?.[1]).toContain(
      `/library/preview/${leaflet.version}?`,
    )
    const answer = await send(seller, path, 'brand', { location: '' })
    expect(answer.status).toBe(303)
    const to = answer.headers.get('location') ?? ''
    expect(to).toMatch(/\?ready=/)
    expect(textOf(await show(seller, to))).toContain('Hose pumps – North.pdf')
    expect(textOf(await show(stranger, to))).not.toContain('North')
    const file = to.split('ready=')[1] ?? ''
    expect((await stranger.get(`/files/${file}`)).status).toBe(404)
    const forms = (await front.t.system.list(AssetDownload)).map(({ form }) => form)
    expect(forms).toEqual(['original', 'coBranded'])
  })

  it('shows the partner’s own version before it is made, and to nobody what is not for them', async () => {
    const preview = `/library/preview/${leaflet.version}`
    const seen = await seller.get(preview)
    expect(seen.headers.get('content-type')).toBe('image/webp')
    const red = redBox(await drawnPicture(new Uint8Array(await seen.arrayBuffer())))
    expect(red?.top).toBeGreaterThan(0.78)
    expect(red?.bottom).toBeLessThan(0.92)
    const etag = seen.headers.get('etag') ?? ''
    expect((await seller.get(preview, { 'if-none-match': etag })).status).toBe(304)
    const plain = await stranger.get(preview)
    expect([plain.status, plain.headers.get('location')]).toEqual([303, expect.stringMatching(/^\/files\//)])
    const [gear] = await front.t.system.list(Asset, { where: { title: { eq: 'Gear pumps' } } })
    expect((await seller.get(`/library/preview/${gear?.current}`)).status).toBe(404)
    expect((await front.server.browser().get(preview)).status).toBe(401)
    expect(await front.t.system.list(AssetDownload)).toHaveLength(2)
  })

  it('has no page for what is not for the partner, or is withdrawn', async () => {
    const [gear] = await front.t.system.list(Asset, { where: { title: { eq: 'Gear pumps' } } })
    const paths = [`/library/${gear?.id}`, '/library/00000000-0000-4000-8000-000000000000']
    for (const path of paths) expect((await seller.get(path, html)).status).toBe(404)
    const { asset, version } = await publish(front.t, { name: 'Old.pdf', bytes: await pdf() })
    expect((await seller.get(`/library/${asset}`, html)).status).toBe(200)
    await front.t.update(Asset, asset, { status: 'withdrawn' })
    const gone = [await seller.get(`/library/${asset}`, html), await seller.get(`/files/${version.file}`)]
    expect(gone.map(({ status }) => status)).toEqual([404, 404])
  })
})

describe('the desk of the library', () => {
  it('is for who fills it', async () => {
    const reader = await front.staff('reader@crm.example', { 'prm:read': 'all' })
    for (const who of [seller, reader]) expect((await who.get('/desk/library', html)).status).toBe(403)
    expect((await librarian.get(`/library/${leaflet.asset}`, html)).headers.get('location')).toBe(
      `/desk/library/${leaflet.asset}`,
    )
  })

  it('takes new material from its description to its file, and says what is wrong with one', async () => {
    const described = { title: 'Peristaltic', kind: 'brochure', language: 'en', countryCode: 'DE' }
    expect((await send(librarian, '/desk/library/new', 'main', { ...described, title: '' })).status).toBe(422)
    const wrong = await send(librarian, '/desk/library/new', 'main', { ...described, language: 'not a language' })
    expect(wrong.status).toBe(422)
    const made = await send(librarian, '/desk/library/new', 'main', described)
    const path = made.headers.get('location') ?? ''
    expect(path).toMatch(/^\/desk\/library\/[\da-f-]+\/version$/)
    const broken = new File(['%PDF-1.7 and no more'], 'broken.pdf', { type: 'application/pdf' })
    const refused = await sendFile(librarian, path, { publish: 'true' }, broken)
    expect([refused.status, textOf(await refused.text())]).toEqual([422, expect.stringContaining('it may be damaged')])
    const whole = new File([new Uint8Array(await pdf())], 'Peristaltic.pdf', { type: 'application/pdf' })
    expect((await sendFile(librarian, path, { publish: 'true', notes: 'First edition' }, whole)).status).toBe(303)
    const [asset] = await front.t.system.list(Asset, { where: { title: { eq: 'Peristaltic' } } })
    expect(asset).toMatchObject({ status: 'published', countryCode: 'DE' })
    expect(textOf(await show(seller, `/library/${asset?.id}`))).toContain('First edition')
  })

  it('makes another version current, withdraws, and publishes again', async () => {
    const next = await nextVersion(
      front.t,
      leaflet.asset,
      { name: 'Hose 2.pdf', bytes: await pdf(1) },
      { publish: false },
    )
    const path = `/desk/library/${leaflet.asset}`
    expect(textOf(await show(librarian, path))).toContain('North')
    expect((await send(librarian, path, 'change', { current: next.id })).status).toBe(303)
    expect(await front.t.system.get(Asset, leaflet.asset)).toMatchObject({ current: next.id })
    await send(librarian, path, 'change', { current: '', intent: 'withdraw' })
    expect(await front.t.system.get(Asset, leaflet.asset)).toMatchObject({ status: 'withdrawn' })
    await send(librarian, path, 'change', { current: '', intent: 'publish' })
    expect(await front.t.system.get(Asset, leaflet.asset)).toMatchObject({ status: 'published' })
    expect(textOf(await show(librarian, '/desk/library'))).toContain('Hose pumps')
  })

  it('sets places for a logo, shows a sample, and refuses places outside the page', async () => {
    const [version] = await front.t.system.list(AssetVersion, {
      where: { asset: { eq: leaflet.asset }, number: { eq: 2 } },
    })
    const path = `/desk/library/${leaflet.asset}/places?version=${version?.id}`
    const place = {
      page: '1',
      left: '5',
      top: '5',
      width: '30',
      height: '8',
      shows: 'logo',
      ink: 'dark',
      ground: 'white',
    }
    const outside = await send(librarian, path, 'add', { ...place, left: '90' })
    expect([outside.status, textOf(await outside.text())]).toEqual([422, expect.stringContaining('within the page')])
    expect((await send(librarian, path, 'add', place)).status).toBe(303)
    const sample = (await send(librarian, path, 'sample')).headers.get('location') ?? ''
    expect((await librarian.get(sample)).headers.get('content-type')).toBe('application/pdf')
    expect((await boss.get(sample)).status).toBe(404)
  })
})
