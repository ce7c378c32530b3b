import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { IdentityModel, Partner, User } from '../identity/model.ts'
import { entity } from '../model/entity.ts'
import { f } from '../model/fields.ts'
import { model } from '../model/model.ts'
import { assemble } from '../plugin/assemble.ts'
import { definePlugin } from '../plugin/define-plugin.ts'
import { actorSetup } from '../runtime/actor-setup.ts'
import type { AccessPlan } from './access-plan.ts'
import type { Actor, Scope } from './actor.ts'
import { compileAccess } from './compile-access.ts'
import { allRoles, roleStatement } from './database-roles.ts'
import { type AccessKit, customer, type Grant, partner, permission, staff } from './grant.ts'
import { not } from './rule.ts'

class Account extends entity(
  'account',
  {
    name: f.text(),
    note: f.text().nullable(),
    owner: f.ref(User).nullable(),
    partner: f.ref(Partner).nullable(),
    friends: f.refs('account'),
  },
  { visibility: { owner: 'owner' } },
) {}
class Contact extends entity(
  'contact',
  { name: f.text(), account: f.ref(Account) },
  { visibility: { through: 'account' } },
) {}
class ShopModel extends model('shop', { needs: [IdentityModel], entities: [Account, Contact] }) {}

type Access = (kit: AccessKit<typeof ShopModel>) => readonly Grant[]

const shop = (access: Access) =>
  definePlugin(ShopModel)({ permissions: { 'shop:read': 'Read', 'shop:write': 'Write' }, access })()
const assembled = (access: Access) => assemble({ plugins: [shop(access)] })
const plan = (access: Access): AccessPlan => compileAccess(assembled(access))
const { registry } = assembled(() => [])
const account = registry.entity('account')
const contact = registry.entity('contact')

const user = (permissions: Record<string, Scope>): Actor => ({
  kind: 'user',
  id: '00000000-0000-7000-8000-000000000001',
  permissions: new Map(Object.entries(permissions)),
  teams: [],
  territories: [],
})
const reseller = (...roles: string[]): Actor => ({
  kind: 'partner',
  id: '00000000-0000-7000-8000-000000000001',
  partner: '00000000-0000-7000-8000-000000000002',
  roles,
})

const policiesOf = ({ statements }: AccessPlan, table: string): string[] =>
  statements.filter(
    (text) => text.startsWith('create policy') && text.includes(` on crm."${table}" `) && !/writer|system/.test(text),
  )

describe('the SQL of a plan', () => {
  it('asks of each row what the scope of a permission says', () => {
    expect(
      policiesOf(
        plan(({ allow }) => [allow(Account, 'read', permission('shop:read'))]),
        'account',
      )[0],
    ).toBe(
      `create policy tessera_user_read on crm."account" for select to tessera_user using (` +
        `((select tessera.scope('shop:read') in ('all')) or "account"."owner_id" = (select case when tessera.scope('shop:read') in ('own', 'team', 'territory') then tessera.actor_id() end)))`,
    )
  })

  it('keeps narrowings apart, so that they hold whatever is granted', () => {
    const [, narrowing] = policiesOf(
      plan(({ allow, narrow }) => [
        allow(Account, 'read', staff()),
        narrow(Account, 'read', staff(), ({ row }) => not(row.name.eq('x'))),
      ]),
      'account',
    )
    expect(narrowing).toBe(
      `create policy tessera_user_narrow on crm."account" as restrictive for select to tessera_user using ((("account"."name" = 'x'::text) is not true))`,
    )
  })

  it('quotes what a rule says', () => {
    const [policy] = policiesOf(
      plan(({ allow }) => [
        allow(Account, 'read', staff(), {
          where: ({ row }) => row.name.in(["o'x\\", "'; drop table crm.account; --"]),
        }),
      ]),
      'account',
    )
    expect(policy).toContain(`in ( E'o''x\\\\'::text, '''; drop table crm.account; --'::text)`)
  })

  it('grants nothing where nothing is granted', () => {
    const { statements } = plan(() => [])
    expect(
      statements.filter((text) => text.includes('crm."account"') && !/tessera_(writer|system)/.test(text)),
    ).toEqual([])
  })

  it('has a checksum that changes when the statements do, and only then', () => {
    const one: Access = ({ allow }) => [allow(Account, 'read', staff())]
    expect(plan(one).checksum).toBe(plan(one).checksum)
    expect(plan(one).checksum).not.toBe(plan(({ allow }) => [allow(Account, 'read', permission('shop:read'))]).checksum)
  })
})

describe('a check', () => {
  it('is false without a grant and true for the system', () => {
    const { check } = plan(({ allow }) => [allow(Account, 'read', staff())])
    expect(check(account, 'update', 'user', 't', 'old')).toBe('false')
    expect(check(account, 'delete', 'partner', 't', 'old')).toBe('false')
    expect(check(account, 'delete', 'system', 't', 'old')).toBe('true')
    expect(check(account, 'read', 'user', 't', 'old')).toBe('true')
  })

  it('writes out the rules of the rows it looks into', () => {
    const { check } = plan(({ allow }) => [
      allow(Account, 'read', partner(), {
        fields: 'all',
        where: ({ row, actor }) => row.partner.in(actor.partnerTree),
      }),
      allow(Contact, 'create', partner(), { fields: 'all', where: ({ row }) => row.account.readable() }),
    ])
    expect(check(contact, 'create', 'partner', 'w', 'new')).toBe(
      `((exists (select from crm."account" _1 where (_1."id" = "w"."account_id" and (_1."deleted_at" is null and _1."partner_id" = any((select tessera.partner_tree())::uuid[]))))) is true)`,
    )
  })

  it('lets nobody change what he may not read', () => {
    const { check } = plan(({ allow }) => [allow(Account, 'update', staff())])
    expect(check(account, 'update', 'user', 't', 'old')).toBe('false')
    expect(check(account, 'update', 'user', 't', 'new')).toBe('true')
  })
})

describe('a hint', () => {
  const { hint } = plan(({ allow }) => [
    allow(Account, 'read', permission('shop:read')),
    allow(Contact, 'read', permission('shop:read')),
  ])

  it('says whose rows they are, where the scope is narrow', () => {
    expect(hint(user({ 'shop:read': 'own' }), account, 't')).toBe('"t"."owner_id" = (select tessera.actor_id())')
  })

  it('says nothing where every row is readable, or where rows are seen through others', () => {
    expect(hint(user({ '*': 'all' }), account, 't')).toBeNull()
    expect(hint(user({ 'shop:read': 'own' }), contact, 't')).toBeNull()
    expect(hint({ kind: 'system', name: 'test', reason: 'test' }, account, 't')).toBeNull()
  })

  it('says so where nothing is readable', () => {
    expect(hint(user({}), account, 't')).toBe('false')
  })
})

describe('whether somebody may do a thing at all', () => {
  const { may } = plan(({ allow }) => [
    allow(Account, 'read', permission('shop:read')),
    allow(Account, 'delete', permission('shop:write')),
    allow(Account, 'update', partner('sales', 'admin'), { fields: ['name'] }),
  ])

  it('depends on the permissions he holds, by name or by *', () => {
    expect(may(user({ 'shop:read': 'own' }), account, 'read')).toBe(true)
    expect(may(user({ 'shop:read': 'own' }), account, 'delete')).toBe(false)
    expect(may(user({ '*': 'own' }), account, 'delete')).toBe(true)
  })

  it('depends on his roles inside the partner', () => {
    expect(may(reseller('sales'), account, 'update')).toBe(true)
    expect(may(reseller('finance'), account, 'update')).toBe(false)
  })

  it('is always so for the system', () => {
    expect(may({ kind: 'system', name: 'test', reason: 'test' }, account, 'create')).toBe(true)
  })
})

describe('fields', () => {
  class PrmModel extends model('prm', {
    needs: [ShopModel],
    extend: [Account.with({ tier: f.text().nullable(), cost: f.int().readonly().nullable() })],
  }) {}
  const prm = definePlugin(PrmModel)({
    access: ({ allow }) => [allow(Account, ['read', 'update'], partner('admin'), { fields: ['prmTier', 'prmCost'] })],
  })
  const assembly = assemble({
    plugins: [
      shop(({ allow }) => [
        allow(Account, ['read', 'create', 'update'], permission('shop:read'), { except: ['note'] }),
        allow(Account, ['read', 'update'], permission('shop:write')),
        allow(Account, ['read', 'update'], partner(), { fields: 'all', except: ['note'] }),
        allow(Account, 'read', partner('finance'), { fields: ['note'] }),
      ]),
      prm(),
    ],
  })
  const { readableFields, writableFields } = compileAccess(assembly)
  const account = assembly.registry.entity('account')
  const system = ['id', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'version', 'deletedAt', 'externalKeys']
  const always = ['id', 'version', 'createdAt', 'updatedAt']
  const sorted = (set: ReadonlySet<string>): string[] => [...set].sort()

  it('of several grants add up', () => {
    expect(sorted(readableFields(user({ 'shop:read': 'all' }), account))).toEqual(
      [...system, 'name', 'owner', 'partner', 'friends', 'prmTier', 'prmCost'].sort(),
    )
    expect(readableFields(user({ '*': 'all' }), account)).toContain('note')
  })

  it('of a partner are the ones said for his roles, and not those another plugin adds to the entity', () => {
    expect(sorted(readableFields(reseller('sales'), account))).toEqual(
      [...always, 'name', 'owner', 'partner', 'friends'].sort(),
    )
    expect(readableFields(reseller('finance'), account)).toContain('note')
    expect(readableFields(reseller('sales', 'admin'), account)).toContain('prmTier')
  })

  it('are none where no grant gives rows', () => {
    expect(sorted(readableFields({ kind: 'customer', id: 'x', account: 'y' }, account))).toEqual([])
    expect(sorted(readableFields(user({}), account))).toEqual([])
  })

  it('that are read-only are in no input', () => {
    expect(sorted(writableFields(reseller('admin'), account, 'update'))).toEqual([
      'friends',
      'name',
      'owner',
      'partner',
      'prmTier',
    ])
    expect(sorted(writableFields({ kind: 'system', name: 'test', reason: 'test' }, account, 'update'))).not.toContain(
      'prmCost',
    )
  })

  it('include the id and external keys for those who may give every field', () => {
    const whole = writableFields({ kind: 'system', name: 'test', reason: 'test' }, account, 'create')
    expect([whole.has('id'), whole.has('externalKeys')]).toEqual([true, true])
    const part = writableFields(user({ 'shop:read': 'all' }), account, 'create')
    expect([part.has('id'), part.has('externalKeys')]).toEqual([false, false])
    expect(sorted(writableFields(user({ 'shop:write': 'all' }), account, 'update'))).toEqual([
      'externalKeys',
      'friends',
      'name',
      'note',
      'owner',
      'partner',
      'prmTier',
    ])
  })
})

describe('applied to a database', () => {
  let t: TestCrm
  const nothing: Access = () => []

  beforeAll(async () => {
    t = await createTestCrm({ plugins: [shop(nothing)] })
    await t.create(Account, { name: 'Acme' })
  })
  afterAll(() => t.close())
  afterEach(() => apply(nothing))

  const apply = (access: Access): Promise<unknown> =>
    t.database.pipeline(plan(access).statements.map((text) => ({ text })))
  const read = async (actor: Actor, text: string): Promise<unknown[]> =>
    (await t.database.pipeline([...actorSetup(actor), { text }])).at(-1)?.rows ?? []

  it('can be repeated without changing anything', async () => {
    const access: Access = ({ allow, narrow }) => [
      allow(Account, 'read', staff()),
      allow(Account, 'read', customer(), { fields: ['name'] }),
      narrow(Account, 'read', staff(), ({ row }) => row.name.ne('x')),
    ]
    const state = async (): Promise<unknown> =>
      (
        await t.database.pipeline([
          {
            text: 'select tablename, policyname, permissive, roles, cmd, qual, with_check from pg_policies order by 1, 2',
          },
          {
            text: "select relname, relacl::text[], relrowsecurity from pg_class where relnamespace in ('crm'::regnamespace, 'tessera'::regnamespace) order by 1",
          },
          {
            text: 'select attrelid::regclass::text as table, attname, attacl::text[] from pg_attribute where attacl is not null order by 1, 2',
          },
          {
            text: "select proname, proacl::text[] from pg_proc where pronamespace = 'tessera'::regnamespace order by 1",
          },
        ])
      ).map((result) => result.rows)
    await apply(access)
    const first = await state()
    await apply(access)
    expect(await state()).toEqual(first)
  })

  it('takes away what is no longer granted', async () => {
    const two: Access = ({ allow }) => [allow(Account, 'read', partner(), { fields: ['name', 'note', 'friends'] })]
    await apply(two)
    expect(await read(reseller(), 'select name, note from crm.account')).toHaveLength(1)
    expect(await read(reseller(), 'select * from crm.account__friends')).toEqual([])
    await apply(({ allow }) => [allow(Account, 'read', partner(), { fields: ['name'] })])
    expect(await read(reseller(), 'select name from crm.account')).toHaveLength(1)
    await expect(read(reseller(), 'select note from crm.account')).rejects.toThrow(/permission denied/)
    await expect(read(reseller(), 'select * from crm.account__friends')).rejects.toThrow(/permission denied/)
    await apply(nothing)
    await expect(read(reseller(), 'select name from crm.account')).rejects.toThrow(/permission denied/)
  })

  it('closes the tables of a plugin that was removed', async () => {
    await apply(({ allow }) => [allow(Account, 'read', staff())])
    const without = compileAccess(assemble({ plugins: [] }))
    await t.database.pipeline(without.statements.map((text) => ({ text })))
    for (const actor of [user({ '*': 'all' }), { kind: 'system', name: 'test', reason: 'test' } as const]) {
      await expect(read(actor, 'select name from crm.account')).rejects.toThrow(/permission denied/)
    }
    const [policies] = await t.database.pipeline([
      { text: `select * from pg_policies where tablename in ('account', 'contact', 'account__friends')` },
    ])
    expect(policies?.rows).toEqual([])
  })

  it('puts tables under row-level security that nobody knows', async () => {
    await t.database.pipeline([
      { text: 'create table if not exists crm.stray (id int)' },
      { text: 'grant select on crm.stray to public' },
    ])
    await apply(nothing)
    await expect(read(user({ '*': 'all' }), 'select * from crm.stray')).rejects.toThrow(/permission denied/)
    const [stray] = await t.database.pipeline([
      { text: `select relrowsecurity from pg_class where oid = 'crm.stray'::regclass` },
    ])
    expect(stray?.rows).toEqual([{ relrowsecurity: true }])
    await t.database.pipeline([{ text: 'drop table crm.stray' }])
  })

  it('reads the pairs of a many-to-many field with their row', async () => {
    const [one, two] = [await t.create(Account, { name: 'One' }), await t.create(Account, { name: 'Two' })]
    await t.update(Account, one.id, { friends: [two.id] })
    await t.update(Account, two.id, { friends: [one.id] })
    await apply(({ allow }) => [allow(Account, 'read', staff(), { where: ({ row }) => row.name.eq('One') })])
    expect(await read(user({}), 'select source_id, target_id from crm.account__friends')).toEqual([
      { source_id: one.id, target_id: two.id },
    ])
  })

  it('lets a login role that may only make roles become each of them', async () => {
    const suffix = `probe_${process.pid}_`
    const names = allRoles.map((role) => role.replace('tessera_', suffix))
    const [, , answer] = await t.database.pipeline([
      { text: `create role ${suffix}login createrole` },
      { text: `set local role ${suffix}login` },
      { text: `select current_setting('server_version_num')::int >= 160000 as newer` },
      { text: roleStatement.replaceAll('tessera_', suffix) },
      { text: roleStatement.replaceAll('tessera_', suffix) },
    ])
    const mode = answer?.rows[0]?.newer ? 'set' : 'member'
    const [held] = await t.database.pipeline([
      {
        text: 'select r from unnest($1::text[]) r where pg_has_role($2, r, $3)',
        values: [names, `${suffix}login`, mode],
      },
    ])
    await t.database.pipeline([{ text: `drop role ${[...names, `${suffix}login`].join(', ')}` }])
    expect(held?.rows).toHaveLength(names.length)
  })

  it('has money in JSON exactly, whatever the currency', async () => {
    const [result] = await t.database.pipeline([
      {
        text: `select tessera.money_json(m, c) #>> '{amount}' as amount from (values (123456789012345678, 'EUR'), (-5, 'EUR'), (0, 'EUR'), (5, 'JPY'), (-9223372036854775808, 'KWD'), (1, 'CLF')) v(m, c)`,
      },
    ])
    expect(result?.rows.map((row) => row.amount)).toEqual([
      '1234567890123456.78',
      '-0.05',
      '0.00',
      '5',
      '-9223372036854775.808',
      '0.0001',
    ])
    const [none] = await t.database.pipeline([
      { text: `select tessera.money_json(null, 'EUR') as none, tessera.money_json(1, 'EUR') as one` },
    ])
    expect(none?.rows).toEqual([{ none: null, one: { amount: '0.01', currency: 'EUR' } }])
  })

  it('refuses by `require` what is not true, unknown included', async () => {
    const ask = (value: string) =>
      t.database.pipeline([{ text: `select tessera.require(${value}, 'update', 'account') as allowed` }])
    expect((await ask('true'))[0]?.rows).toEqual([{ allowed: true }])
    for (const value of ['false', 'null']) {
      await expect(ask(value)).rejects.toMatchObject({ code: '42501', detail: 'tessera.require update account' })
    }
  })
})
