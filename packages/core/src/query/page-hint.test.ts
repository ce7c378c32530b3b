import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Actor } from '../access/actor.ts'
import { permission } from '../access/grant.ts'
import type { Statement } from '../database/database.ts'
import { IdentityModel, Team, Territory, User } from '../identity/model.ts'
import { entity } from '../model/entity.ts'
import { f } from '../model/fields.ts'
import { model } from '../model/model.ts'
import { definePlugin } from '../plugin/define-plugin.ts'

class Shop extends entity(
  'shop',
  {
    name: f.text(),
    owner: f.ref(User).nullable(),
    team: f.ref(Team).nullable(),
    territory: f.ref(Territory).nullable(),
  },
  { visibility: { owner: 'owner', team: 'team', territory: 'territory' }, indexes: [['name']] },
) {}
class ShopModel extends model('shops', { needs: [IdentityModel], entities: [Shop] }) {}
const shops = definePlugin(ShopModel)({
  permissions: { 'shops:read': 'Read' },
  access: ({ allow }) => [allow(Shop, 'read', permission('shops:read'))],
})

/** Of 20,000 shops each territory has 100, each team 40. */
const territories = 200
const teams = 500
const id = (kind: string, n: string): string =>
  `('00000000-0000-7000-8000-${kind}' || lpad((${n})::text, 8, '0'))::uuid`

let t: TestCrm
beforeAll(async () => {
  t = await createTestCrm({ plugins: [shops()] })
  const rows = (table: string, kind: string, count: number) =>
    `insert into crm.${table} (id, name) select ${id(kind, 'n')}, 'n' || n from generate_series(1, ${count}) n`
  await t.database.pipeline(
    [
      rows('territory', 'aaaa', territories),
      rows('team', 'bbbb', teams),
      `insert into crm.shop (id, name, territory_id, team_id)
        select ${id('cccc', 'n')}, md5(n::text), ${id('aaaa', `1 + n % ${territories}`)}, ${id('bbbb', `1 + n % ${teams}`)}
        from generate_series(1, 20000) n`,
      'analyze crm.shop',
    ].map((text) => ({ text })),
  )
})
afterAll(() => t.close())

/** How PostgreSQL finds the first page of shops by name. */
async function planFor(reach: { readonly territories: number; readonly teams: number }): Promise<string> {
  const ids = (kind: string, count: number): string[] =>
    Array.from({ length: count }, (_, n) => `00000000-0000-7000-8000-${kind}${String(n + 1).padStart(8, '0')}`)
  const actor: Actor = {
    kind: 'user',
    id: '00000000-0000-7000-8000-000000000001',
    permissions: new Map([['shops:read', 'territory']]),
    teams: ids('bbbb', reach.teams),
    territories: ids('aaaa', reach.territories),
  }
  const pipeline = vi.spyOn(t.database, 'pipeline')
  await t.as(actor).list(Shop, { orderBy: [{ name: 'asc' }], limit: 20 })
  const sent = pipeline.mock.calls.at(-1)?.[0] as readonly Statement[]
  pipeline.mockRestore()
  const at = sent.findIndex(({ text }) => text.includes('crm."shop"'))
  const explained = sent.map(({ text, values = [] }, n) =>
    n === at ? { text: `explain ${text}`, values } : { text, values },
  )
  const answers = await t.database.pipeline(explained)
  return (answers[at]?.rows ?? []).map((row) => String(Object.values(row)[0])).join('\n')
}

it('the rows of a team are read and sorted', async () => {
  const plan = await planFor({ territories: 0, teams: 1 })
  expect(plan).toContain('shop__team_id_idx')
  expect(plan).not.toContain('shop__name_idx')
})

it('of half of all territories, which PostgreSQL takes for ten, a page is found by walking in the wanted order', async () => {
  const plan = await planFor({ territories: territories / 2, teams: 1 })
  expect(plan).toContain('shop__name_idx')
  expect(plan).not.toContain('shop__territory_id_idx')
})
