import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor, PartnerActor } from '../access/actor.ts'
import { Reject, TesseraError } from '../errors/tessera-error.ts'
import { actorSetup } from '../runtime/actor-setup.ts'
import { inviteUser } from './invite-user.ts'
import { Partner, PartnerMember, Role, RoleAssignment, Team, User } from './model.ts'

let t: TestCrm
let distributor: string
let reseller: string
let rival: string
let admin: PartnerActor
let staffId: string
let rivalUser: string
let count = 0

beforeAll(async () => {
  t = await createTestCrm({ plugins: [] })
  distributor = (await t.create(Partner, { name: 'Distributor' })).id
  reseller = (await t.create(Partner, { name: 'Reseller', parent: distributor })).id
  rival = (await t.create(Partner, { name: 'Rival' })).id
  admin = (await t.actor('partner', { partner: distributor, roles: ['admin'] })) as PartnerActor
  staffId = (await newUser('staff')).id
  rivalUser = await memberOf(rival)
})
afterAll(() => t.close())

const newUser = (kind: 'staff' | 'partner', by?: Actor) =>
  t.create(User, { name: 'Somebody', email: `somebody${++count}@example.com`, kind }, by)

async function memberOf(partner: string, kind: 'staff' | 'partner' = 'partner'): Promise<string> {
  const { id } = await newUser(kind)
  await t.create(PartnerMember, { partner, user: id, role: 'sales' })
  return id
}

/** What is referred to is not there for him, or the new row is not his to make: which of the two is said first is no matter. */
const notFor = /^(FORBIDDEN|VALIDATION)$/

/** The error's code, which for a veto is the hook's own. */
async function refusal(run: Promise<unknown>): Promise<string> {
  try {
    await run
    return 'none'
  } catch (error) {
    if (error instanceof TesseraError || error instanceof Reject) return error.code
    throw error
  }
}

describe("a partner's administrator", () => {
  it('sees himself and the users of partners in his tree, nobody else', async () => {
    const below = await memberOf(reseller)
    const seen = (await t.as(admin).list(User, { limit: 1000 })).map((user: { id: string }) => user.id)
    expect(seen).toEqual(expect.arrayContaining([admin.id, below]))
    expect(seen).not.toContain(rivalUser)
    expect(seen).not.toContain(staffId)
    expect((await t.as(admin).list(Partner)).map((partner: { id: string }) => partner.id).sort()).toEqual(
      [distributor, reseller].sort(),
    )
  })

  it('gives people of his tree more to do there, and lets them in or not', async () => {
    const user = await memberOf(distributor)
    await t.create(PartnerMember, { partner: reseller, user, role: 'sales' }, admin)
    await t.update(User, user, { active: false }, admin)
    expect(await t.system.get(User, user)).toMatchObject({ active: false })
  })

  it('learns of no address whether somebody has it: he makes no users and changes no addresses', async () => {
    const taken = (await t.system.get(User, staffId)).email
    const user = await memberOf(distributor)
    const said = (email: string) =>
      Promise.all(
        [
          () => t.create(User, { name: 'New', email, kind: 'partner' }, admin),
          () => t.as(admin).mutate(User).create({ name: 'Default', email }),
          () => t.update(User, user, { email }, admin),
          () =>
            inviteUser(t.as(admin), {
              email,
              name: 'New',
              kind: 'partner',
              partner: { id: distributor, roles: ['sales'] },
            }),
        ].map((write) => write().then(String, ({ code, message }) => `${code} ${message}`)),
      )
    expect(await said(taken)).toEqual(await said('free@example.com'))
    expect((await said(taken)).map((one) => one.split(' ')[0])).toEqual([
      'FORBIDDEN',
      'FORBIDDEN',
      'VALIDATION',
      'FORBIDDEN',
    ])
  })

  it('makes members in his own tree only', async () => {
    const user = await memberOf(distributor)
    const top = (await t.create(Partner, { name: 'Top' })).id
    await t.update(Partner, distributor, { parent: top })
    for (const partner of [rival, top])
      expect(await refusal(t.create(PartnerMember, { partner, user, role: 'admin' }, admin))).toMatch(notFor)
    await t.update(Partner, distributor, { parent: null })
  })

  it('makes no members of staff or of other people, though he knows their ids', async () => {
    for (const user of [staffId, rivalUser, (await newUser('partner')).id]) {
      expect(await refusal(t.create(PartnerMember, { partner: distributor, user, role: 'sales' }, admin))).toMatch(
        notFor,
      )
    }
  })

  it('is refused such members by the rule itself, whatever else the pipeline looks at', async () => {
    const member = t.crm.registry.entity('partnerMember')
    const rule = t.crm.access.check(member, 'create', 'partner', 'w', 'new')
    const allowed = async (partner: string, user: string): Promise<unknown> => {
      const text = `select ${rule} as allowed from (select $1::uuid as partner_id, $2::uuid as user_id) w`
      const setup = [...actorSetup(admin), { text: 'set local role tessera_writer' }]
      const results = await t.database.pipeline([...setup, { text, values: [partner, user] }])
      return results.at(-1)?.rows[0]?.allowed
    }
    const [below, helper] = [await memberOf(reseller), await memberOf(distributor, 'staff')]
    expect(await allowed(distributor, below)).toBe(true)
    expect(await allowed(rival, below)).toBe(false)
    for (const user of [helper, staffId, rivalUser]) expect(await allowed(distributor, user)).toBe(false)
  })

  it('gives a member of staff who works with him no other role', async () => {
    const helper = await memberOf(distributor, 'staff')
    expect(await refusal(t.create(PartnerMember, { partner: distributor, user: helper, role: 'admin' }, admin))).toBe(
      'FORBIDDEN',
    )
    expect(await refusal(t.update(User, helper, { active: false }, admin))).toBe('FORBIDDEN')
  })

  it('changes nobody outside of his tree', async () => {
    for (const user of [staffId, rivalUser])
      expect(await refusal(t.update(User, user, { active: false }, admin))).toBe('NOT_FOUND')
    const [membership] = await t.system.list(PartnerMember, { where: { user: { eq: rivalUser } } })
    expect(await refusal(t.update(PartnerMember, membership.id, { role: 'admin' }, admin))).toBe('NOT_FOUND')
    expect(await refusal(t.as(admin).mutate(PartnerMember).delete(membership.id))).toBe('NOT_FOUND')
  })

  it('does not change of which kind a user is, or who a membership is for', async () => {
    const user = await memberOf(distributor)
    const [membership] = await t.system.list(PartnerMember, { where: { user: { eq: user } } })
    expect(await refusal(t.update(User, user, { kind: 'staff' }, admin))).toBe('VALIDATION')
    expect(await refusal(t.update(PartnerMember, membership.id, { user: staffId }, admin))).toBe('VALIDATION')
    expect(await refusal(t.update(PartnerMember, membership.id, { partner: rival }, admin))).toBe('VALIDATION')
  })

  it('leaves alone who also works for a partner elsewhere', async () => {
    const both = await memberOf(distributor)
    await t.create(PartnerMember, { partner: rival, user: both, role: 'finance' })
    expect(await refusal(t.update(User, both, { active: false }, admin))).toBe('identity.elsewhere')
    expect(await refusal(t.create(PartnerMember, { partner: reseller, user: both, role: 'sales' }, admin))).toBe(
      'identity.elsewhere',
    )
  })

  it('does not get back a person who left and works elsewhere now', async () => {
    const user = await memberOf(distributor)
    const [member] = await t.system.list(PartnerMember, { where: { user: { eq: user } } })
    await t.as(admin).mutate(PartnerMember).delete(member.id)
    await t.create(PartnerMember, { partner: rival, user, role: 'sales' })
    expect(await refusal(t.create(PartnerMember, { partner: distributor, user, role: 'sales' }, admin))).toMatch(notFor)
    expect(await refusal(t.as(admin).mutate(PartnerMember).restore(member.id))).toBe('FORBIDDEN')
    expect(await refusal(t.update(User, user, { active: false }, admin))).toBe('NOT_FOUND')
  })

  it('touches neither partners nor roles', async () => {
    // No field of core's is theirs to write, on whichever row.
    for (const patch of [{ parent: null }, { name: 'Other' }, { active: false }])
      expect(await refusal(t.update(Partner, reseller, patch, admin))).toBe('VALIDATION')
    expect(
      await refusal(
        t.create(
          RoleAssignment,
          { role: (await t.create(Role, { name: 'Any', grants: {} })).id, user: admin.id },
          admin,
        ),
      ),
    ).toBe('FORBIDDEN')
  })
})

describe('a partner without that role', () => {
  it('changes his own name and language only', async () => {
    const sales = (await t.actor('partner', { partner: distributor, roles: ['sales'] })) as PartnerActor
    const user = await memberOf(distributor)
    await t.update(User, sales.id, { locale: 'zh' }, sales)
    expect(await refusal(t.update(User, sales.id, { email: 'new@example.com' }, sales))).toBe('VALIDATION')
    expect(await refusal(t.update(User, user, { locale: 'zh' }, sales))).toBe('FORBIDDEN')
    expect(await refusal(newUser('partner', sales))).toBe('FORBIDDEN')
    expect(await refusal(t.create(PartnerMember, { partner: distributor, user: sales.id, role: 'admin' }, sales))).toBe(
      'FORBIDDEN',
    )
  })
})

describe('staff and customers', () => {
  it('see each other and their teams, but not who holds which role', async () => {
    const someone = await t.actor('user', { permissions: {} })
    await t.create(Team, { name: 'Sales' })
    expect((await t.as(someone).list(User)).length).toBeGreaterThan(1)
    expect(await t.as(someone).list(Team)).toHaveLength(1)
    await t.create(Role, { name: 'Seen by nobody', grants: {} })
    expect(await refusal(t.as(someone).list(Role))).toMatch(/FORBIDDEN|none/)
    expect(await t.as(someone).db.selectFrom('role').select('id').execute()).toEqual([])
    expect(await refusal(t.update(User, (someone as PartnerActor).id, { email: 'new@example.com' }, someone))).toBe(
      'VALIDATION',
    )
  })

  it('see, as a customer, themselves', async () => {
    const customer = (await t.actor('customer')) as Actor & { id: string }
    expect((await t.as(customer).list(User)).map((user: { id: string }) => user.id)).toEqual([customer.id])
  })
})

describe('who manages identities without holding everything', () => {
  const held = { 'identity:manage': 'all', 'shop:read': 'team' } as const
  let manager: Actor & { id: string }
  let everything: string

  beforeAll(async () => {
    manager = (await t.actor('user', { permissions: held })) as typeof manager
    everything = (await t.create(Role, { name: 'Everything', grants: { '*': 'all' } })).id
  })

  it.each<[string, Record<string, string>]>([
    ['not held', { 'shop:write': 'own' }],
    ['held less widely', { 'shop:read': 'all' }],
    ['for everything', { '*': 'own' }],
  ])('makes no role with a permission %s', async (_what, grants) => {
    expect(await refusal(t.create(Role, { name: `Role ${++count}`, grants }, manager))).toBe('identity.beyondOwn')
    const role = await t.create(Role, { name: `Role ${++count}`, grants: { 'shop:read': 'own' } }, manager)
    expect(await refusal(t.update(Role, role.id, { grants }, manager))).toBe('identity.beyondOwn')
  })

  it('makes roles with what he holds, and takes away what he does not', async () => {
    await t.create(
      Role,
      { name: `Role ${++count}`, grants: { 'shop:read': 'team', 'identity:manage': 'own' } },
      manager,
    )
    const { id } = await t.create(Role, {
      name: `Role ${++count}`,
      grants: { 'shop:write': 'all', 'shop:read': 'own' },
    })
    await t.update(Role, id, { name: 'Renamed' }, manager)
    await t.update(Role, id, { grants: { 'shop:write': 'own', 'shop:read': 'own' } }, manager)
    expect((await t.system.get(Role, id)).grants).toEqual({ 'shop:write': 'own', 'shop:read': 'own' })
  })

  it('assigns to nobody, himself included, a role with more than he holds', async () => {
    for (const user of [manager.id, staffId])
      expect(await refusal(t.create(RoleAssignment, { role: everything, user }, manager))).toBe('identity.beyondOwn')
    const small = (await t.create(Role, { name: `Role ${++count}`, grants: { 'shop:read': 'own' } })).id
    const assignment = await t.create(RoleAssignment, { role: small, user: staffId }, manager)
    expect(await refusal(t.update(RoleAssignment, assignment.id, { role: everything }, manager))).toBe(
      'identity.beyondOwn',
    )
  })

  it('brings back no role or assignment with more than he holds', async () => {
    const old = await t.create(Role, { name: `Role ${++count}`, grants: { 'shop:write': 'all' } })
    const assignment = await t.create(RoleAssignment, { role: everything, user: manager.id })
    await t.as(manager).mutate(RoleAssignment).delete(assignment.id)
    await t.as(manager).mutate(Role).delete(old.id)
    expect(await refusal(t.as(manager).mutate(RoleAssignment).restore(assignment.id))).toBe('identity.beyondOwn')
    expect(await refusal(t.as(manager).mutate(Role).restore(old.id))).toBe('identity.beyondOwn')
  })

  it('does not take over the account of somebody who holds more', async () => {
    const boss = (await newUser('staff')).id
    await t.create(RoleAssignment, { role: everything, user: boss })
    expect(await refusal(t.update(User, boss, { email: 'mine@example.com' }, manager))).toBe('identity.beyondOwn')
    await t.update(User, boss, { name: 'Renamed' }, manager)
    await t.update(User, (await newUser('staff')).id, { email: 'corrected2@example.com' }, manager)
  })

  it('makes nobody with the e-mail address of somebody else in other capitals', async () => {
    const inCapitals = (await newUser('staff')).email.toUpperCase()
    const { id } = await newUser('partner', manager)
    const copy = t.create(User, { name: 'Copy', email: inCapitals, kind: 'partner' }, manager)
    expect(await refusal(copy)).toBe('DUPLICATE')
    expect(await refusal(t.update(User, id, { email: inCapitals }, manager))).toBe('DUPLICATE')
  })

  it('is not in the way of who holds everything, or of the system', async () => {
    const boss = await t.actor('user')
    await t.create(RoleAssignment, { role: everything, user: staffId }, boss)
    await t.create(Role, { name: `Role ${++count}`, grants: { '*': 'all', 'new:thing': 'team' } }, boss)
  })

  it('is told which grants are none', async () => {
    for (const grants of [{ 'shop:read': 'everywhere' }, { shop: 'all' }, []]) {
      expect(await refusal(t.create(Role, { name: `Role ${++count}`, grants }))).toBe('VALIDATION')
    }
  })
})
