import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Actor,
  type Id,
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
import catalog from '@tessera/plugin-catalog'
import customers from '@tessera/plugin-customers'
import mail from '@tessera/plugin-mail'
import { MailMessage } from '@tessera/plugin-mail/model'
import orders from '@tessera/plugin-orders'
import sfa from '@tessera/plugin-sfa'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import prm from '../index.ts'
import { Announcement, Notification, NotificationPreference, PartnerProgram, ProgramTier } from '../model.ts'
import { textOf } from './notification-kind.ts'
import { notify } from './notify.ts'

let t: TestCrm
let partner: Id
let program: Id
let gold: Id
let names = 0

beforeAll(async () => {
  t = await createTestCrm({
    plugins: [
      customers(),
      catalog(),
      mail({ folder: mkdtempSync(join(tmpdir(), 'tessera-mail-')) }),
      orders(),
      sfa(),
      prm(),
    ],
  })
  program = (await t.create(PartnerProgram, { name: 'Resellers' })).id
  gold = (await t.create(ProgramTier, { program, name: 'Gold', rank: 2 })).id
  partner = (await t.create(Partner, { name: 'Delta', prmProgram: program, prmTier: gold, prmCountryCode: 'NL' })).id
})
afterAll(() => t.close())

async function person(locale: string, role: 'admin' | 'sales' | 'finance', at = partner): Promise<Id> {
  const user = await t.create(User, { name: `P${++names}`, email: `p${names}@example.com`, kind: 'partner', locale })
  await t.create(PartnerMember, { partner: at, user: user.id, role })
  return user.id
}
const as = (id: Id, role = 'sales'): Actor => ({ kind: 'partner', id, partner, roles: [role] })
const received = async (id: Id) => (await t.as(as(id)).list(Notification)).map(({ kind }) => kind)
const mailsTo = async (id: Id) => {
  const { email } = await t.system.get(User, id)
  const mails = await t.system.list(MailMessage, { limit: 200 })
  return mails.filter((one) => JSON.stringify(one).includes(email)).map(({ subject }) => subject)
}

describe('a notification', () => {
  it('reaches those with a role at the partner, each in their language, in the portal and by e-mail', async () => {
    const [admin, seller, li] = [
      await person('en', 'admin'),
      await person('en', 'sales'),
      await person('zh-CN', 'admin'),
    ]
    await notify(t.system, {
      partner,
      roles: ['admin'],
      kind: 'tiers.promoted',
      params: { tier: 'Gold' },
      link: '/tier',
    })
    expect([await received(admin), await received(seller), await received(li)]).toEqual([
      ['tiers.promoted'],
      [],
      ['tiers.promoted'],
    ])
    expect([await mailsTo(admin), await mailsTo(seller), await mailsTo(li)]).toEqual([
      ['You are Gold now'],
      [],
      ['您已升级为Gold'],
    ])
    const query = '{ notifications { nodes { title(language: "zh-CN") text(language: "en") link } } }'
    expect(await t.graphql(as(li), query)).toEqual({
      notifications: {
        nodes: [
          {
            title: '您已升级为Gold',
            text: 'Your figures of the last twelve months have brought you to the tier Gold.',
            link: '/tier',
          },
        ],
      },
    })
  })

  it('writes days, moments and amounts as its reader does', async () => {
    const told = (kind: string, params: Record<string, string>, language: 'en' | 'zh', timeZone?: string) =>
      textOf(t.system, { kind, params }, { language, timeZone }).text
    const approved = { number: 'MDF-1', amount: '7000.50', currency: 'EUR', claimUntil: '2027-01-04', reason: '' }
    expect([told('funds.requestApproved', approved, 'en'), told('funds.requestApproved', approved, 'zh')]).toEqual([
      '€7,000.50 for MDF-1. Claim it by 4 Jan 2027. ',
      'MDF-1 批准 €7,000.50，请于 2027年1月4日 前报销。',
    ])
    const offered = { number: 'LD-1', due: '2026-12-04T05:41:00.000Z' }
    const by = (timeZone?: string) => told('leads.offered', offered, 'en', timeZone)
    expect([by('Europe/Berlin'), by('Nowhere/Land')].map((text) => /by (.*?)\./.exec(text)?.[1])).toEqual([
      '4 Dec 2026, 06:41',
      '4 Dec 2026, 05:41',
    ])
  })

  it('says the names that something has in the reader’s language', async () => {
    const title = (kind: string, params: Record<string, string>) =>
      (['en', 'zh'] as const).map((language) => textOf(t.system, { kind, params }, { language })[part(kind)])
    const part = (kind: string) => (kind === 'partners.application' ? 'text' : 'title')
    expect(title('leads.tooLate', { title: 'Pumps – Germany', titleZh: '泵 – 德国' })).toEqual([
      'Passed on: Pumps – Germany',
      '已转出：泵 – 德国',
    ])
    expect(title('partners.agreement', { agreement: 'Terms', agreementZh: '' })[1]).toBe('协议待接受：Terms')
    expect(title('partners.application', { company: 'Elbe', country: 'DE' })).toEqual([
      'Elbe (Germany) has applied and confirmed it.',
      'Elbe（德国）已提交并确认伙伴申请。',
    ])
  })

  it('comes as its reader wants it, and not to whoever caused it', async () => {
    const [quiet, cause] = [await person('en', 'finance'), await person('en', 'finance')]
    await t.as(as(quiet)).mutate(NotificationPreference).create({ area: 'tiers', portal: true, email: false })
    await notify(t.as(as(cause)), { partner, roles: ['finance'], kind: 'tiers.kept', params: { tier: 'Gold' } })
    expect([await received(quiet), await mailsTo(quiet), await received(cause)]).toEqual([['tiers.kept'], [], []])
  })

  it('reaches staff by permission, and is never seen by others', async () => {
    const user = await t.create(User, { name: 'Jo', email: 'jo@example.com', kind: 'staff' })
    const role = await t.create(Role, { name: 'Channel', grants: { 'prm:tiers': 'all' } })
    await t.create(RoleAssignment, { role: role.id, user: user.id })
    await notify(t.system, { permission: 'prm:tiers', over: null, kind: 'tiers.kept', params: { tier: 'Gold' } })
    const jo = await t.actor('user', { permissions: { 'prm:tiers': 'all' } })
    expect(await t.as({ ...jo, id: user.id } as Actor).list(Notification)).toHaveLength(1)
    expect(await t.as(jo).list(Notification)).toEqual([])
  })

  it('about a partner reaches the staff whose scope covers it, as they would see its rows, and nobody else', async () => {
    const [europe, asia] = [await t.create(Territory, { name: 'Europe' }), await t.create(Territory, { name: 'Asia' })]
    const benelux = await t.create(Territory, { name: 'Benelux', parent: europe.id })
    const [channel, other] = [await t.create(Team, { name: 'Channel' }), await t.create(Team, { name: 'Other' })]
    const holder = async (grants: Readonly<Record<string, string>>, in_: { team?: Id; territory?: Id } = {}) => {
      const user = await t.create(User, { kind: 'staff' })
      for (const [name, scope] of Object.entries(grants)) {
        const role = await t.create(Role, { name: `Role ${++names}`, grants: { [name]: scope } })
        await t.create(RoleAssignment, { role: role.id, user: user.id })
      }
      if (in_.team) await t.create(TeamMember, { team: in_.team, user: user.id })
      if (in_.territory) await t.create(TerritoryMember, { territory: in_.territory, user: user.id })
      return user.id
    }
    const manager = await holder({ 'prm:funds': 'own' })
    const inside = [
      manager,
      await holder({ 'prm:funds': 'team' }, { team: channel.id }),
      await holder({ 'prm:funds': 'territory' }, { territory: europe.id }),
      await holder({ '*': 'own', 'prm:funds': 'all' }),
      await holder({ '*': 'all' }),
    ]
    const outside = [
      await holder({ 'prm:funds': 'own' }, { team: channel.id, territory: benelux.id }),
      await holder({ 'prm:funds': 'team' }, { team: other.id, territory: benelux.id }),
      await holder({ 'prm:funds': 'territory' }, { territory: asia.id }),
      await holder({ '*': 'all', 'prm:funds': 'own' }),
      await holder({ 'prm:rewards': 'all' }),
    ]
    const fields = { prmManager: manager, prmTeam: channel.id, prmTerritory: benelux.id }
    const about = (await t.create(Partner, fields)).id
    const told = async () =>
      (await t.system.list(Notification, { where: { kind: { eq: 'funds.requestOverdue' } } }))
        .map(({ user }) => user)
        .sort()
    await notify(t.system, { permission: 'prm:funds', over: { partner: about }, kind: 'funds.requestOverdue' })
    expect(await told()).toEqual(inside.toSorted())
    expect(outside).toHaveLength(5)
  })

  it('is gone with the work that is rolled back', async () => {
    const id = await person('en', 'sales')
    const work = t.system.transaction(async (ctx) => {
      await notify(ctx, { user: id, kind: 'tiers.kept', params: {} })
      throw new Error('no')
    })
    await expect(work).rejects.toThrow('no')
    expect(await received(id)).toEqual([])
  })

  it('is read once, by its own reader only', async () => {
    const [id, other] = [await person('en', 'sales'), await person('en', 'sales')]
    await notify(t.system, { user: id, kind: 'tiers.kept', params: {} })
    const [{ id: notification } = { id: '' }] = await t.as(as(id)).list(Notification)
    const read = 'mutation ($ids: [ID!]) { readNotifications(ids: $ids) }'
    expect(await t.graphql(as(other), read, { ids: [notification] })).toEqual({ readNotifications: 0 })
    expect(await t.graphql(as(id), '{ unreadNotificationCount }')).toEqual({ unreadNotificationCount: 1 })
    expect(await t.graphql(as(id), read, { ids: [notification] })).toEqual({ readNotifications: 1 })
    expect(await t.graphql(as(id), read)).toEqual({ readNotifications: 0 })
  })
})

describe('an announcement', () => {
  const shown = async () => (await t.as(await reader()).list(Announcement)).map(({ title }) => title).sort()
  const reader = async () => as(await person('en', 'sales'))

  it('is seen by those it is for, from its time on and until its day', async () => {
    const at = t.clock.now()
    const say = (title: string, input: object = {}) =>
      t.create(Announcement, { title, publishAt: new Date(at.getTime() - 1), ...input })
    const other = (await t.create(PartnerProgram, { name: 'Distributors' })).id
    await say('to all')
    await say('to the programme', { program })
    await say('to another programme', { program: other })
    await say('to gold and better', { minimumRank: 2 })
    await say('to platinum', { minimumRank: 3 })
    await say('to the Netherlands', { countryCode: 'NL' })
    await say('to China', { countryCode: 'CN' })
    await say('later', { publishAt: new Date(Date.now() + 86_400_000_000) })
    await say('over', { until: '2020-01-01' })
    expect(await shown()).toEqual(['to all', 'to gold and better', 'to the Netherlands', 'to the programme'])
  })

  it('is noted as read once for each reader', async () => {
    const { id } = await t.create(Announcement, { title: 'news', publishAt: t.clock.now() })
    const ann = await reader()
    const read = 'mutation ($id: ID!) { readAnnouncement(announcement: $id) }'
    expect(await t.graphql(ann, read, { id })).toEqual({ readAnnouncement: true })
    expect(await t.graphql(ann, read, { id })).toEqual({ readAnnouncement: false })
    expect(await t.graphql(await reader(), read, { id })).toEqual({ readAnnouncement: true })
  })
})
