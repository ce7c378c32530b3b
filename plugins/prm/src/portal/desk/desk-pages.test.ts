import { Partner, PartnerMember } from '@tessera/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PartnerApplication, VettingCheck, VettingItem } from '../../model.ts'
import { Front, hiddenOf, html, textOf } from '../test-support/front.ts'

let front: Front
beforeAll(async () => {
  front = await Front.open()
}, 240_000)
afterAll(() => front?.t.close())

type Person = Awaited<ReturnType<Front['staff']>>
const page = async (person: Person, path: string): Promise<string> => {
  const response = await person.get(path, html)
  expect([path, response.status]).toEqual([path, 200])
  return response.text()
}
const send = async (person: Person, path: string, form: string, fields: Record<string, string> = {}) =>
  person.postForm(path, { ...hiddenOf(await page(person, path), form), ...fields }, html)

describe('applications of companies', () => {
  it('are vetted, check by check, and become a partner with an administrator', async () => {
    const { t } = front
    await t.create(VettingItem, { text: 'Entry in the register', position: 1, required: true, active: true })
    const staff = await front.staff('vet@desk.example', { 'prm:read': 'all', 'prm:vet': 'all' })
    const entered = await t
      .as(await t.actor('user'))
      .mutate(PartnerApplication)
      .create({
        company: 'Werra Pumpenbau',
        countryCode: 'DE',
        contactName: 'Ute Werra',
        contactEmail: 'ute@werra.example',
      })
    const path = `/desk/applications/${entered.id}`
    expect(textOf(await page(staff, '/desk/applications'))).toContain('Werra Pumpenbau')
    expect(await page(staff, '/desk')).toContain('href="/desk/applications"')
    expect((await send(staff, path, 'begin', { program: '' })).status).toBe(303)
    const [check] = await t.system.list(VettingCheck, { where: { application: { eq: entered.id } } })
    const early = await send(staff, path, 'approve', { parent: '' })
    expect([early.status, await early.text()]).toEqual([422, expect.stringContaining('Entry in the register')])
    expect((await send(staff, path, check?.id ?? '', { result: 'passed', note: 'HRB 4711' })).status).toBe(303)
    const done = await send(staff, path, 'approve', { parent: '' })
    const [made] = await t.system.list(Partner, { where: { name: { eq: 'Werra Pumpenbau' } } })
    expect([done.status, done.headers.get('location')]).toEqual([303, `/desk/partners/${made?.id}`])
    const members = await t.system.list(PartnerMember, { where: { partner: { eq: made?.id ?? '' } } })
    expect(members).toMatchObject([{ role: 'admin' }])
  }, 120_000)

  it('are for those who vet, and the desk leads nobody else there', async () => {
    const staff = await front.staff('reader@desk.example', { 'prm:read': 'all' })
    for (const path of ['/desk/applications', '/desk/locations', '/desk/disputes', '/desk/funds'])
      expect((await staff.get(path, html)).status).toBe(403)
    expect(await page(staff, '/desk')).not.toMatch(/href="\/desk\/(applications|locations|disputes|funds|quotes)/)
  })
})

describe('administrators of a distributor', () => {
  it('invite people of the partners below them, and of no others', async () => {
    const above = await front.partner('Distributor')
    const below = await front.partner('Reseller', above)
    const stranger = await front.partner('Stranger')
    const admin = await front.personOf(above, 'ada@distributor.example', ['admin'])
    expect(textOf(await page(admin, '/company/people'))).toContain('Reseller')
    const invite = `/company/people/invite?of=${below}`
    const person = { partner: below, name: 'Rita', email: 'rita@reseller.example', roles: 'admin', locale: 'en' }
    const sent = await send(admin, invite, 'main', person)
    expect(sent.headers.get('location')).toBe(`/company/people?of=${below}`)
    expect(textOf(await page(admin, `/company/people?of=${below}`))).toContain('Rita')
    for (const path of ['/company/people', '/company/people/invite'])
      expect((await admin.get(`${path}?of=${stranger}`, html)).status).toBe(404)
    const tried = await send(admin, invite, 'main', { ...person, partner: stranger, email: 'eve@stranger.example' })
    expect(tried.status).toBe(422)
    expect(await front.t.system.list(PartnerMember, { where: { partner: { eq: stranger } } })).toEqual([])
  })
})
