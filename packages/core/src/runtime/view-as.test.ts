import { createTestCrm, type TestCrm } from '@tessera/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../access/actor.ts'
import { partner } from '../access/grant.ts'
import { exportEntity } from '../exports/export-entity.ts'
import { inviteUser } from '../identity/invite-user.ts'
import { PartnerMember, SecurityEvent, User } from '../identity/model.ts'
import { entity } from '../model/entity.ts'
import { f } from '../model/fields.ts'
import { model } from '../model/model.ts'
import { definePlugin } from '../plugin/define-plugin.ts'

class Note extends entity('note', { text: f.text() }) {}
class NotesModel extends model('notes', { entities: [Note] }) {}

const outside: string[] = []
const notes = definePlugin(NotesModel)({
  access: ({ allow }) => [allow(Note, ['read', 'create', 'update', 'delete'], partner(), { fields: 'all' })],
  graphql: (kit) => {
    kit.mutation('call', {
      type: 'Boolean',
      resolve: () => outside.push('called') > 0,
    })
    // A query that counts who reads: written by the system on the way.
    kit.query('counted', {
      type: 'Int',
      resolve: async (_args, ctx) => {
        await ctx.asSystem('counts readers').mutate(Note).create({ text: 'read' })
        return 1
      },
    })
  },
})

let t: TestCrm
let viewed: Actor
let note: { id: string }

beforeAll(async () => {
  t = await createTestCrm({ plugins: [notes()] })
  const staff = await t.actor('user')
  const person = await t.actor('partner', { roles: ['admin'] })
  viewed = { ...person, viewedBy: 'id' in staff ? staff.id : '' } as Actor
  note = await t.create(Note, { text: 'one' })
})

afterAll(() => t.close())

const readOnly = { code: 'VIEW_AS_READ_ONLY' }

describe('who looks on as somebody else', () => {
  it('sees what that person sees', async () => {
    expect(await t.as(viewed).find(Note, note.id)).toMatchObject({ text: 'one' })
    expect(await t.as(viewed).list(PartnerMember)).toHaveLength(1)
    expect(await t.graphql(viewed, '{ notes(first: 5) { totalCount } }')).toEqual({ notes: { totalCount: 1 } })
  })

  it('can not write by any form of the pipeline', async () => {
    const ctx = t.as(viewed)
    const { id } = note
    const writes: (() => Promise<unknown>)[] = [
      () => ctx.mutate(Note).create({ text: 'x' }),
      () => ctx.mutate(Note).createMany([{ text: 'x' }]),
      () => ctx.mutate(Note).update(id, { text: 'x' }),
      () => ctx.mutate(Note).updateMany([{ id, patch: { text: 'x' } }]),
      () => ctx.mutate(Note).delete(id),
      () => ctx.mutate(Note).restore(id),
      () => ctx.mutate(Note).upsert({ system: 'erp', key: '1' }, { text: 'x' }),
      () => ctx.transaction((inside) => inside.mutate(Note).update(id, { text: 'x' })),
      () => ctx.asSystem('on the way').mutate(Note).update(id, { text: 'x' }),
      () => ctx.transaction((inside) => inside.asSystem('on the way').mutate(Note).delete(id)),
      () => inviteUser(ctx, { email: 'x@example.com', name: 'x', kind: 'staff' }),
    ]
    for (const write of writes) await expect((async () => write())()).rejects.toMatchObject(readOnly)
    expect(await t.system.get(Note, id)).toMatchObject({ text: 'one', version: 1 })
  })

  it('can not write around the pipeline: the database refuses it', async () => {
    await expect(
      t.crm.unit(viewed, async (_, connection) => {
        await connection.query({ text: 'set local role to default' })
        return connection.query({ text: `update crm.note set text = 'x'` })
      }),
    ).rejects.toMatchObject(readOnly)
    await expect(
      t.as(viewed).transaction((inside) => sql`delete from crm.note`.execute(inside.db)),
    ).rejects.toMatchObject({ code: expect.stringMatching(/VIEW_AS_READ_ONLY|42501|FORBIDDEN/) })
  })

  it('runs no mutation of GraphQL, not even one that writes nothing here', async () => {
    for (const query of [
      'mutation { call }',
      'mutation { createNote(input: { text: "x" }) { id } }',
      `mutation { updateUser(id: "${'id' in viewed ? viewed.id : ''}", patch: { name: "x" }) { id } }`,
      'query { counted }',
    ]) {
      const answer = await t.graphqlAnswer(viewed, query)
      expect(answer.errors?.[0]?.extensions).toMatchObject(readOnly)
    }
    expect(outside).toEqual([])
    expect(await t.system.list(Note)).toHaveLength(1)
  })

  it('is named where data leaves as a whole', async () => {
    let text = ''
    for await (const part of exportEntity(t.crm, viewed, { entity: 'note' })) text += part
    expect(text).toContain('one')
    const [event] = await t.system.list(SecurityEvent, { where: { kind: { eq: 'export' } } })
    const { id: user, viewedBy: by } = viewed as { id: string; viewedBy: string }
    expect(event).toMatchObject({ user, by, detail: expect.stringContaining('note: ') })
    expect(await t.system.get(User, by)).toMatchObject({ kind: 'staff' })
  })
})
