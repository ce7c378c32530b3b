import { type Actor, type Id, Team, TeamMember, User } from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import customers, { readTimelines } from '@tessera/plugin-customers'
import { Account, Task } from '@tessera/plugin-customers/model'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { type Mailbox, startMailbox } from '@tessera/testing/mail'
import { createTestServer, type TestServer } from '@tessera/testing/server'
import { sync as icalendar, type VEvent } from 'node-ical'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import sfa from '../index.ts'
import { Absence, CalendarFeed, Meeting, MeetingReminder, TaskReminder, VisitPlan } from '../model.ts'
import { remindOnce } from './remind.ts'
import { remindOfTasks } from './remind-of-tasks.ts'

let box: Mailbox
let t: TestCrm
let served: TestServer
beforeAll(async () => {
  box = await startMailbox()
  t = await createTestCrm({
    plugins: [customers(), catalog(), mail({ smtpUrl: box.url, from: 'crm@crm.example' }), orders(), sfa()],
  })
  served = await createTestServer(t)
})
afterAll(async () => {
  await t.close()
  await box.close()
})

const rights = { 'sfa:read': 'own', 'sfa:write': 'own', 'customers:read': 'own', 'customers:write': 'own' } as const
const idOf = (actor: Actor): Id => (actor as { id: Id }).id
const seller = () => t.actor('user', { permissions: rights })
const at = (time: string) => new Date(`2026-${time}:00Z`)
const meetingOf = (by: Actor, input: Record<string, unknown> = {}) =>
  t.create(Meeting, { subject: 'Talk', startsAt: at('03-05T09:00'), endsAt: at('03-05T10:00'), ...input }, by)

describe('a meeting', () => {
  it('belongs to who makes it, and is seen by who is there and by nobody else', async () => {
    const [ann, bob, eve] = [await seller(), await seller(), await seller()]
    const { id, organizer } = await meetingOf(ann, { attendees: [idOf(bob)] })
    expect(organizer).toBe(idOf(ann))
    expect(await Promise.all([ann, bob, eve].map(async (one) => (await t.as(one).find(Meeting, id)) !== null))).toEqual(
      [true, true, false],
    )
    await t.update(Meeting, id, { attendees: [] }, ann)
    expect(await t.as(bob).find(Meeting, id)).toBeNull()
  })

  it('that was held stands on the timeline of the account', async () => {
    const ann = await seller()
    const account = await t.create(Account, { name: 'Acme' }, ann)
    const { id } = await meetingOf(ann, { kind: 'visit', account: account.id })
    const kinds = async () =>
      (await readTimelines(t.as(ann), 'account', [account.id]))[0]?.entries.map(
        ({ kind, detail }) => `${kind} ${detail}`,
      )
    expect(await kinds()).not.toContain('meeting visit')
    await t.update(Meeting, id, { status: 'held', outcome: 'Wants an offer' }, ann)
    expect(await kinds()).toContain('meeting visit')
  })

  it.each<[string, Record<string, unknown>, string]>([
    ['ends before it starts', { endsAt: at('03-05T08:00') }, 'can not end before'],
    ['is in no time zone', { timeZone: 'Moon/Base' }, 'no time zone'],
    ['repeats by no rule', { recurrence: 'FREQ=HOURLY' }, 'FREQ is one of'],
  ])('that %s is refused', async (_what, input, text) => {
    await expect(meetingOf(await seller(), input)).rejects.toThrow(text)
  })

  it('of whole days begins and ends at midnight where it is', async () => {
    const fair = await meetingOf(await seller(), {
      allDay: true,
      timeZone: 'Asia/Shanghai',
      startsAt: at('03-05T03:00'),
      endsAt: at('03-06T03:00'),
    })
    expect([fair.startsAt, fair.endsAt]).toEqual([at('03-04T16:00'), at('03-06T16:00')])
  })

  it('is in a plan of its own day and person', async () => {
    const ann = await seller()
    const plan = await t.create(VisitPlan, { person: idOf(ann), day: '2026-03-05' }, ann)
    await meetingOf(ann, { kind: 'visit', plan: plan.id, planPlace: 1 })
    await expect(
      meetingOf(ann, { plan: plan.id, startsAt: at('03-06T09:00'), endsAt: at('03-06T10:00') }),
    ).rejects.toThrow('The plan is for 2026-03-05')
    const data = await t.graphql(ann, `{ visitPlan(id: "${plan.id}") { visits { nodes { subject planPlace } } } }`)
    expect(data).toEqual({ visitPlan: { visits: { nodes: [{ subject: 'Talk', planPlace: 1 }] } } })
  })
})

describe('a reminder', () => {
  const remindersOf = (meeting: Id) =>
    t.system.list(MeetingReminder, { where: { meeting: { eq: meeting } }, orderBy: [{ startsAt: 'asc' }] })

  it('comes to everybody at the right time, moves with the meeting, and comes once though workers die', async () => {
    const [ann, bob] = [await seller(), await seller()]
    t.clock.set(at('04-01T08:00'))
    const meeting = await meetingOf(ann, {
      attendees: [idOf(bob)],
      startsAt: at('04-01T10:00'),
      endsAt: at('04-01T11:00'),
      remindBefore: 900,
    })
    expect(meeting.remindAt).toEqual(at('04-01T09:45'))
    await t.update(Meeting, meeting.id, { startsAt: at('04-01T10:30'), endsAt: at('04-01T11:30') }, ann)
    t.clock.set(at('04-01T10:00'))
    expect(await remindOnce(t.system)).toBe(0)
    t.clock.set(at('04-01T10:15'))
    const before = box.mails.length
    await t.crashAfterCommit(() => Promise.all([remindOnce(t.system), remindOnce(t.system)]))
    await t.restart()
    await remindOnce(t.system)
    await t.drain()
    expect((await remindersOf(meeting.id)).map(({ user }) => user).sort()).toEqual([idOf(ann), idOf(bob)].sort())
    expect(box.mails.slice(before).map(({ subject }) => subject)).toEqual(['Reminder: Talk', 'Reminder: Talk'])
    served = await createTestServer(t)
  })

  it('of a task comes to whom it is assigned, moves with it, and not once it is done', async () => {
    const [ann, bob] = [await seller(), await seller()]
    const task = (more: Readonly<Record<string, unknown>> = {}) =>
      t.create(Task, {
        title: 'Call back',
        assignee: idOf(ann),
        dueAt: at('04-20T12:00'),
        sfaRemindBefore: 3600,
        ...more,
      })
    t.clock.set(at('04-20T08:00'))
    const moved = await task()
    const handed = await task({ assignee: idOf(bob) })
    const done = await task()
    const silent = await task({ sfaRemindBefore: null })
    await t.update(Task, moved.id, { dueAt: at('04-20T14:00') })
    await t.update(Task, done.id, { done: true })
    t.clock.set(at('04-20T11:00'))
    const before = box.mails.length
    await Promise.all([remindOfTasks(t.system), remindOfTasks(t.system)])
    t.clock.set(at('04-20T13:00'))
    while ((await remindOfTasks(t.system)) > 0);
    await t.drain()
    const all = await t.system.list(TaskReminder, { orderBy: [{ at: 'asc' }] })
    expect(all.map((one) => [one.task, one.user, one.at])).toEqual([
      [handed.id, idOf(bob), at('04-20T11:00')],
      [moved.id, idOf(ann), at('04-20T13:00')],
    ])
    expect(box.mails.slice(before).map(({ subject }) => subject)).toEqual([
      'Reminder: Call back',
      'Reminder: Call back',
    ])
    expect((await t.as(bob).list(TaskReminder)).map((one) => one.task)).toEqual([handed.id])
    expect((await t.system.get(Task, silent.id)).sfaRemindAt).toBeNull()
  })

  it('of one that repeats comes for each, but not for what is over or called off', async () => {
    const ann = await seller()
    t.clock.set(at('05-04T06:00'))
    const weekly = await meetingOf(ann, {
      startsAt: at('05-04T07:00'),
      endsAt: at('05-04T08:00'),
      timeZone: 'Europe/Berlin',
      recurrence: 'FREQ=WEEKLY;COUNT=4',
      skipped: [at('05-11T07:00').toISOString()],
      remindBefore: 600,
    })
    t.clock.set(at('05-04T06:50'))
    await remindOnce(t.system)
    // Workers were away for two weeks: the one of the 18th is over.
    t.clock.set(at('05-19T12:00'))
    while ((await remindOnce(t.system)) > 0);
    t.clock.set(at('05-25T06:50'))
    while ((await remindOnce(t.system)) > 0);
    expect((await remindersOf(weekly.id)).map(({ startsAt }) => startsAt)).toEqual([
      at('05-04T07:00'),
      at('05-25T07:00'),
    ])
    expect((await t.system.get(Meeting, weekly.id)).remindAt).toBeNull()
  })
})

describe('the team calendar', () => {
  it('shows who is where, each repetition and absence, and no more than one may see', async () => {
    const team = await t.create(Team)
    const boss = await t.actor('user', { permissions: { 'sfa:read': 'team' }, teams: [team.id] })
    const [ann, bob, eve] = [await seller(), await seller(), await seller()]
    for (const one of [ann, bob]) await t.create(TeamMember, { team: team.id, user: idOf(one) })
    await meetingOf(ann, {
      subject: 'Daily',
      startsAt: at('03-26T08:00'),
      endsAt: at('03-26T08:15'),
      timeZone: 'Europe/Berlin',
      recurrence: 'FREQ=DAILY',
      attendees: [idOf(bob)],
    })
    await meetingOf(bob, {
      subject: 'Cancelled',
      startsAt: at('03-27T08:00'),
      endsAt: at('03-27T09:00'),
      status: 'cancelled',
    })
    await meetingOf(eve, { subject: 'Elsewhere', startsAt: at('03-27T08:00'), endsAt: at('03-27T09:00') })
    await t.create(Absence, { user: idOf(bob), from: at('03-28T00:00'), until: at('03-30T00:00'), reason: 'Holiday' })
    const query = `query ($team: ID) { teamCalendar(from: "2026-03-28T00:00:00Z", until: "2026-03-30T00:00:00Z", team: $team) { user startsAt title kind } }`
    const data = await t.graphql<{ teamCalendar: { user: Id; startsAt: string; title: string; kind: string }[] }>(
      boss,
      query,
      { team: team.id },
    )
    // The clock is set forward on the 29th: nine o'clock in Berlin is 8:00 UTC before, 7:00 after.
    expect(data.teamCalendar.filter(({ user }) => user === idOf(ann)).map(({ startsAt }) => startsAt)).toEqual([
      '2026-03-28T08:00:00.000Z',
      '2026-03-29T07:00:00.000Z',
    ])
    expect(data.teamCalendar.filter(({ title }) => title === 'Daily')).toHaveLength(4)
    expect(data.teamCalendar.map(({ title }) => title)).not.toContain('Elsewhere')
    const own = await t.graphql<typeof data>(eve, query)
    expect(own.teamCalendar).toEqual([])
    await expect(t.graphql(boss, query.replace('03-30', '03-20'))).rejects.toMatchObject({ code: 'VALIDATION' })
  })
})

describe('a calendar feed', () => {
  const make = async (by: Actor, team?: Id) =>
    (
      await t.graphql<{ openCalendarFeed: { feed: Id; url: string } }>(
        by,
        'mutation ($team: ID) { openCalendarFeed(team: $team) { feed url } }',
        { team },
      )
    ).openCalendarFeed
  const read = async (url: string) => served.browser().get(new URL(url).pathname)
  const events = async (url: string): Promise<VEvent[]> =>
    Object.values(icalendar.parseICS(await (await read(url)).text())).filter(
      (one): one is VEvent => one?.type === 'VEVENT',
    )

  it('is read by calendar programs: times, whole days, repetitions over a change of the clock, tasks', async () => {
    t.clock.set(at('10-20T08:00'))
    const ann = await seller()
    await meetingOf(ann, {
      subject: 'Jour fixe; Müller, 中文',
      place: 'Room 1',
      startsAt: at('10-19T07:00'),
      endsAt: at('10-19T08:00'),
      timeZone: 'Europe/Berlin',
      recurrence: 'FREQ=WEEKLY;COUNT=2',
    })
    await meetingOf(ann, {
      subject: 'Fair',
      allDay: true,
      timeZone: 'Asia/Shanghai',
      startsAt: at('10-21T16:00'),
      endsAt: at('10-23T16:00'),
    })
    await t.create(Task, { title: 'Call back', dueAt: at('10-22T12:00'), assignee: idOf(ann) })
    await meetingOf(await seller(), { subject: 'Not hers' })
    const { url } = await make(ann)
    const answer = await read(url)
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    const text = await answer.text()
    expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true)
    expect(text).toContain('DTSTART;VALUE=DATE:20261022\r\nDTEND;VALUE=DATE:20261024')
    const found = await events(url)
    expect(found.map(({ summary, start, end }) => [String(summary), start.toISOString(), end?.toISOString()])).toEqual(
      expect.arrayContaining([
        ['Jour fixe; Müller, 中文', '2026-10-19T07:00:00.000Z', '2026-10-19T08:00:00.000Z'],
        ['Jour fixe; Müller, 中文', '2026-10-26T08:00:00.000Z', '2026-10-26T09:00:00.000Z'],
        ['✓ Call back', '2026-10-22T12:00:00.000Z', '2026-10-22T12:00:00.000Z'],
      ]),
    )
    expect(found).toHaveLength(4)
    expect(new Set(found.map(({ uid }) => uid)).size).toBe(4)
  })

  it('of a team says who is busy, and not with what', async () => {
    t.clock.set(at('10-20T08:00'))
    const team = await t.create(Team)
    const [ann, bob] = [await seller(), await seller()]
    await expect(make(ann, team.id)).rejects.toThrow('Only members')
    for (const one of [ann, bob]) await t.create(TeamMember, { team: team.id, user: idOf(one) })
    await meetingOf(bob, { subject: 'Secret', startsAt: at('10-21T07:00'), endsAt: at('10-21T08:00') })
    const { url } = await make(ann, team.id)
    const [event] = await events(url)
    expect(String(event?.summary)).toMatch(/^user \d+: meeting$/)
    expect(await (await read(url)).text()).not.toContain('Secret')
  })

  it('ends when it is revoked, when its owner leaves, and leads nowhere with a made-up address', async () => {
    const ann = await seller()
    const [first, second] = [await make(ann), await make(ann)]
    const [kept] = await t.system.list(CalendarFeed, { where: { id: { eq: first.feed } } })
    expect(JSON.stringify(kept)).not.toContain(first.url.slice(-30, -4))
    const stranger = await seller()
    await expect(t.graphql(stranger, `mutation { endCalendarFeed(feed: "${first.feed}") }`)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await t.graphql(ann, `mutation { endCalendarFeed(feed: "${first.feed}") }`)
    expect((await read(first.url)).status).toBe(404)
    expect((await read(second.url)).status).toBe(200)
    await t.update(User, idOf(ann), { active: false })
    expect((await read(second.url)).status).toBe(404)
    expect((await served.browser().get('/calendar/forged.ics')).status).toBe(404)
  })
})
