import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { IdentityModel, Partner } from '../identity/model.ts'
import { entity } from '../model/entity.ts'
import { f } from '../model/fields.ts'
import { model } from '../model/model.ts'
import { definePlugin } from '../plugin/define-plugin.ts'
import { actorSetup } from '../runtime/actor-setup.ts'
import type { Actor } from './actor.ts'
import { partner, permission } from './grant.ts'

class Label extends entity('label', { text: f.text() }) {}
class Product extends entity('product', {
  name: f.text(),
  price: f.money(),
  cost: f.money(),
  margin: f.computed('int', () => '(price_minor - cost_minor)::int'),
  partner: f.ref(Partner),
  labels: f.refs(Label),
}) {}
class ShopModel extends model('shop', { needs: [IdentityModel], entities: [Label, Product] }) {}

const shop = definePlugin(ShopModel)({
  permissions: { 'shop:all': 'Everything' },
  access: ({ allow }) => [
    allow(Product, ['read', 'create', 'update', 'delete'], permission('shop:all')),
    allow(Product, ['read', 'update'], partner(), {
      fields: ['name', 'price', 'partner'],
      where: ({ row, actor }) => row.partner.in(actor.partnerTree),
    }),
  ],
})

let t: TestCrm
let reseller: Actor & { kind: 'partner' }
let mine: string

beforeAll(async () => {
  t = await createTestCrm({ plugins: [shop()] })
  reseller = (await t.actor('partner')) as typeof reseller
  const money = (minor: bigint) => ({ minor, currency: 'EUR' })
  const product = { price: money(100n), cost: money(60n) }
  mine = (await t.create(Product, { ...product, name: 'Mine', partner: reseller.partner })).id
  await t.create(Product, { ...product, name: 'Theirs', partner: (await t.create(Partner, { name: 'Other' })).id })
})
afterAll(() => t.close())

/** Raw SQL as the partner, as a hook of a plugin could send it. */
async function asPartner(text: string): Promise<Record<string, unknown>[]> {
  const results = await t.database.pipeline([...actorSetup(reseller), { text }])
  return results.at(-1)?.rows ?? []
}

const denied = /permission denied/

describe('a partner, even with raw SQL,', () => {
  it('reads the granted columns of its own rows', async () => {
    expect(
      await asPartner('select id, name, price_minor, price_currency, partner_id, version from crm.product'),
    ).toMatchObject([{ id: mine, name: 'Mine', price_minor: 100n }])
  })

  it.each([
    ['by name', 'select cost_minor from crm.product'],
    ['as the other half of an amount', 'select cost_currency from crm.product'],
    ['through a value computed from it', 'select margin from crm.product'],
    ['with a star', 'select * from crm.product'],
    ['in a condition', 'select id from crm.product where cost_minor > 0'],
    ['in an order', 'select id from crm.product order by cost_minor'],
    ['in a group', 'select count(*) from crm.product group by cost_minor'],
    ['in an aggregate', 'select max(cost_minor) from crm.product'],
    ['as a whole row', 'select p from crm.product p'],
    ['as a whole row in JSON', 'select to_jsonb(p) from crm.product p'],
    ['as a field of the row', 'select (p).cost_minor from crm.product p'],
    ['as a function of the row', 'select cost_minor(p) from crm.product p'],
    ['in a join', 'select a.id from crm.product a join crm.product b on a.price_minor = b.cost_minor'],
    ['with a natural join', 'select a.id from crm.product a natural join crm.product b'],
    ['by returning it', 'update crm.product set name = name returning cost_minor'],
    ['by copying the table', 'copy crm.product to stdout'],
    ['of who created it', 'select created_by from crm.product'],
    ['of the pairs of a field that is not granted', 'select * from crm.product__labels'],
    ['of an entity that is not granted', 'select id from crm.label'],
    ['of roles', 'select id from crm.role'],
  ])('does not read an ungranted column %s', async (_how, text) => {
    await expect(asPartner(text)).rejects.toThrow(denied)
  })

  it('finds no trace of an ungranted column in the statistics', async () => {
    await t.database.pipeline([{ text: 'analyze crm.product' }])
    expect(await asPartner(`select * from pg_stats where schemaname = 'crm'`)).toEqual([])
    await expect(asPartner('select * from pg_statistic')).rejects.toThrow(denied)
  })

  it.each([
    ['insert', `insert into crm.product (id) values (gen_random_uuid())`],
    ['update', `update crm.product set name = 'changed'`],
    ['delete', 'delete from crm.product'],
    ['truncate', 'truncate crm.product'],
    ['lock', 'select id from crm.product for update'],
    ['create', 'create table crm.mine (id int)'],
    ['create beside', 'create table tessera.mine (id int)'],
    ['create a policy', 'create policy mine on crm.product using (true)'],
  ])('does not write: %s', async (_how, text) => {
    await expect(asPartner(text)).rejects.toThrow(/permission denied|must be owner/)
  })

  it.each([
    'audit',
    'audit_default',
    'outbox',
    'delivery',
    'sequence',
    'external_key',
    'migration',
    'repeatable',
    'idempotency',
    'setting',
  ])('does not read tessera.%s', async (table) => {
    await expect(asPartner(`select * from tessera.${table}`)).rejects.toThrow(denied)
  })

  it('does not read schema auth', async () => {
    await t.database.pipeline([
      { text: 'create schema if not exists auth' },
      { text: 'create table if not exists auth.session (token text)' },
    ])
    await expect(asPartner('select token from auth.session')).rejects.toThrow(denied)
  })

  it('does not see rows of the recycle bin, and so never a time of deletion', async () => {
    const gone = await t.create(Product, {
      name: 'Gone',
      price: { minor: 1n, currency: 'EUR' },
      cost: { minor: 1n, currency: 'EUR' },
      partner: reseller.partner,
    })
    await t.system.mutate(Product).delete(gone.id)
    expect(await asPartner('select id, deleted_at from crm.product')).toEqual([{ id: mine, deleted_at: null }])
  })

  it('sees nothing where the transaction says nothing of who acts', async () => {
    const results = await t.database.pipeline([
      { text: 'set local role tessera_partner' },
      { text: 'select id from crm.product' },
    ])
    expect(results.at(-1)?.rows).toEqual([])
  })
})

describe('staff, service and the system', () => {
  it.each(['user', 'service', 'system'] as const)('as %s do not write with raw SQL either', async (kind) => {
    const actor = await t.actor(kind)
    const write = t.database.pipeline([...actorSetup(actor), { text: `update crm.product set name = 'changed'` }])
    await expect(write).rejects.toThrow(denied)
    await expect(t.database.pipeline([...actorSetup(actor), { text: 'select * from tessera.audit' }])).rejects.toThrow(
      denied,
    )
  })
})
