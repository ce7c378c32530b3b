import { type Actor, customerAccounts, Partner, Team, User } from '@tessera/core'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import customers from './index.ts'
import {
  Account,
  AccountRelation,
  Address,
  Contact,
  ImportProfile,
  Interaction,
  Lead,
  Note,
  Tag,
  Task,
} from './model.ts'

let t: TestCrm
let distributor: Actor
let dealer: Actor
let stranger: Actor
let ofDealer: { readonly id: string }
let ofDistributor: { readonly id: string }
let ofNobody: { readonly id: string }
beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers()] })
  const top = await t.create(Partner, { name: 'Distributor' })
  const below = await t.create(Partner, { name: 'Dealer', parent: top.id })
  distributor = await t.actor('partner', { partner: top.id })
  dealer = await t.actor('partner', { partner: below.id })
  stranger = await t.actor('partner')
  ofDistributor = await t.create(Account, { name: 'Of distributor', partner: top.id })
  ofDealer = await t.create(Account, {
    name: 'Of dealer',
    partner: below.id,
    rating: 'c',
    description: 'slow payer',
    annualRevenue: { minor: 100n, currency: 'EUR' },
  })
  ofNobody = await t.create(Account, { name: 'Of nobody' })
})
afterAll(() => t.close())

const names = async (actor: Actor): Promise<string[]> =>
  (await t.as(actor).list(Account)).map((account) => account.name).sort()

describe('a partner', () => {
  it('sees the accounts of its tree, and no others', async () => {
    expect(await names(distributor)).toEqual(['Of dealer', 'Of distributor'])
    expect(await names(dealer)).toEqual(['Of dealer'])
    expect(await names(stranger)).toEqual([])
  })

  it('sees nothing of what the company thinks of an account', async () => {
    const account = await t.as(dealer).get(Account, ofDealer.id)
    for (const hidden of ['rating', 'description', 'annualRevenue', 'owner', 'stage', 'tags'])
      expect(account).not.toHaveProperty(hidden)
    await expect(t.as(dealer).db.selectFrom('account').select('description').execute()).rejects.toThrow(
      /permission denied/,
    )
  })

  it('keeps contacts and addresses of its accounts, and only of those', async () => {
    const contact = await t.create(Contact, { lastName: 'Buyer', account: ofDealer.id }, dealer)
    await t.update(Contact, contact.id, { jobTitle: 'Head of purchasing' }, distributor)
    const address = await t.create(Address, { account: ofDealer.id, city: 'Berlin', countryCode: 'DE' }, dealer)
    await t.create(Address, { contact: contact.id, account: null, city: 'Potsdam', countryCode: 'DE' }, dealer)
    await expect(t.create(Contact, { lastName: 'Nobody', account: ofDistributor.id }, dealer)).rejects.toMatchObject({
      code: 'VALIDATION',
    })
    await expect(t.create(Contact, { lastName: 'Nobody', account: null }, dealer)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    await expect(t.update(Contact, contact.id, { jobTitle: 'x' }, stranger)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await expect(t.update(Address, address.id, { account: ofDistributor.id }, dealer)).rejects.toMatchObject({
      code: 'VALIDATION',
    })
    await expect(t.update(Account, ofDealer.id, { name: 'x' }, dealer)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('gives no ids or keys of other systems, and does not learn which there are', async () => {
    const by = { system: 'erp', key: '4711' }
    await t.system.mutate(Contact).upsert(by, { lastName: 'Of a rival', account: ofDistributor.id })
    const mine = await t.create(Contact, { lastName: 'Mine', account: ofDealer.id, externalKeys: { erp: '1' } })
    const contacts = t.as(dealer).mutate(Contact)
    const input = { lastName: 'Probe', account: ofDealer.id }
    const tries = [
      contacts.create({ ...input, externalKeys: { erp: '4711' } }),
      contacts.create({ ...input, externalKeys: { erp: 'unknown' } }),
      contacts.create({ ...input, id: mine.id }),
      contacts.update(mine.id, { externalKeys: {} }),
      contacts.upsert(by, input),
      contacts.upsert({ system: 'erp', key: 'unknown' }, input),
      contacts.upsert({ system: 'erp', key: '1' }, input),
    ]
    for (const result of await Promise.allSettled(tries))
      expect(result).toMatchObject({ reason: { code: 'VALIDATION', issues: [{ code: 'NOT_WRITABLE' }] } })
    expect((await t.system.get(Contact, mine.id)).externalKeys).toEqual({ erp: '1' })
  })

  it('reads no notes, tasks, interactions, leads or relations', async () => {
    await t.create(Note, { body: 'secret', account: ofDealer.id, contact: null, lead: null })
    for (const entity of [Note, Task, Interaction, Lead, AccountRelation, Tag])
      await expect(t.as(dealer).list(entity)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('a customer', () => {
  it('sees its own account, its people and its addresses', async () => {
    const customer = await t.actor('customer', { account: ofDealer.id })
    expect(await names(customer)).toEqual(['Of dealer'])
    expect((await t.as(customer).list(Contact)).every((contact) => contact.account === ofDealer.id)).toBe(true)
    await expect(t.as(customer).list(Note)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('staff', () => {
  it('see accounts within the scope of their permission, and what belongs to them', async () => {
    const team = await t.create(Team, { name: 'South' })
    const permissions = { 'customers:read': 'team', 'customers:write': 'team' } as const
    const seller = await t.actor('user', { permissions, teams: [team.id] })
    const mine = await t.create(Account, { name: 'Mine' }, seller)
    const ours = await t.create(Account, { name: 'Ours', team: team.id })
    expect(await names(seller)).toEqual(['Mine', 'Ours'])
    await t.create(Note, { body: 'on theirs', account: ofNobody.id, contact: null, lead: null })
    const note = await t.create(Note, { body: 'on ours', account: ours.id, contact: null, lead: null })
    const contact = await t.create(Contact, { lastName: 'On ours', account: ours.id })
    await t.create(Contact, { lastName: 'On theirs', account: ofNobody.id })
    expect((await t.as(seller).list(Note)).map((row) => row.id)).toEqual([note.id])
    expect((await t.as(seller).list(Contact)).map((row) => row.id)).toEqual([contact.id])
    await t.create(Interaction, { type: 'call', subject: 'Hi', account: mine.id, contact: null, lead: null }, seller)
    await expect(
      t.create(Interaction, { type: 'call', subject: 'Hi', account: ofNobody.id, contact: null, lead: null }, seller),
    ).rejects.toMatchObject({ code: 'VALIDATION' })
  })

  it('see a task that is theirs even where they do not see its account', async () => {
    const colleague = await t.actor('user', { permissions: { 'customers:read': 'own' } })
    const task = await t.create(Task, {
      title: 'Help',
      account: ofNobody.id,
      contact: null,
      lead: null,
      assignee: 'id' in colleague ? colleague.id : null,
    })
    expect((await t.as(colleague).list(Task)).map((row) => row.id)).toEqual([task.id])
    expect(await names(colleague)).toEqual([])
  })

  it('see an activity about a lead only with the lead', async () => {
    const lead = await t.create(Lead, { lastName: 'Secret' })
    await t.create(Note, { body: 'about the lead', account: null, contact: null, lead: lead.id })
    const noLeads = await t.actor('user', { permissions: { 'customers:read': 'all' } })
    const leads = await t.actor('user', { permissions: { 'customers:read': 'all', 'leads:read': 'all' } })
    const about = async (actor: Actor): Promise<number> =>
      (await t.as(actor).list(Note, { where: { lead: { eq: lead.id } } })).length
    expect([await about(noLeads), await about(leads)]).toEqual([0, 1])
  })

  it('see what colleagues wrote about a lead or a contact without an account, if they see the lead or contact', async () => {
    const seller = await t.actor('user', { permissions: { 'customers:read': 'own', 'leads:read': 'own' } })
    const owner = 'id' in seller ? seller.id : null
    const other = await t.actor('user')
    const note = (about: object, by = other) =>
      t.create(Note, { body: 'x', account: null, contact: null, lead: null, ...about }, by)
    const mine = await t.create(Lead, { lastName: 'Mine', owner })
    const theirs = await t.create(Lead, { lastName: 'Theirs' }, other)
    const friend = await t.create(Contact, { lastName: 'Friend', account: null, owner })
    const stranger = await t.create(Contact, { lastName: 'Stranger', account: null }, other)
    const seen = [await note({ lead: mine.id }), await note({ contact: friend.id })].map((row) => row.id)
    await note({ lead: theirs.id })
    await note({ contact: stranger.id })
    await note({ contact: friend.id, lead: theirs.id })
    await note({ lead: mine.id, account: ofNobody.id })
    expect((await t.as(seller).list(Note)).map((row) => row.id).sort()).toEqual(seen.sort())
  })

  it('see a relation only with both its ends', async () => {
    const seller = await t.actor('user', { permissions: { 'customers:read': 'own' } })
    const mine = await t.create(Account, { name: 'Mine', owner: 'id' in seller ? seller.id : null })
    const other = await t.create(Account, { name: 'Mine too', owner: 'id' in seller ? seller.id : null })
    const seen = await t.create(AccountRelation, { from: mine.id, to: other.id, type: 'supplies' })
    await t.create(AccountRelation, { from: mine.id, to: ofNobody.id, type: 'supplies' })
    await t.create(AccountRelation, { from: ofNobody.id, to: mine.id, type: 'supplies' })
    expect((await t.as(seller).list(AccountRelation)).map((row) => row.id)).toEqual([seen.id])
  })

  it('need customers:configure for tags and import profiles', async () => {
    const seller = await t.actor('user', {
      permissions: { 'customers:read': 'all', 'customers:write': 'all', 'customers:import': 'all' },
    })
    await expect(t.create(Tag, { name: 'mine', color: null }, seller)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const admin = await t.actor('user', { permissions: { 'customers:configure': 'all' } })
    await t.create(Tag, { name: 'ours', color: '#ff0000' }, admin)
    await t.create(
      ImportProfile,
      { name: 'fair', entity: 'lead', profile: { records: [{ entity: 'lead', fields: { lastName: 'name' } }] } },
      admin,
    )
    expect(await t.as(seller).list(ImportProfile)).toMatchObject([{ name: 'fair' }])
  })
})

describe('a contact who signs in', () => {
  it('acts for the account, as long as the contact is still there', async () => {
    const user = await t.create(User, { kind: 'customer' })
    const accountOf = async () => customerAccounts.of(t.system)[0]?.value(t.system, user.id)
    expect(await accountOf()).toBeNull()
    const contact = await t.create(Contact, { account: ofDealer.id, user: user.id })
    expect(await accountOf()).toBe(ofDealer.id)
    await t.update(Contact, contact.id, { active: false })
    expect(await accountOf()).toBeNull()
  })

  it('is a user of kind customer', async () => {
    const user = await t.create(User, { kind: 'staff', name: 'Ann' })
    await expect(t.create(Contact, { account: ofDealer.id, user: user.id })).rejects.toMatchObject({
      code: 'VALIDATION',
      issues: [{ path: ['input', 'user'], code: 'USER_KIND' }],
    })
  })
})
