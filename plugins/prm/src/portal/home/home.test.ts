import { type Id, Partner, PartnerMember, Role, RoleAssignment, User } from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import customers from '@tessera/plugin-customers'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import sfa from '@tessera/plugin-sfa'
import { openTestPortal, portalFindings } from '@tessera/portal/testing'
import type { TestCrm } from '@tessera/testing'
import { type Browser, createTestServer, type TestServer } from '@tessera/testing/server'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createChannelCrm, dealInput, line, registerAs } from '../../deals/test-support/channel.ts'
import prm from '../../index.ts'
import {
  Announcement,
  Notification,
  NotificationPreference,
  PartnerProgram,
  ProgramTier,
  TierRequirement,
  TierRuleSet,
} from '../../model.ts'

const html = { accept: 'text/html' }
let t: TestCrm
let server: TestServer
let delta: Id
let people = 0

beforeAll(async () => {
  t = await createChannelCrm()
  server = await createTestServer(t, { portal: await openTestPortal(t.crm.assembly) })
  const program = (await t.create(PartnerProgram, { name: 'Resellers' })).id
  const gold = (await t.create(ProgramTier, { program, name: 'Gold', rank: 2 })).id
  const ruleSet = (await t.create(TierRuleSet, { program, validFrom: '2026-01-01' })).id
  await t.create(TierRequirement, { ruleSet, tier: gold, metric: 'revenue', atLeast: '5000' })
  delta = (await t.create(Partner, { name: 'Delta', prmProgram: program, prmTier: gold, prmCountryCode: 'DE' })).id
}, 180_000)
afterAll(() => t.close())

async function member(partner: Id, ...roles: ('admin' | 'sales' | 'service' | 'finance')[]) {
  const email = `home${++people}@partner.example`
  const user = await t.create(User, { name: `Person ${people}`, email, kind: 'partner' })
  for (const role of roles) await t.create(PartnerMember, { partner, user: user.id, role })
  const browser = await server.signedIn({ id: user.id, email })
  return { id: user.id, browser, actor: { kind: 'partner' as const, id: user.id, partner, roles } }
}

const read = async (browser: Browser, path: string, headers = {}): Promise<string> => {
  const response = await browser.get(path, { ...html, ...headers })
  expect(response.status).toBe(200)
  return (await response.text()).replaceAll(/<svg[\s\S]*?<\/svg>/g, '')
}

/** The fields of the form of a name as they stand in the page. */
function formNamed(page: string, name: string): Record<string, string> {
  // The frame has forms of its own, such as signing out.
  const main = page.slice(page.indexOf('<main'))
  const form = (main.match(/<form[\s\S]*?<\/form>/g) ?? []).find((one) => one.includes(`name="form" value="${name}"`))
  if (!form) throw new Error(`the page has no form ${name}`)
  const fields: Record<string, string> = {}
  for (const [input] of form.matchAll(/<input\b[^>]*>/g)) {
    const of = (attribute: string) => new RegExp(`\\b${attribute}="([^"]*)"`).exec(input)?.[1]
    if (of('type') === 'checkbox' && !/\schecked\b/.test(input)) continue
    fields[of('name') ?? ''] = of('value') ?? ''
  }
  return fields
}

it('asks the API for what it has, and says everything in every language', async () => {
  const plugins = [customers(), catalog(), mail({ folder: '/nowhere' }), orders(), sfa(), prm()]
  expect(await portalFindings({ plugins })).toEqual([])
})

it('counts what is unread in the round trip of what the page itself asks first', async () => {
  const { browser } = await member(delta, 'admin')
  await read(browser, '/tier')
  const trips = vi.spyOn(t.crm.database, 'pipeline')
  await read(browser, '/tier')
  const asked = trips.mock.calls.map(([statements]) => statements.map(({ text }) => text).join('\n'))
  trips.mockRestore()
  const counted = asked.filter((texts) => texts.includes('from crm.notification where read_at is null'))
  expect(counted).toEqual([expect.stringContaining('"tier_assessment"')])
})

describe('the first page of a partner', () => {
  it('tells what waits, what is on its way and the tier, and nothing of another partner', async () => {
    const admin = await member(delta, 'admin')
    const other = (await t.create(Partner, { name: 'Epsilon', prmCountryCode: 'DE' })).id
    const foreign = await member(other, 'admin')
    const soon = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10)
    const customerName = 'Hafenwerke Altona'
    const asked = dealInput(await line(t), { customerName, amount: '61450', expectedClose: soon })
    await registerAs(t, admin.actor, asked)
    await t.create(Announcement, {
      title: 'Price list 2027',
      body: '<p>From 1 February.</p>',
      publishAt: new Date(Date.now() - 60_000),
    })
    const page = await read(admin.browser, '/')
    expect(page).toContain('Earned this quarter')
    expect(page).toContain('€61,450')
    expect(page).toContain('Gold')
    expect(page).toContain('Price list 2027')
    const theirs = await read(foreign.browser, '/')
    expect(theirs).not.toContain('61,450')
    expect(theirs).toContain('No deal is on its way')
    expect(await read(admin.browser, '/', { 'accept-language': 'zh-CN' })).toContain('Waiting for you')
  })

  it.each([['sales'], ['service'], ['finance']] as const)(
    'opens for %s, who see earnings only if it is theirs to',
    async (role) => {
      const { browser } = await member(delta, role)
      const page = await read(browser, '/')
      expect(page.includes('Earned this quarter')).toBe(role === 'finance')
      expect(page).toContain('Waiting for you')
      expect(page).not.toContain('For you to decide')
    },
  )

  it('is the desk of the channel for staff', async () => {
    await t.create(Partner, { name: 'Late Ltd', prmStatus: 'suspended' })
    const user = await t.create(User, { name: 'Jonas', email: 'jonas@crm.example', kind: 'staff' })
    const role = await t.create(Role, { name: 'desk', grants: { 'prm:read': 'all', 'prm:approveDeals': 'all' } })
    await t.create(RoleAssignment, { role: role.id, user: user.id })
    const page = await read(await server.signedIn({ id: user.id, email: user.email }), '/')
    expect(page).toContain('For you to decide')
    expect(page).toContain('Deal registrations')
    expect(page).toContain('Late Ltd')
    expect(page).not.toContain('Earned this quarter')
    const nobody = await t.create(User, { name: 'New', email: 'new@crm.example', kind: 'staff' })
    expect(await read(await server.signedIn({ id: nobody.id, email: nobody.email }), '/')).not.toContain('Late Ltd')
  })
})

describe('notifications', () => {
  it('are one’s own: counted on every page, read one by one or all at once', async () => {
    const [mine, others] = [await member(delta, 'sales'), await member(delta, 'sales')]
    for (const user of [mine.id, mine.id, others.id])
      await t.create(Notification, { user, kind: 'deals.unknown', link: '/notifications' })
    const page = await read(mine.browser, '/notifications')
    expect(page).toContain('Notifications (2 unread)')
    const foreign = /name="notification" value="([^"]+)"/.exec(await read(others.browser, '/notifications'))?.[1] ?? ''
    const one = formNamed(page, 'one')
    await mine.browser.postForm('/notifications', { ...one, notification: foreign, key: crypto.randomUUID() })
    expect(await read(others.browser, '/')).toContain('Notifications (1 unread)')
    expect((await mine.browser.postForm('/notifications', one)).status).toBe(303)
    expect((await mine.browser.postForm('/notifications', one)).status).toBe(303)
    expect(await read(mine.browser, '/')).toContain('Notifications (1 unread)')
    const all = formNamed(await read(mine.browser, '/notifications?show=unread'), 'all')
    expect((await mine.browser.postForm('/notifications', all)).status).toBe(303)
    expect(await read(mine.browser, '/notifications?show=unread')).toContain('You have read everything')
    expect(await read(others.browser, '/')).toContain('Notifications (1 unread)')
  })

  it('are told as each wants, by area', async () => {
    const { id, browser } = await member(delta, 'sales')
    const form = formNamed(await read(browser, '/account/notifications'), 'main')
    expect(form).toMatchObject({ 'deals.portal': 'true', 'deals.email': 'true' })
    const { 'deals.email': _no, ...without } = form
    const sent = await Promise.all([1, 2].map(() => browser.postForm('/account/notifications', without)))
    // Once more behind what it wrote, where the page finds nothing left to change.
    sent.push(await browser.postForm('/account/notifications', without))
    expect(sent.map(({ status }) => status)).toEqual([303, 303, 303])
    const kept = () => t.system.list(NotificationPreference, { where: { user: { eq: id } } })
    expect(await kept()).toMatchObject([{ area: 'deals', portal: true, email: false }])
    const again = formNamed(await read(browser, '/account/notifications'), 'main')
    expect(again['deals.email']).toBeUndefined()
    await browser.postForm('/account/notifications', { ...again, 'deals.email': 'true' })
    expect(await kept()).toMatchObject([{ area: 'deals', portal: true, email: true }])
  })
})

it('shows an announcement, and counts it as read when somebody says so', async () => {
  const { browser } = await member(delta, 'sales')
  const news = await t.create(Announcement, {
    title: 'Warehouse closed',
    body: '<p>24 to 27 December</p>',
    publishAt: new Date(Date.now() - 60_000),
  })
  const path = `/announcements/${news.id}`
  const page = await read(browser, path)
  expect(page).toContain('<p>24 to 27 December</p>')
  expect((await browser.postForm(path, formNamed(page, 'main'))).status).toBe(303)
  expect(await read(browser, path)).not.toContain('I have read it')
  const elsewhere = await t.create(Announcement, {
    title: 'For China',
    body: '<p>x</p>',
    publishAt: new Date(Date.now() - 60_000),
    countryCode: 'CN',
  })
  expect((await browser.get(`/announcements/${elsewhere.id}`, html)).status).toBe(404)
})
