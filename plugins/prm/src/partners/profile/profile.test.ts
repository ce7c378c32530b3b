import { type Id, Partner, storeFile, User } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCrm, personAt, staffWith } from '../test-support/open-crm.ts'

let t: TestCrm
let partner: Id
let below: Id
beforeAll(async () => {
  t = await openCrm()
  const manager = (await t.create(User, { name: 'Marta', email: 'marta@crm.example', kind: 'staff' })).id
  partner = (await t.create(Partner, { name: 'Delta', prmManager: manager })).id
  below = (await t.create(Partner, { name: 'Below', parent: partner })).id
})
afterAll(() => t.close())

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

describe('a partner', () => {
  it('says how it is reached and what it looks like, and not on which terms it works', async () => {
    const ann = await personAt(t, partner, 'admin')
    const logo = (await storeFile(t.as(ann), { name: 'logo.png', bytes: png })).id
    await t.update(Partner, partner, { prmWebsite: 'delta.example', prmAbout: 'Pumps', prmLogo: logo }, ann)
    expect(await t.as(ann).get(Partner, partner)).toMatchObject({ prmWebsite: 'https://delta.example/', prmLogo: logo })
    for (const patch of [
      { name: 'Other' },
      { prmStatus: 'active' },
      { prmTier: null },
      { prmSpecialities: ['Everything'] },
      { prmManager: null },
      { parent: null },
    ])
      await expect(t.update(Partner, partner, patch, ann)).rejects.toMatchObject({ code: 'VALIDATION' })
    const text = (await storeFile(t.as(ann), { name: 'logo.txt', bytes: Buffer.from('no picture') })).id
    await expect(t.update(Partner, partner, { prmLogo: text }, ann)).rejects.toMatchObject({ code: 'prm.logoPicture' })
  })

  it('changes itself only: not those below, and not as anybody but its administrator', async () => {
    const [ann, bob, low] = [
      await personAt(t, partner, 'admin'),
      await personAt(t, partner, 'sales'),
      await personAt(t, below, 'admin'),
    ]
    await expect(t.update(Partner, below, { prmCity: 'x' }, ann)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(t.update(Partner, partner, { prmCity: 'x' }, bob)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(t.update(Partner, partner, { prmCity: 'x' }, low)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await t.as(ann).find(Partner, below)).toMatchObject({ name: 'Below' })
    expect(await t.as(low).find(Partner, partner)).toBeNull()
    expect(t.as(low).readable(Partner).has('prmManager')).toBe(false)
  })

  it('knows whom to turn to, and nothing else of that person', async () => {
    const query = '{ myChannelManager { name email } }'
    expect(await t.graphql(await personAt(t, partner, 'sales'), query)).toEqual({
      myChannelManager: { name: 'Marta', email: 'marta@crm.example' },
    })
    expect(await t.graphql(await personAt(t, below, 'sales'), query)).toEqual({ myChannelManager: null })
  })
})

describe('staff', () => {
  it('with prm:write change what a partner is, but give no tiers by hand; others change nothing', async () => {
    const write = await staffWith(t, 'prm:write')
    await t.update(Partner, partner, { prmSpecialities: ['Pumps'], prmStatus: 'suspended' }, write)
    expect(await t.system.get(Partner, partner)).toMatchObject({ prmSpecialities: ['Pumps'], prmStatus: 'suspended' })
    for (const patch of [{ prmTier: null }, { prmTierGraceUntil: null }, { name: 'Other' }])
      await expect(t.update(Partner, partner, patch, write)).rejects.toMatchObject({ code: 'VALIDATION' })
    await expect(t.update(Partner, partner, { prmSpecialities: 'Pumps' }, write)).rejects.toMatchObject({
      code: 'VALIDATION',
    })
    const read = await staffWith(t, 'prm:read')
    await expect(t.update(Partner, partner, { prmCity: 'x' }, read)).rejects.toThrow()
    expect((await t.system.get(Partner, partner)).prmCity).toBeNull()
  })
})
