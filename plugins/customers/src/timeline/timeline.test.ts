import { type Actor, definePlugin, entity, f, model, Partner } from '@tessera/core'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import customers, { readTimelines, timelineSource, timelineSources } from '../index.ts'
import { Account, Contact, CustomersModel, Interaction, Lead, Note, Task } from '../model.ts'

class Visit extends entity(
  'visit',
  { place: f.text(), happened: f.instant(), account: f.ref(Account), secret: f.text().nullable() },
  { visibility: { through: 'account' } },
) {}
class VisitsModel extends model('visits', { needs: [CustomersModel], entities: [Visit] }) {}
const visits = definePlugin(VisitsModel)({
  access: ({ allow }) => [
    allow(Visit, 'read', { kinds: ['user'], permission: 'customers:read' }),
    allow(
      Visit,
      'read',
      { kinds: ['partner'] },
      { fields: ['place', 'happened', 'account'], where: ({ row }) => row.account.readable() },
    ),
  ],
  contributes: [
    timelineSources.add(
      'visit',
      timelineSource({
        kind: 'visit',
        entity: Visit,
        at: 'happened',
        title: 'place',
        body: 'secret',
        account: 'account',
      }),
    ),
  ],
})

let t: TestCrm
let acme: { readonly id: string }
let anna: { readonly id: string }
let reseller: Actor
beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers(), visits()] })
  const partner = await t.create(Partner, { name: 'Reseller' })
  reseller = await t.actor('partner', { partner: partner.id })
  acme = await t.create(Account, { name: 'Acme', partner: partner.id })
  anna = await t.create(Contact, { lastName: 'Anna', account: acme.id })
  const at = (day: number): Date => new Date(Date.UTC(2026, 0, day))
  await t.create(Interaction, {
    type: 'call',
    subject: 'Price',
    body: '<p>Wants <b>ten</b></p>',
    occurredAt: at(1),
    contact: anna.id,
    account: null,
  })
  await t.create(Interaction, { type: 'visit', subject: 'Fair', occurredAt: at(3), account: acme.id, contact: null })
  await t.create(Visit, { place: 'Berlin', happened: at(2), account: acme.id, secret: 'rude' })
  t.clock.set(at(4))
  await t.create(Note, { title: 'Careful', body: 'pays late', account: acme.id })
  const task = await t.create(Task, { title: 'Call back', account: acme.id, contact: anna.id })
  t.clock.set(at(5))
  await t.update(Task, task.id, { done: true })
  t.clock.set(at(6))
  await t.update(Account, acme.id, { stage: 'regular' })
})
afterAll(() => t.close())

const kinds = async (actor: Actor, options = {}): Promise<string[]> => {
  const [page] = await readTimelines(t.as(actor), 'account', [acme.id], options)
  return (page?.entries ?? []).map((entry) => `${entry.kind}:${entry.title}`)
}

describe('the timeline of an account', () => {
  it('has the entries of all plugins, newest first', async () => {
    const user = await t.actor('user')
    expect((await kinds(user)).filter((entry) => !/stageChanged:prospect|accountCreated/.test(entry))).toEqual([
      'stageChanged:regular',
      'taskDone:Call back',
      'note:Careful',
      'interaction:Fair',
      'visit:Berlin',
      'interaction:Price',
    ])
  })

  it('shows the beginning of a text without its markup', async () => {
    const [page] = await readTimelines(t.system, 'account', [acme.id], { kinds: ['interaction'] })
    expect(page?.entries.map(({ body, detail }) => [detail, body])).toEqual([
      ['visit', null],
      ['call', 'Wants ten'],
    ])
  })

  it('gives the same entries page by page as all at once, also where times are equal', async () => {
    const same = new Date(Date.UTC(2025, 5, 1))
    await t.system.mutate(Interaction).createMany(
      Array.from({ length: 7 }, (_, n) => ({
        type: 'email' as const,
        subject: `mail ${n}`,
        occurredAt: same,
        account: acme.id,
      })),
    )
    const [all] = await readTimelines(t.system, 'account', [acme.id], { first: 100 })
    const paged: string[] = []
    for (let after: string | null = null; ; ) {
      const [page] = await readTimelines(t.system, 'account', [acme.id], { first: 2, after })
      paged.push(...(page?.entries ?? []).map((entry) => entry.id + entry.kind))
      if (!page?.hasMore) break
      after = page.entries.at(-1)?.cursor ?? null
    }
    expect(paged).toEqual(all?.entries.map((entry) => entry.id + entry.kind))
    expect(new Set(paged).size).toBe(paged.length)
  })

  it('can be limited to kinds and to a span of time', async () => {
    expect(await kinds({ kind: 'system', name: 'test', reason: 'test' }, { kinds: ['note', 'visit'] })).toEqual([
      'note:Careful',
      'visit:Berlin',
    ])
    const span = { since: new Date(Date.UTC(2026, 0, 2)), until: new Date(Date.UTC(2026, 0, 4)) }
    expect(await kinds({ kind: 'system', name: 'test', reason: 'test' }, span)).toEqual([
      'interaction:Fair',
      'visit:Berlin',
    ])
  })

  it('shows a partner only what it may see: no notes, no tasks, no hidden fields', async () => {
    expect(await kinds(reseller)).toEqual(expect.arrayContaining(['visit:Berlin']))
    const [page] = await readTimelines(t.as(reseller), 'account', [acme.id])
    expect(new Set(page?.entries.map((entry) => entry.kind))).toEqual(new Set(['visit', 'accountCreated']))
    expect(page?.entries.every((entry) => entry.body === null)).toBe(true)
    expect(await readTimelines(t.as(await t.actor('partner')), 'account', [acme.id])).toEqual([
      { entries: [], hasMore: false },
    ])
  })

  it('shows staff only accounts within their scope', async () => {
    expect(await kinds(await t.actor('user', { permissions: { 'customers:read': 'own' } }))).toEqual([])
    expect(await kinds(await t.actor('user', { permissions: {} }))).toEqual([])
  })

  it('refuses a cursor that is none', async () => {
    await expect(kinds(reseller, { after: 'rubbish' })).rejects.toMatchObject({
      code: 'VALIDATION',
      issues: [{ code: 'CURSOR' }],
    })
    await expect(kinds(reseller, { first: 1000 })).rejects.toMatchObject({ code: 'VALIDATION' })
  })
})

it('contacts and leads have timelines of their own', async () => {
  const lead = await t.create(Lead, { lastName: 'Hot' })
  await t.create(Note, { title: 'L', body: 'x', lead: lead.id, account: null })
  const [ofContact] = await readTimelines(t.system, 'contact', [anna.id])
  expect(ofContact?.entries.map((entry) => entry.title)).toEqual(['Call back', 'Price'])
  const [ofLead] = await readTimelines(t.system, 'lead', [lead.id])
  expect(ofLead?.entries.map((entry) => entry.kind).sort()).toEqual(['leadCreated', 'note'])
})

it("an entry about a contact is also told of the contact's account", async () => {
  const call = await t.create(Interaction, { type: 'call', subject: 'Hello', contact: anna.id, account: null })
  expect(call.account).toBe(acme.id)
})

it('many timelines are one statement', async () => {
  const accounts = await t.system.mutate(Account).createMany(Array.from({ length: 30 }, (_, n) => ({ name: `A${n}` })))
  const ids = [acme.id, ...accounts.map((account) => account.id)]
  const { database } = t
  const pipeline = database.pipeline.bind(database)
  let calls = 0
  Object.assign(database, {
    pipeline: (...args: Parameters<typeof pipeline>) => {
      calls++
      return pipeline(...args)
    },
  })
  const pages = await readTimelines(t.as(await t.actor('user')), 'account', ids, { first: 3 })
  expect(pages.map((page) => page.entries.length)).toEqual([3, ...accounts.map(() => 2)])
  expect(calls).toBe(1)
})
