import { type Id, Partner } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { createTestServer, type TestServer } from '@tessera/testing/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Notification, PartnerLocation } from '../../model.ts'
import { openCrm, personAt, refused, staffWith } from '../test-support/open-crm.ts'

let t: TestCrm
let served: TestServer
let onboard: Awaited<ReturnType<typeof staffWith>>
let delta: Id
beforeAll(async () => {
  t = await openCrm()
  served = await createTestServer(t)
  onboard = await staffWith(t, 'prm:onboard')
  delta = (await t.create(Partner, { name: 'Delta', prmEmail: 'secret@delta.example' })).id
})
afterAll(() => t.close())

const approve =
  'mutation ($id: ID!, $version: Int) { approvePartnerLocation(location: $id, version: $version) { status } }'
const refuse =
  'mutation ($id: ID!) { refusePartnerLocation(location: $id, reason: "No such street") { status reason } }'
const found = async (query = '', address?: string) => {
  const answer = await served.browser().send('GET', `/partners.json${query}`, { ...(address && { address }) })
  return ((await answer.json()) as { locations: Record<string, unknown>[] }).locations
}
const namesOf = async (query: string) => (await found(query, '192.0.2.1')).map(({ name }) => name)

const utrecht = {
  name: 'Delta Utrecht',
  address: 'Maliebaan 1',
  city: 'Utrecht',
  countryCode: 'NL',
  point: { lat: 52.09, lon: 5.12 },
  specialities: ['Pumps'],
}
async function shown(partner: Id, input: object): Promise<Id> {
  const { id } = await t.create(PartnerLocation, { partner, ...utrecht, ...input })
  await t.graphql(onboard, approve, { id })
  return id
}

describe('a location', () => {
  it('is its administrator’s to write, shown once approved, and a change waits while the old stays', async () => {
    const [ann, bob] = [await personAt(t, delta, 'admin'), await personAt(t, delta, 'sales')]
    const other = (await t.create(Partner)).id
    await expect(
      t
        .as(bob)
        .mutate(PartnerLocation)
        .create(utrecht as never),
    ).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    await expect(
      t
        .as(ann)
        .mutate(PartnerLocation)
        .create({ ...utrecht, partner: other } as never),
    ).rejects.toMatchObject({ code: 'VALIDATION' })
    const { id } = await t
      .as(ann)
      .mutate(PartnerLocation)
      .create(utrecht as never)
    expect(await t.system.get(PartnerLocation, id)).toMatchObject({ partner: delta, status: 'waiting', shown: null })
    expect(await found()).toEqual([])
    await expect(t.graphql(ann, approve, { id })).rejects.toMatchObject(refused('prm.locationByStaff'))
    await t.graphql(onboard, approve, { id, version: 1 })
    expect(await found()).toMatchObject([{ name: 'Delta Utrecht', partner: 'Delta', countryCode: 'NL' }])

    await t.update(PartnerLocation, id, { name: 'Delta <b>Casino</b>' }, ann)
    expect(await t.system.get(PartnerLocation, id)).toMatchObject({ status: 'waiting' })
    expect(await namesOf('')).toEqual(['Delta Utrecht'])
    await expect(t.graphql(onboard, approve, { id, version: 1 })).rejects.toMatchObject({ code: 'CONFLICT' })
    await t.graphql(onboard, refuse, { id })
    expect(await namesOf('')).toEqual(['Delta Utrecht'])
    expect((await t.as(ann).list(Notification)).map(({ kind }) => kind).sort()).toEqual([
      'partners.locationApproved',
      'partners.locationRefused',
    ])
    await t.update(PartnerLocation, id, { published: false }, ann)
    expect(await found()).toEqual([])
    await t.as(ann).mutate(PartnerLocation).delete(id)
  })

  it('is found by country, city and speciality, nearest first, and never with an e-mail address', async () => {
    await shown(delta, {})
    await shown(delta, {
      name: 'Delta Berlin',
      city: 'Berlin',
      countryCode: 'DE',
      point: { lat: 52.52, lon: 13.405 },
      specialities: ['Service'],
    })
    await shown(delta, { name: 'Delta Paris', city: 'Paris', countryCode: 'FR', point: null })
    expect(await namesOf('?country=de')).toEqual(['Delta Berlin'])
    expect(await namesOf('?city=utr')).toEqual(['Delta Utrecht'])
    expect(await namesOf('?speciality=PUMPS')).toEqual(['Delta Paris', 'Delta Utrecht'])
    expect(await namesOf('?country=FR&speciality=Service')).toEqual([])
    // Hamburg lies some 255 km from Berlin and some 370 km from Utrecht.
    const near = await found('?lat=53.55&lon=10&km=400', '192.0.2.2')
    expect(near.map(({ name }) => name)).toEqual(['Delta Berlin', 'Delta Utrecht'])
    expect(near[0]?.distanceKm).toBeCloseTo(254.9, -1)
    expect(await namesOf("?city=%25' or 1=1")).toEqual([])
    expect(JSON.stringify(await found())).not.toContain('@')
  })

  it('of a partner that is suspended, or not active yet, is not shown', async () => {
    const partner = (await t.create(Partner, { name: 'Echo' })).id
    await shown(partner, { name: 'Echo Delft', city: 'Delft' })
    expect(await namesOf('?city=Delft')).toEqual(['Echo Delft'])
    await t.update(Partner, partner, { prmStatus: 'suspended' })
    expect(await namesOf('?city=Delft')).toEqual([])
  })

  it('has a page for everybody, in both languages, that shows nothing as markup', async () => {
    await shown(delta, { name: '<script>x</script>', city: 'Gent', countryCode: 'BE', phone: '+3293311000' })
    const page = await (await served.browser().get('/partners?city=Gent')).text()
    expect(page).toContain('&lt;script&gt;x')
    expect(page).toContain('href="tel:+3293311000"')
    const chinese = await (await served.browser().get('/partners?country=XX', { 'accept-language': 'zh-CN' })).text()
    expect(chinese).toContain('未找到合作伙伴')
    expect((await served.browser().get('/partners?lat=91&lon=0')).status).toBe(400)
  })

  it('is looked up so many times from one address, and no more', async () => {
    const statuses: number[] = []
    for (let n = 0; n < 61; n++)
      statuses.push((await served.browser().send('GET', '/partners.json', { address: '192.0.2.99' })).status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(60)
    expect(statuses.at(-1)).toBe(429)
  })
})
