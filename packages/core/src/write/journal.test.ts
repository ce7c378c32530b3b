import { definePlugin, entity, f, model, permission } from '@tessera/core'
import { createTestCrm } from '@tessera/testing'
import { expect, it } from 'vitest'

class Reading extends entity('reading', { value: f.int() }, { journal: false }) {}
class Meter extends entity('meter', { name: f.text() }) {}
class Meters extends model('meters', { entities: [Reading, Meter] }) {}
const meters = definePlugin(Meters)({
  permissions: { 'meters:use': 'Use meters' },
  access: ({ allow }) =>
    [Reading, Meter].map((each) => allow(each, ['read', 'create', 'update', 'delete'], permission('meters:use'))),
})

it('an entity without a journal is written and checked as any other, and leaves no audit and no event', async () => {
  await using t = await createTestCrm({ plugins: [meters()] })
  const noted = async (name: string): Promise<unknown> => {
    const [found] = await t.database.pipeline([
      {
        text: `select (select count(*)::int from tessera.audit where entity = $1) as audited, (select count(*)::int from tessera.outbox where entity = $1) as told`,
        values: [name],
      },
    ])
    return found?.rows[0]
  }
  for (const each of [Reading, Meter] as const) {
    const row = await t.create(each)
    await t.update(each, row.id, each === Reading ? { value: 42 } : { name: 'Other' })
    await t.system.mutate(each).delete(row.id)
    await t.system.mutate(each).restore(row.id)
    expect(await t.system.get(each, row.id)).toMatchObject({ version: 4 })
  }
  expect(await noted('reading')).toEqual({ audited: 0, told: 0 })
  expect(await noted('meter')).toEqual({ audited: 4, told: 4 })
  const stranger = await t.actor('user', { permissions: {} })
  await expect(t.create(Reading, {}, stranger)).rejects.toMatchObject({ code: 'FORBIDDEN' })
})
