import { type Id, Partner, PartnerMember, recordSecurity, User } from '@tessera/core'
import { MailMessage } from '@tessera/plugin-mail/model'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PartnerInvitation } from '../../model.ts'
import { openCrm, personAt, refused, staffWith } from '../test-support/open-crm.ts'

let t: TestCrm
beforeAll(async () => {
  t = await openCrm()
})
afterAll(() => t.close())

let names = 0
const partnerOf = async (input: object = {}) => (await t.create(Partner, { name: `Partner ${++names}`, ...input })).id
const rolesAt = async (partner: Id, user: Id) =>
  (await t.system.list(PartnerMember, { where: { partner: { eq: partner }, user: { eq: user } } }))
    .map(({ role }) => role)
    .sort()
const invite =
  'mutation ($email: String!, $roles: [PartnerPersonRole!]!, $partner: ID) { invitePartnerPerson(name: "Bo Ek", email: $email, roles: $roles, partner: $partner) { id state } }'
const setRoles =
  'mutation ($user: ID!, $roles: [PartnerPersonRole!]!) { setPartnerRoles(user: $user, roles: $roles) { id } }'
const deactivate = 'mutation ($user: ID!) { deactivatePartnerPerson(user: $user) }'
const reactivate = 'mutation ($user: ID!) { reactivatePartnerPerson(user: $user) }'
const answer =
  'mutation ($invitation: ID!, $accept: Boolean!) { answerPartnerInvitation(invitation: $invitation, accept: $accept) { id } }'
const mailsTo = (email: string) => t.system.list(MailMessage, { where: { to: { eq: email } } })
/** What the server notes once somebody chose a password by the mailed link. */
const comeByLink = (user: Id) => recordSecurity(t.system, { kind: 'invitationAccepted', user })
const userOf = async (email: string) => (await t.system.list(User, { where: { email: { eq: email } } }))[0]

describe('a partner’s administrator', () => {
  it('invites somebody new, who gets a link and joins with the roles by it', async () => {
    const partner = await partnerOf()
    const ann = await personAt(t, partner, 'admin')
    expect(await t.graphql(ann, invite, { email: 'New@one.example', roles: ['sales', 'finance'] })).toMatchObject({
      invitePartnerPerson: { state: 'waiting' },
    })
    const user = await userOf('new@one.example')
    expect(user).toMatchObject({ kind: 'partner', active: true, name: 'Bo Ek' })
    expect(await rolesAt(partner, user?.id as Id)).toEqual([])
    expect(await mailsTo('new@one.example')).toHaveLength(1)
    await comeByLink(user?.id as Id)
    expect(await rolesAt(partner, user?.id as Id)).toEqual(['finance', 'sales'])
    expect(await t.as(ann).list(PartnerInvitation)).toMatchObject([{ state: 'joined' }])
    const resend = 'mutation ($user: ID!) { resendPartnerInvitation(user: $user) }'
    await t.graphql(ann, resend, { user: user?.id })
    expect(await mailsTo('new@one.example')).toHaveLength(2)
    const stranger = await personAt(t, await partnerOf(), 'admin')
    await expect(t.graphql(stranger, resend, { user: user?.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const people = '{ partnerPeople { user { name active } roles } }'
    expect(await t.graphql(ann, people)).toMatchObject({
      partnerPeople: [{ roles: ['admin'] }, { user: { name: 'Bo Ek', active: true }, roles: ['sales', 'finance'] }],
    })
  })

  it('invites for partners below, and for no other', async () => {
    const partner = await partnerOf()
    const below = await partnerOf({ parent: partner })
    const [ann, low, bob] = [
      await personAt(t, partner, 'admin'),
      await personAt(t, below, 'admin'),
      await personAt(t, partner, 'sales'),
    ]
    await t.graphql(ann, invite, { email: 'low@two.example', roles: ['admin'], partner: below })
    const invited = (await userOf('low@two.example'))?.id as Id
    await comeByLink(invited)
    expect(await rolesAt(below, invited)).toEqual(['admin'])
    const other = await partnerOf()
    for (const [who, at] of [
      [ann, other],
      [low, partner],
      [bob, partner],
    ] as const)
      await expect(t.graphql(who, invite, { email: 'no@two.example', roles: ['sales'], partner: at })).rejects.toThrow(
        /VALIDATION|FORBIDDEN/,
      )
    expect(await userOf('no@two.example')).toBeUndefined()
  })

  it('can not take in who works for another partner before that person agrees, and learns nothing of it', async () => {
    const [here, there] = [await partnerOf(), await partnerOf()]
    const [ann, guest] = [await personAt(t, here, 'admin'), await personAt(t, there, 'sales')]
    const { invitePartnerPerson } = await t.graphql<{ invitePartnerPerson: { id: Id; state: string } }>(ann, invite, {
      email: guest.email,
      roles: ['service'],
    })
    expect(invitePartnerPerson.state).toBe('waiting')
    expect(await rolesAt(here, guest.id)).toEqual([])
    expect(await t.as(ann).find(User, guest.id)).toBeNull()
    expect(t.as(ann).readable(PartnerInvitation).has('user')).toBe(false)
    const invitation = invitePartnerPerson.id
    await expect(t.graphql(ann, answer, { invitation, accept: true })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await t.graphql(guest, '{ partnerInvitations { nodes { partnerName state } } }')).toEqual({
      partnerInvitations: { nodes: [{ partnerName: expect.any(String), state: 'waiting' }] },
    })
    await t.graphql(guest, answer, { invitation, accept: true })
    expect(await rolesAt(here, guest.id)).toEqual(['service'])
    await expect(t.graphql(guest, answer, { invitation, accept: false })).rejects.toMatchObject(
      refused('prm.invitationAnswered'),
    )
    // Who works elsewhere too is not hers to change; she can only let the person go from her own partner.
    await expect(t.update(User, guest.id, { active: false }, ann)).rejects.toMatchObject({
      code: 'identity.elsewhere',
    })
    const [member] = await t.system.list(PartnerMember, { where: { user: { eq: guest.id }, partner: { eq: here } } })
    await t.graphql(ann, deactivate, { user: guest.id })
    await expect(
      t
        .as(ann)
        .mutate(PartnerMember)
        .restore(member?.id ?? ''),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await rolesAt(here, guest.id)).toEqual([])
    expect(await rolesAt(there, guest.id)).toEqual(['sales'])
    expect((await t.system.get(User, guest.id)).active).toBe(true)
  })

  it('takes an invitation back, and it can no longer be accepted', async () => {
    const [here, there] = [await partnerOf(), await partnerOf()]
    const [ann, guest] = [await personAt(t, here, 'admin'), await personAt(t, there, 'sales')]
    await t.graphql(ann, invite, { email: guest.email, roles: ['sales'] })
    const [{ id: invitation } = { id: '' }] = await t.as(ann).list(PartnerInvitation)
    await t.graphql(ann, 'mutation ($id: ID!) { withdrawPartnerInvitation(invitation: $id) { state } }', {
      id: invitation,
    })
    await expect(t.graphql(guest, answer, { invitation, accept: true })).rejects.toMatchObject(
      refused('prm.invitationAnswered'),
    )
    expect(await rolesAt(here, guest.id)).toEqual([])
  })

  it('moves a colleague to a partner below, and lets one back in who was deactivated', async () => {
    const partner = await partnerOf()
    const below = await partnerOf({ parent: partner })
    const [ann, bob] = [await personAt(t, partner, 'admin'), await personAt(t, partner, 'sales')]
    expect(await t.graphql(ann, invite, { email: bob.email, roles: ['sales'], partner: below })).toMatchObject({
      invitePartnerPerson: { state: 'joined' },
    })
    const cy = await personAt(t, partner, 'finance')
    await t.graphql(ann, deactivate, { user: cy.id })
    expect((await t.system.get(User, cy.id)).active).toBe(false)
    await t.graphql(ann, reactivate, { user: cy.id })
    expect([(await t.system.get(User, cy.id)).active, await rolesAt(partner, cy.id)]).toEqual([true, ['finance']])
  })

  it('gives and takes roles, but never the last administrator’s, by any way', async () => {
    const partner = await partnerOf()
    const [ann, bob] = [await personAt(t, partner, 'admin', 'sales'), await personAt(t, partner, 'sales')]
    await t.graphql(ann, setRoles, { user: bob.id, roles: ['service', 'finance'] })
    expect(await rolesAt(partner, bob.id)).toEqual(['finance', 'service'])
    await expect(t.graphql(ann, setRoles, { user: ann.id, roles: ['sales'] })).rejects.toMatchObject(
      refused('prm.lastAdmin'),
    )
    await expect(t.graphql(ann, deactivate, { user: ann.id })).rejects.toMatchObject(refused('prm.lastAdmin'))
    const [admin] = await t.system.list(PartnerMember, {
      where: { user: { eq: ann.id }, role: { eq: 'admin' } },
    })
    const own = t.as(ann).mutate(PartnerMember)
    await expect(own.delete(admin?.id as Id)).rejects.toMatchObject({ code: 'prm.lastAdmin' })
    await expect(own.update(admin?.id as Id, { role: 'finance' })).rejects.toMatchObject({ code: 'prm.lastAdmin' })
    await expect(t.update(User, ann.id, { active: false }, ann)).rejects.toThrow()
    await t.graphql(ann, setRoles, { user: bob.id, roles: ['admin'] })
    await t.graphql(ann, setRoles, { user: ann.id, roles: ['sales'] })
    expect([await rolesAt(partner, ann.id), await rolesAt(partner, bob.id)]).toEqual([['sales'], ['admin']])
  })

  it('stays, also when two administrators take each other away at the same time', async () => {
    const partner = await partnerOf()
    const [ann, bob] = [await personAt(t, partner, 'admin'), await personAt(t, partner, 'admin')]
    const tried = await Promise.allSettled([
      t.graphql(ann, setRoles, { user: bob.id, roles: ['sales'] }),
      t.graphql(bob, setRoles, { user: ann.id, roles: ['sales'] }),
    ])
    expect(tried.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const both = await t.system.list(PartnerMember, {
      where: { partner: { eq: partner }, role: { eq: 'admin' } },
    })
    expect(both).toHaveLength(1)
    const all = await t.system.list(PartnerMember, { where: { partner: { eq: partner } } })
    await expect(
      t
        .as(ann.id === both[0]?.user ? ann : bob)
        .mutate(PartnerMember)
        .deleteMany(all.map(({ id }) => id)),
    ).rejects.toMatchObject({ code: 'prm.lastAdmin' })
  })

  it('learns of no address whether somebody has it, however he asks', async () => {
    const [here, there] = [await partnerOf(), await partnerOf()]
    const [ann, guest] = [await personAt(t, here, 'admin'), await personAt(t, there, 'sales')]
    const known = { staff: 'staff@five.example', customer: 'customer@five.example', partner: guest.email }
    for (const kind of ['staff', 'customer'] as const) await t.create(User, { email: known[kind], kind })
    const asked = async (email: string) => {
      const told = await t.graphqlAnswer(ann, invite, { email, roles: ['sales'] })
      const fields = [...t.as(ann).readable(PartnerInvitation)].join(' ').replace('partner ', 'partner { id } ')
      const [, seen] = [told, await t.graphqlAnswer(ann, `{ partnerInvitations { nodes { ${fields} } } }`)]
      const direct = [
        `mutation { createUser(input: { name: "x", email: "${email}", kind: partner }) { id } }`,
        `mutation { inviteUser(name: "x", email: "${email}", kind: partner, partner: "${here}", roles: [sales]) { id } }`,
        `mutation { updateUser(id: "${ann.id}", patch: { email: "${email}" }) { id } }`,
      ]
      const answers = [told, seen, await t.graphqlAnswer(ann, '{ partnerPeople { user { id } } users { totalCount } }')]
      for (const text of direct) answers.push(await t.graphqlAnswer(ann, text))
      const plain = JSON.stringify(answers).replaceAll(email, 'ADDRESS')
      return plain.replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'X')
    }
    const ofNobody = await asked('nobody@five.example')
    expect(ofNobody).toContain('waiting')
    for (const email of Object.values(known)) {
      await t.system.mutate(PartnerInvitation).deleteMany((await t.as(ann).list(PartnerInvitation)).map(({ id }) => id))
      expect(await asked(email)).toBe(ofNobody)
    }
  })

  it('does not fill a mailbox, nor take away from another partner whom that one invited before', async () => {
    const [here, there] = [await partnerOf(), await partnerOf()]
    const [ann, eve] = [await personAt(t, here, 'admin'), await personAt(t, there, 'admin')]
    for (let n = 0; n < 3; n++) await t.graphql(ann, invite, { email: 'many@six.example', roles: ['sales'] })
    expect(await mailsTo('many@six.example')).toHaveLength(1)
    const states = (await t.as(ann).list(PartnerInvitation)).map(({ state }) => state).sort()
    expect(states).toEqual(['waiting', 'withdrawn', 'withdrawn'])
    await t.graphql(eve, invite, { email: 'many@six.example', roles: ['admin'] })
    expect(await mailsTo('many@six.example')).toHaveLength(2)
    const user = (await userOf('many@six.example'))?.id as Id
    await comeByLink(user)
    // It was the link of that mail; the other partner still waits for an answer.
    expect([await rolesAt(here, user), await rolesAt(there, user)]).toEqual([[], ['admin']])
    expect(await t.system.list(PartnerInvitation, { where: { user: { eq: user }, state: { eq: 'waiting' } } })).toEqual(
      [expect.objectContaining({ partner: here })],
    )
  })

  it('can not invite with roles there are not', async () => {
    const ann = await personAt(t, await partnerOf(), 'admin')
    const input = { partner: ann.partner, name: 'x', email: 'x@six.example', roles: ['owner'] }
    await expect(
      t
        .as(ann)
        .mutate(PartnerInvitation)
        .create(input as never),
    ).rejects.toMatchObject({
      code: 'VALIDATION',
    })
  })
})

describe('staff', () => {
  it('with prm:onboard manage the people of any partner, and others of none', async () => {
    const partner = await partnerOf()
    const ann = await personAt(t, partner, 'admin')
    const onboard = await staffWith(t, 'prm:onboard')
    await t.graphql(onboard, invite, { email: 'by-staff@seven.example', roles: ['sales'], partner })
    await t.create(User, { email: 'one-of-us@seven.example', kind: 'staff' })
    await expect(
      t.graphql(onboard, invite, { email: 'one-of-us@seven.example', roles: ['sales'], partner }),
    ).rejects.toMatchObject(refused('prm.addressTaken'))
    const user = (await userOf('by-staff@seven.example'))?.id as Id
    const change = 'mutation ($user: ID!, $partner: ID) { deactivatePartnerPerson(user: $user, partner: $partner) }'
    await t.graphql(onboard, change, { user, partner })
    expect((await t.system.get(User, user)).active).toBe(false)
    await expect(t.graphql(await staffWith(t, 'prm:read'), change, { user: ann.id, partner })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    // A partner that went bad can be shut out.
    await t.graphql(onboard, change, { user: ann.id, partner })
    expect((await t.system.get(User, ann.id)).active).toBe(false)
  })
})
