import { definePlugin, model } from '@tessera/core'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import customers, { accountFacts } from '../index.ts'
import { Account, Contact, CustomersModel, Interaction, Lead, LeadSource, Note, Tag, Task } from '../model.ts'

class DebtsModel extends model('debts', { needs: [CustomersModel] }) {}
const debts = definePlugin(DebtsModel)({
  contributes: [
    accountFacts.add('owed', {
      label: 'Owed',
      unit: 'EUR',
      order: 1,
      load: async (_ctx, accounts) => new Map(accounts.slice(0, 1).map((id) => [id, 12.5])),
    }),
  ],
})

let t: TestCrm
beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers(), debts()] })
})
afterAll(() => t.close())

const idOf = (actor: object): string => ('id' in actor ? String(actor.id) : '')

describe('a task', () => {
  it('knows when and by whom it was done, until it is opened again', async () => {
    const user = await t.actor('user')
    const task = await t.create(Task, { title: 'Call' }, user)
    expect(task).toMatchObject({ assignee: idOf(user), doneAt: null, doneBy: null })
    t.clock.advance({ hours: 3 })
    const done = { done: true, doneAt: t.clock.now(), doneBy: idOf(user) }
    expect(await t.update(Task, task.id, { done: true }, user)).toMatchObject(done)
    t.clock.advance({ hours: 1 })
    expect(await t.update(Task, task.id, { title: 'Called' }, await t.actor('user'))).toMatchObject(done)
    expect(await t.update(Task, task.id, { done: false }, user)).toMatchObject({ doneAt: null, doneBy: null })
    expect(await t.create(Task, { title: 'At once', done: true }, user)).toMatchObject({ doneBy: idOf(user) })
  })
})

describe('whoever writes', () => {
  it('is the author, owner or assignee, unless the row is given to somebody', async () => {
    const [user, colleague] = [await t.actor('user'), idOf(await t.actor('user'))]
    const account = (await t.create(Account, { name: 'Acme' }, user)).id
    expect(await t.create(Note, { body: 'x', account }, user)).toMatchObject({ author: idOf(user) })
    expect(await t.create(Interaction, { account }, user)).toMatchObject({ user: idOf(user) })
    expect(await t.create(Lead, { lastName: 'L' }, user)).toMatchObject({ owner: idOf(user) })
    expect(await t.create(Lead, { lastName: 'L', owner: colleague }, user)).toMatchObject({ owner: colleague })
    expect(await t.create(Task, { assignee: colleague }, user)).toMatchObject({ assignee: colleague })
    expect(await t.create(Contact, { account: null }, user)).toMatchObject({ owner: idOf(user) })
    expect(await t.create(Contact, { account }, user)).toMatchObject({ owner: null })
    expect(await t.create(Account, { name: 'By nobody' })).toMatchObject({ owner: null })
  })
})

it('a note is about something', async () => {
  await expect(t.create(Note, { body: 'x' })).rejects.toMatchObject({ code: 'CHECK_FAILED' })
})

describe('a lead', () => {
  it('has the name there is: of the person, else of the company', async () => {
    expect(await t.create(Lead, { company: 'Acme' })).toMatchObject({ name: 'Acme' })
    expect(await t.create(Lead, { company: 'Acme', firstName: 'Ann' })).toMatchObject({ name: 'Ann' })
    expect(await t.create(Lead, { firstName: '小明', lastName: '王' })).toMatchObject({ name: '王小明' })
    await expect(t.create(Lead, { email: 'x@example.com' })).rejects.toMatchObject({ code: 'CHECK_FAILED' })
  })

  it('comes from a source, of which there is one of a name', async () => {
    const fair = await t.create(LeadSource, { name: 'Fair' })
    await expect(t.create(LeadSource, { name: 'Fair' })).rejects.toMatchObject({ code: 'DUPLICATE' })
    const lead = await t.create(Lead, { lastName: 'L', source: fair.id, countryCode: 'cn' })
    expect(lead).toMatchObject({ source: fair.id, countryCode: 'CN', status: 'new' })
    await expect(t.system.mutate(LeadSource).delete(fair.id)).rejects.toMatchObject({ code: 'REFERENCED' })
  })
})

describe('a tag', () => {
  it('groups accounts, contacts and leads', async () => {
    const tag = await t.create(Tag, { name: 'vip', color: '#FF8800' })
    await t.create(Account, { name: 'Tagged', tags: [tag.id] })
    await t.create(Contact, { lastName: 'Tagged', tags: [tag.id] })
    await t.create(Lead, { lastName: 'Tagged', tags: [tag.id] })
    const query = `query ($id: ID!) { tag(id: $id) { accounts { nodes { name } } contacts { nodes { name } } leads { nodes { name } } }
      accounts(where: { tags: { some: { name: { eq: "vip" } } } }) { nodes { name tags { name } } } }`
    expect(await t.graphql(await t.actor('user'), query, { id: tag.id })).toEqual({
      tag: {
        accounts: { nodes: [{ name: 'Tagged' }] },
        contacts: { nodes: [{ name: 'Tagged' }] },
        leads: { nodes: [{ name: 'Tagged' }] },
      },
      accounts: { nodes: [{ name: 'Tagged', tags: [{ name: 'vip' }] }] },
    })
  })

  it('has a name of its own and a colour in six digits', async () => {
    await expect(t.create(Tag, { name: 'vip' })).rejects.toMatchObject({ code: 'DUPLICATE' })
    await expect(t.create(Tag, { name: 'red', color: 'red' })).rejects.toMatchObject({ code: 'CHECK_FAILED' })
  })
})

it('facts come from all plugins in their order, and tell a reader nothing of rows he may not see', async () => {
  const account = (await t.create(Account, { name: 'Facts' })).id
  await t.create(Contact, { account })
  await t.create(Task, { account })
  const query = 'query ($id: ID!) { account(id: $id) { facts { name unit value } } }'
  const owed = { name: 'debts.owed', unit: 'EUR', value: 12.5 }
  const contacts = { name: 'customers.contacts', unit: null, value: 1 }
  const tasks = { name: 'customers.openTasks', unit: null, value: 1 }
  const asked = (actor: Parameters<typeof t.graphql>[0]) => t.graphql(actor, query, { id: account })
  expect(await asked(await t.actor('user'))).toEqual({ account: { facts: [owed, contacts, tasks] } })
  expect(await asked(await t.actor('customer', { account }))).toEqual({ account: { facts: [owed, contacts] } })
})
