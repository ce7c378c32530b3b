import {
  customerAccounts,
  definePlugin,
  model,
  Partner,
  PartnerMember,
  Role,
  RoleAssignment,
  Team,
  TeamMember,
  Territory,
  TerritoryMember,
  User,
} from '@tessera/core'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { works } from '../test-support/test-server.ts'
import { loadActor } from './load-actor.ts'

let t: TestCrm

/** Accounts by the user who acts for them. */
const accounts = new Map<string, string>()
class DeskModel extends model('desk', { entities: [] }) {}
const desk = definePlugin(DeskModel)({
  contributes: [customerAccounts.add('desk', async (_, user) => accounts.get(user) ?? null)],
})

beforeAll(async () => {
  t = await createTestCrm({ plugins: [desk()] })
})

afterAll(() => t.close())

const user = (kind: string) => t.create(User, { kind })
const role = (name: string, grants: Record<string, string>) => t.create(Role, { name, grants })
const assign = (person: { id: string }, held: { id: string }) =>
  t.create(RoleAssignment, { user: person.id, role: held.id })
const bin = (entity: Parameters<TestCrm['update']>[0], id: string) => t.system.mutate(entity).delete(id)

describe('a member of staff', () => {
  it('holds the permissions of all roles with the widest scope', async () => {
    const ann = await user('staff')
    await assign(ann, await role('reader', { 'customers:read': 'team', 'customers:write': 'own' }))
    await assign(ann, await role('reviewer', { 'customers:read': 'all', 'deals:approve': 'territory' }))
    const deleted = await role('administrator', { '*': 'all' })
    await assign(ann, deleted)
    await bin(
      RoleAssignment,
      (await t.system.list(RoleAssignment, { where: { role: { eq: deleted.id } } }))[0]?.id as string,
    )
    const loaded = await loadActor(t.crm, ann.id)
    expect(loaded?.actor).toEqual({
      kind: 'user',
      id: ann.id,
      teams: [],
      territories: [],
      permissions: new Map([
        ['customers:read', 'all'],
        ['customers:write', 'own'],
        ['deals:approve', 'territory'],
      ]),
    })
    expect(loaded).toMatchObject({ name: ann.name, email: ann.email, locale: 'en', timeZone: 'UTC', partners: [] })
  })

  it('without a role may do nothing, and may sign in', async () => {
    const bob = await user('staff')
    expect((await loadActor(t.crm, bob.id))?.actor).toMatchObject({ kind: 'user', permissions: new Map() })
  })

  it('belongs to their teams, and covers their territories with all below them', async () => {
    const cid = await user('staff')
    const [sales, support] = await Promise.all([t.create(Team, { name: 'Sales' }), t.create(Team, { name: 'Support' })])
    await t.create(Team, { name: 'Inside sales', parent: sales.id })
    for (const team of [sales, support]) await t.create(TeamMember, { team: team.id, user: cid.id })
    await bin(Team, support.id)
    const asia = await t.create(Territory, { name: 'Asia', parent: null })
    const china = await t.create(Territory, { name: 'China', parent: asia.id })
    const shanghai = await t.create(Territory, { name: 'Shanghai', parent: china.id })
    const japan = await t.create(Territory, { name: 'Japan', parent: asia.id })
    await t.create(Territory, { name: 'Europe', parent: null })
    await bin(Territory, japan.id)
    for (const territory of [china, asia]) await t.create(TerritoryMember, { territory: territory.id, user: cid.id })
    // A circle must not hang the sign-in.
    await t.update(Territory, asia.id, { parent: shanghai.id })
    const actor = (await loadActor(t.crm, cid.id))?.actor
    expect(actor).toMatchObject({ teams: [sales.id] })
    expect(actor?.kind === 'user' && [...actor.territories].sort()).toEqual([asia.id, china.id, shanghai.id].sort())
  })
})

describe('somebody at a partner', () => {
  it('acts for their partner with all their roles there', async () => {
    const dan = await user('partner')
    const acme = await t.create(Partner, { name: 'Acme' })
    await works(t, dan, acme, 'admin')
    await works(t, dan, acme, 'sales')
    const loaded = await loadActor(t.crm, dan.id)
    expect(loaded?.actor).toEqual({ kind: 'partner', id: dan.id, partner: acme.id, roles: ['admin', 'sales'] })
    expect(loaded?.partners).toEqual([{ id: acme.id, name: 'Acme' }])
  })

  it('of several partners acts for the one asked for, else the one chosen, else the first', async () => {
    const eve = await user('partner')
    const [first, second, third] = [await t.create(Partner), await t.create(Partner), await t.create(Partner)]
    for (const [partner, held] of [
      [first, 'sales'],
      [second, 'admin'],
      [third, 'sales'],
    ] as const)
      await works(t, eve, partner, held)
    const acting = async (options?: object) => {
      const actor = (await loadActor(t.crm, eve.id, options))?.actor
      return actor?.kind === 'partner' ? [actor.partner, actor.roles] : null
    }
    expect(await acting()).toEqual([first.id, ['sales']])
    expect(await acting({ chosenPartner: second.id })).toEqual([second.id, ['admin']])
    expect(await acting({ partner: third.id, chosenPartner: second.id })).toEqual([third.id, ['sales']])
  })

  it('never acts for a partner they do not work for, no longer work for, or that is closed', async () => {
    const fay = await user('partner')
    const own = await t.create(Partner, { name: 'Own' })
    const [strange, left, closed, deleted] = [
      await t.create(Partner),
      await t.create(Partner),
      await t.create(Partner),
      await t.create(Partner),
    ]
    await works(t, fay, own)
    for (const partner of [left, closed, deleted]) await works(t, fay, partner)
    const membership = (await t.system.list(PartnerMember, { where: { partner: { eq: left.id } } }))[0]
    await bin(PartnerMember, membership?.id as string)
    await t.update(Partner, closed.id, { active: false })
    await bin(Partner, deleted.id)
    for (const partner of [strange.id, left.id, closed.id, deleted.id, 'nonsense', '', `${own.id} `]) {
      await expect(loadActor(t.crm, fay.id, { partner })).rejects.toMatchObject({
        code: 'PARTNER_FOREIGN',
        status: 403,
      })
      expect((await loadActor(t.crm, fay.id, { chosenPartner: partner }))?.actor).toMatchObject({ partner: own.id })
    }
  })

  it('without a partner can not act', async () => {
    const gus = await user('partner')
    expect(await loadActor(t.crm, gus.id)).toBeNull()
    const only = await t.create(Partner)
    await works(t, gus, only)
    await t.update(Partner, only.id, { active: false })
    expect(await loadActor(t.crm, gus.id)).toBeNull()
  })

  it('holds no staff permissions, whatever roles they were given', async () => {
    const hal = await user('partner')
    await works(t, hal, await t.create(Partner))
    await assign(hal, await role('by mistake', { '*': 'all' }))
    expect((await loadActor(t.crm, hal.id))?.actor).not.toHaveProperty('permissions')
  })
})

describe('others', () => {
  it('a customer acts for the account that a plugin finds for them, and not without one', async () => {
    const ida = await user('customer')
    expect(await loadActor(t.crm, ida.id)).toBeNull()
    const account = crypto.randomUUID()
    accounts.set(ida.id, account)
    expect((await loadActor(t.crm, ida.id))?.actor).toEqual({ kind: 'customer', id: ida.id, account })
  })

  it('a service holds permissions', async () => {
    const robot = await user('service')
    await assign(robot, await role('robot', { 'orders:read': 'all' }))
    expect((await loadActor(t.crm, robot.id))?.actor).toEqual({
      kind: 'service',
      id: robot.id,
      permissions: new Map([['orders:read', 'all']]),
    })
  })

  it('the unknown, the inactive and the deleted are nobody', async () => {
    const [inactive, deleted] = [await user('staff'), await user('staff')]
    await t.update(User, inactive.id, { active: false })
    await bin(User, deleted.id)
    for (const id of [inactive.id, deleted.id, crypto.randomUUID()]) expect(await loadActor(t.crm, id)).toBeNull()
  })
})

it('finding out who somebody is takes one statement', async () => {
  const jan = await user('staff')
  await assign(jan, await role('one', { 'a:read': 'own' }))
  const transaction = vi.spyOn(t.database, 'transaction')
  const sent: string[] = []
  transaction.mockImplementationOnce((setup, work, options) => {
    transaction.mockRestore()
    return t.database.transaction(
      setup,
      (connection) => {
        const query = vi.spyOn(connection, 'query')
        return work(connection).finally(() => sent.push(...query.mock.calls.map(([statement]) => statement.text)))
      },
      options,
    )
  })
  await loadActor(t.crm, jan.id)
  expect(sent).toHaveLength(1)
})
