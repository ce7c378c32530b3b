import type { Actor, Id } from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import customers, { readTimelines } from '@tessera/plugin-customers'
import { Account, Contact, Interaction, Lead, Note, Task } from '@tessera/plugin-customers/model'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import sfa from '../../index.ts'
import { Opportunity, Pipeline, Stage } from '../../model.ts'
import { companyDomain, companyKey } from './company-name.ts'
import { convertLead } from './convert-lead.ts'

const rights = {
  'customers:read': 'all',
  'customers:write': 'all',
  'leads:read': 'all',
  'leads:write': 'all',
  'sfa:read': 'all',
  'sfa:write': 'all',
} as const

let t: TestCrm
let seller: Actor
let stage: Id
beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers(), catalog(), mail(), orders(), sfa()] })
  seller = await t.actor('user', {
    permissions: rights,
  })
  const pipeline = await t.create(Pipeline, { name: 'New business' })
  stage = (await t.create(Stage, { pipeline: pipeline.id, name: 'Qualified', probability: '10' })).id
})
afterAll(() => t.close())

const convert = (lead: { readonly id: Id }, choice = {}) => convertLead(t.as(seller), lead.id, choice)
const anna = { firstName: 'Anna', lastName: 'Lindqvist', email: 'anna@lindqvist.example', company: 'Lindqvist AB' }

describe('converting a lead', () => {
  it('makes an account, a contact and an opportunity of it, and asking again gives the same', async () => {
    const lead = await t.create(Lead, { ...anna, city: 'Uppsala', countryCode: 'SE', employees: 40, campaign: 'Fair' })
    const made = await convert(lead)
    expect(await t.system.get(Account, made.account)).toMatchObject({ name: 'Lindqvist AB', employees: 40 })
    expect(await t.system.get(Contact, made.contact as Id)).toMatchObject({ account: made.account, email: anna.email })
    expect(await t.system.get(Opportunity, made.opportunity)).toMatchObject({
      lead: lead.id,
      stage,
      campaign: 'Fair',
      closeDate: '2026-04-01',
    })
    expect(await t.system.get(Lead, lead.id)).toMatchObject({
      status: 'converted',
      account: made.account,
      contact: made.contact,
    })
    expect(await convert(lead, { newAccount: true })).toEqual({ ...made, repeated: true })
  })

  it('shows on the account what happened with the lead', async () => {
    const lead = await t.create(Lead, { lastName: 'Berg', company: 'Berg Pumps' })
    await t.create(Interaction, { type: 'call', subject: 'First call', lead: lead.id })
    await t.create(Note, { body: 'Likes blue', lead: lead.id })
    const task = await t.create(Task, { title: 'Send brochure', lead: lead.id })
    const { account, contact } = await convert(lead)
    const [page] = await readTimelines(t.as(seller), 'account', [account])
    expect(page?.entries.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['interaction', 'note', 'leadCreated']),
    )
    expect(await t.system.get(Task, task.id)).toMatchObject({ account, contact, lead: lead.id })
  })

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    [
      'the domain of its website',
      { website: 'https://www.domain-a.example/' },
      { email: 'x@domain-a.example', company: 'Whatever' },
    ],
    ['the phone', { phone: '+4930111111' }, { phone: '+49 30 111111', company: 'Somebody' }],
    ['the name without legal form', { name: 'Müller & Söhne GmbH & Co. KG' }, { company: 'MULLER & SOHNE' }],
    ['the name though it is written otherwise', { name: "O'Neill Pumpen A.G." }, { company: 'ONeill Pumpen' }],
    ['the name in Chinese', { name: '上海泵业有限公司' }, { company: '上海泵业' }],
    ['the chosen account', { name: 'Chosen' }, { company: 'Not at all' }],
  ])('finds the account by %s', async (by, account, input) => {
    const known = await t.create(Account, { name: 'Known', ...account })
    const lead = await t.create(Lead, { lastName: 'Person', ...input })
    const made = await convert(lead, by === 'the chosen account' ? { account: known.id } : {})
    expect(made.account).toBe(known.id)
  })

  it('takes nobody’s mail provider for a company', async () => {
    await t.create(Account, { name: 'Some Gmail user', email: 'one@gmail.com' })
    const lead = await t.create(Lead, { lastName: 'Two', company: 'Two Inc', email: 'two@gmail.com' })
    expect(await t.system.get(Account, (await convert(lead)).account)).toMatchObject({ name: 'Two Inc' })
  })

  it('finds the contact by e-mail', async () => {
    const account = await t.create(Account, { name: 'Cee' })
    const contact = await t.create(Contact, { account: account.id, lastName: 'Old Name', email: 'c@cee.example' })
    const lead = await t.create(Lead, { lastName: 'New Name', email: 'c@cee.example' })
    expect(await convert(lead)).toMatchObject({ account: account.id, contact: contact.id })
  })

  it('two hundred at the same time make one opportunity', async () => {
    const lead = await t.create(Lead, { lastName: 'Crowd', company: 'Crowd Ltd', email: 'crowd@crowd.example' })
    const results = await Promise.all(Array.from({ length: 200 }, () => convert(lead)))
    expect(
      new Set(results.map(({ opportunity, account, contact }) => `${opportunity} ${account} ${contact}`)).size,
    ).toBe(1)
    expect(results.filter(({ repeated }) => !repeated)).toHaveLength(1)
    expect(await t.system.list(Opportunity, { where: { lead: { eq: lead.id } } })).toHaveLength(1)
    expect(await t.system.list(Account, { where: { name: { eq: 'Crowd Ltd' } } })).toHaveLength(1)
    expect(await t.system.list(Contact, { where: { email: { eq: 'crowd@crowd.example' } } })).toHaveLength(1)
  })

  it('ten leads of one company at the same time make one account and ten opportunities', async () => {
    const leads = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        t.create(Lead, { lastName: `P${n}`, company: 'Same SE', email: `p${n}@same.example` }),
      ),
    )
    const results = await Promise.all(leads.map((lead) => convert(lead)))
    expect(new Set(results.map(({ account }) => account)).size).toBe(1)
    expect(new Set(results.map(({ opportunity }) => opportunity)).size).toBe(10)
  })

  it('that fails leaves nothing behind', async () => {
    const lead = await t.create(Lead, { lastName: 'Half', company: 'Half written' })
    const reader = await t.actor('user', {
      permissions: { 'customers:read': 'all', 'customers:write': 'all', 'leads:read': 'all', 'leads:write': 'all' },
    })
    await expect(convertLead(t.as(reader), lead.id, { stage })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await t.system.list(Account, { where: { name: { eq: 'Half written' } } })).toEqual([])
    expect((await t.system.get(Lead, lead.id)).status).toBe('new')
  })

  it('takes the right to change the lead', async () => {
    const lead = await t.create(Lead, { lastName: 'Read only', company: 'Read only' })
    const { 'leads:write': _write, ...rest } = rights
    const reader = await t.actor('user', { permissions: rest })
    await expect(convertLead(t.as(reader), lead.id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await t.system.list(Account, { where: { name: { eq: 'Read only' } } })).toEqual([])
  })

  it('works over GraphQL', async () => {
    const lead = await t.create(Lead, { lastName: 'Graph', company: 'Graph Ltd' })
    const query = `mutation { convertLead(lead: "${lead.id}", name: "Pumps", closeDate: "2026-05-01") { repeated account { name } contact { lastName } opportunity { name closeDate } } }`
    const made = {
      account: { name: 'Graph Ltd' },
      contact: { lastName: 'Graph' },
      opportunity: { name: 'Pumps', closeDate: '2026-05-01' },
    }
    expect(await t.graphql(seller, query)).toEqual({ convertLead: { ...made, repeated: false } })
    expect(await t.graphql(seller, query)).toEqual({ convertLead: { ...made, repeated: true } })
    const partner = await t.actor('partner')
    await expect(t.graphql(partner, query)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('can not be done by setting the status, nor undone by it', async () => {
    const lead = await t.create(Lead, { lastName: 'Short cut' })
    await expect(t.update(Lead, lead.id, { status: 'converted' })).rejects.toThrow('by converting it')
    await convert(lead)
    await expect(t.update(Lead, lead.id, { status: 'working' })).rejects.toThrow('has become an opportunity')
  })
})

it.each([
  ['Acme GmbH', 'ACME', true],
  ['Acme, Inc.', 'acme', true],
  ['上海泵业有限公司', '上海泵业', true],
  ['Acme Pumps', 'Acme', false],
  ['SAP AG', 'Sap', true],
])('%s and %s are one name: %s', (left, right, same) => {
  expect(companyKey(left) === companyKey(right)).toBe(same)
})

it('the domain of a company is not that of a mail provider', () => {
  expect([companyDomain('a@QQ.com'), companyDomain('a@b.example'), companyDomain('https://www.c.example/x')]).toEqual([
    null,
    'b.example',
    'c.example',
  ])
})
