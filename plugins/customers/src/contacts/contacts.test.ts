import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import customers from '../index.ts'
import { Account, Address, Contact, ContactRole } from '../model.ts'

let t: TestCrm
beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers()], region: 'DE' })
})
afterAll(() => t.close())

describe('a contact', () => {
  it('has its phones normalised by the country of the installation, and a name in the order of its language', async () => {
    const anna = await t.create(Contact, {
      firstName: 'Anna',
      lastName: 'Müller',
      phone: '030 1234567',
      email: 'Anna@EXAMPLE.com',
    })
    expect(anna).toMatchObject({ phone: '+49301234567', email: 'Anna@example.com', name: 'Anna Müller' })
    expect(await t.create(Contact, { firstName: '小明', lastName: '王' })).toMatchObject({ name: '王小明' })
    expect(await t.create(Contact, { firstName: null, lastName: 'Cher' })).toMatchObject({ name: 'Cher' })
  })

  it('is refused with a number that no phone can have, and where it would report to itself', async () => {
    await expect(t.create(Contact, { lastName: 'A', phone: 'call me' })).rejects.toMatchObject({
      code: 'VALIDATION',
      issues: [{ path: ['input', 'phone'], code: 'PHONE' }],
    })
    const boss = await t.create(Contact, { lastName: 'Boss' })
    await expect(t.update(Contact, boss.id, { reportsTo: boss.id })).rejects.toMatchObject({ code: 'CHECK_FAILED' })
  })
})

describe('the primary contact', () => {
  it('is one per account and role', async () => {
    const acme = await t.create(Account, { name: 'Acme' })
    const [anna, ben] = [await t.create(Contact, { account: acme.id }), await t.create(Contact, { account: acme.id })]
    const role = (contact: string, kind: string) =>
      t.create(ContactRole, { account: acme.id, contact, role: kind, primary: true })
    await role(anna.id, 'billing')
    await role(anna.id, 'technical')
    await role(ben.id, 'billing')
    const primary = await t.system.list(ContactRole, { where: { account: { eq: acme.id }, primary: { eq: true } } })
    expect(primary.map((row) => [row.contact, row.role]).sort()).toEqual(
      [
        [anna.id, 'technical'],
        [ben.id, 'billing'],
      ].sort(),
    )
  })

  it('is one even if several are marked in one write, or at the same time', async () => {
    const acme = await t.create(Account, { name: 'Acme' })
    const contacts = await t.system
      .mutate(Contact)
      .createMany(['A', 'B', 'C', 'D'].map((lastName) => ({ lastName, account: acme.id })))
    const inputs = contacts.map(({ id }) => ({
      account: acme.id,
      contact: id,
      role: 'billing' as const,
      primary: true,
    }))
    await t.system.mutate(ContactRole).createMany(inputs.slice(0, 2))
    await Promise.all(inputs.slice(2).map((input) => t.system.mutate(ContactRole).create(input)))
    const primary = await t.system.list(ContactRole, { where: { account: { eq: acme.id }, primary: { eq: true } } })
    expect(primary).toHaveLength(1)
  })

  it('gives way to its successor when it comes back from the recycle bin', async () => {
    const acme = await t.create(Account, { name: 'Acme' })
    const roles: string[] = []
    for (const lastName of ['A', 'B', 'C']) {
      const contact = await t.create(Contact, { lastName, account: acme.id })
      const role = { account: acme.id, contact: contact.id, role: 'billing', primary: true }
      roles.push((await t.create(ContactRole, role)).id)
      if (lastName !== 'C') await t.system.mutate(ContactRole).delete(roles.at(-1) ?? '')
    }
    const [first = '', second = '', third = ''] = roles
    const primary = async (): Promise<string[]> =>
      (await t.system.list(ContactRole, { where: { account: { eq: acme.id }, primary: { eq: true } } })).map(
        ({ id }) => id,
      )
    await t.system.mutate(ContactRole).restore(first)
    expect(await primary()).toEqual([third])
    await t.system.mutate(ContactRole).deleteMany([first, third])
    await t.system.mutate(ContactRole).restoreMany([second, third])
    expect(await primary()).toEqual([third])
  })
})

describe('an address', () => {
  it('belongs to an account or to a contact, not to both and not to none', async () => {
    const acme = await t.create(Account, { name: 'Acme' })
    const anna = await t.create(Contact, {})
    const address = { city: 'Berlin', countryCode: 'DE' }
    await t.create(Address, { ...address, account: acme.id, contact: null })
    await t.create(Address, { ...address, contact: anna.id, account: null })
    await expect(t.create(Address, { ...address, account: acme.id, contact: anna.id })).rejects.toMatchObject({
      code: 'CHECK_FAILED',
    })
    await expect(t.create(Address, { ...address, account: null, contact: null })).rejects.toMatchObject({
      code: 'CHECK_FAILED',
    })
  })

  it('has a country of ISO 3166, in capital letters', async () => {
    const acme = await t.create(Account, { name: 'Acme' })
    expect(await t.create(Address, { account: acme.id, city: 'Berlin', countryCode: 'de' })).toMatchObject({
      countryCode: 'DE',
    })
    await expect(t.create(Address, { account: acme.id, city: 'London', countryCode: 'UK' })).rejects.toMatchObject({
      code: 'VALIDATION',
      issues: [{ code: 'COUNTRY' }],
    })
  })
})
