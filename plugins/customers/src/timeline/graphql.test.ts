import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import customers from '../index.ts'
import { Account, Contact, Interaction, Note, Task } from '../model.ts'

let t: TestCrm
beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers()] })
})
afterAll(() => t.close())

it('a query reads the timeline page by page, and the figures of an account', async () => {
  const user = await t.actor('user', { name: 'Olga' })
  const acme = await t.create(Account, { name: 'Acme' }, user)
  const anna = await t.create(Contact, { lastName: 'Anna', account: acme.id }, user)
  t.clock.advance({ hours: 1 })
  await t.create(
    Interaction,
    {
      type: 'call',
      subject: 'Hello',
      body: 'a &amp; b',
      contact: anna.id,
      account: null,
      lead: null,
      occurredAt: t.clock.now(),
    },
    user,
  )
  await t.create(Task, { title: 'Call', account: acme.id, contact: null, lead: null }, user)
  t.clock.advance({ hours: 1 })
  await t.create(Note, { title: 'N', body: 'note', account: acme.id, contact: null, lead: null }, user)
  const query = `query($id: ID!, $after: String) { account(id: $id) {
    facts { name label(language: "zh") value }
    timeline(first: 2, after: $after) { hasMore entries { at kind detail title body actorName entity cursor } }
  } }`
  type Answer = {
    account: { facts: unknown[]; timeline: { hasMore: boolean; entries: { cursor: string; kind: string }[] } }
  }
  const page = await t.graphql<Answer>(user, query, { id: acme.id })
  expect(page.account.facts).toEqual([
    { name: 'customers.contacts', label: '联系人数', value: 1 },
    { name: 'customers.openTasks', label: '未完成任务', value: 1 },
    { name: 'customers.lastInteraction', label: '最近互动', value: '2026-03-02T10:00:00.000Z' },
  ])
  expect(page.account.timeline).toMatchObject({
    hasMore: true,
    entries: [
      { kind: 'note', title: 'N', body: 'note', actorName: 'Olga', at: '2026-03-02T11:00:00.000Z', entity: 'note' },
      { kind: 'interaction', detail: 'call', title: 'Hello', body: 'a & b', actorName: 'Olga' },
    ],
  })
  const labels = '{ accounts { nodes { facts { label(language: "constructor") } } } }'
  expect(await t.graphql(user, labels)).toMatchObject({
    accounts: { nodes: [{ facts: expect.arrayContaining([{ label: 'Contacts' }]) }] },
  })
  const next = await t.graphql<Answer>(user, query, { id: acme.id, after: page.account.timeline.entries[1]?.cursor })
  expect(next.account.timeline.hasMore).toBe(false)
  expect(next.account.timeline.entries.map((entry) => entry.kind).sort()).toEqual(['accountCreated', 'stageChanged'])
})

it('contacts of a list have their timelines in one go', async () => {
  const user = await t.actor('user')
  const answer = await t.graphql<{ contacts: { edges: { node: { timeline: { entries: unknown[] } } }[] } }>(
    user,
    '{ contacts(first: 10) { edges { node { timeline(kinds: ["interaction"]) { entries { title } } } } } }',
  )
  expect(answer.contacts.edges.map(({ node }) => node.timeline.entries)).toEqual([[{ title: 'Hello' }]])
})
