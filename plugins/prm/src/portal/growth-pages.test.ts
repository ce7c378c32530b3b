import { type Id, PartnerMember, Role, RoleAssignment, User } from '@tessera/core'
import { openTestPortal } from '@tessera/portal/testing'
import { type Browser, createTestServer, type TestServer } from '@tessera/testing/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  Certification,
  Course,
  ExamQuestion,
  FundAllocation,
  FundBudget,
  FundClaim,
  FundPayment,
  FundRequest,
  Lesson,
  PartnerProgram,
  ProgramTier,
  RewardDispute,
  RewardStatement,
  TierRequirement,
  TierRuleSet,
} from '../model.ts'
import { closeRewardPeriod } from '../rewards/ledger/close-period.ts'
import { eur, RewardFloor } from '../rewards/test-support/reward-floor.ts'
import { hiddenOf, html } from './test-support/front.ts'

let floor: RewardFloor
let server: TestServer
let north: Id
let allocation: Id
let course: Id
let statement: Id
const people: Record<string, Browser> = {}

beforeAll(async () => {
  floor = await RewardFloor.open()
  const { t } = floor
  server = await createTestServer(t, { portal: await openTestPortal(t.crm.assembly) })
  const ladder = (await t.create(PartnerProgram, { name: 'Resellers' })).id
  const silver = (await t.create(ProgramTier, { program: ladder, name: 'Silver', rank: 1 })).id
  const gold = (await t.create(ProgramTier, { program: ladder, name: 'Gold', rank: 2, benefits: 'Leads first' })).id
  const rules = (await t.create(TierRuleSet, { program: ladder, validFrom: '2026-01-01' })).id
  for (const tier of [silver, gold])
    await t.create(TierRequirement, {
      ruleSet: rules,
      tier,
      metric: 'revenue',
      atLeast: tier === gold ? '5000' : '500',
    })
  const [mine, other] = [
    await floor.reseller({ name: 'North', prmProgram: ladder, prmTier: silver }),
    await floor.reseller({ name: 'South' }),
  ]
  north = mine.partner
  for (const role of ['admin', 'sales', 'finance', 'service'] as const) people[role] = await person(north, role)
  people.stranger = await person(other.partner, 'admin')

  const { id: program } = await floor.program([{ kind: 'commission', earnedAt: 'order', rate: '10' }])
  await floor.sell({ account: mine.account, net: 1_000_00 })
  await floor.calculate(program)
  const [issued] = await t.system.list(RewardStatement, { where: { partner: { eq: north } } })
  statement = issued?.id ?? ''

  const days = { startsOn: '2026-01-01', endsOn: '2099-12-31' }
  const budget = await t.create(FundBudget, {
    ...days,
    name: 'Marketing',
    total: eur(10_000_00),
    coFunding: '50',
    calendar: null,
    program: null,
  })
  allocation = (
    await t.create(FundAllocation, {
      budget: budget.id,
      name: 'Spring',
      partner: north,
      tier: null,
      amount: eur(2_000_00),
      validFrom: days.startsOn,
      validUntil: days.endsOn,
    })
  ).id

  const certification = (await t.create(Certification, { name: 'Pump expert', validMonths: 240 })).id
  course = (await t.create(Course, { title: 'Pumps', status: 'published', passPercent: 100, certification })).id
  await t.create(Lesson, { course, position: 1, title: 'Basics', body: '<p>How a pump works</p><script>1</script>' })
  await t.create(ExamQuestion, {
    course,
    position: 1,
    text: 'Which?',
    choices: ['Right', 'Wrong', 'Right too'],
    correct: [0, 2],
  })
}, 240_000)
afterAll(() => floor.t.close())

let persons = 0
async function person(partner: Id, role: 'admin' | 'sales' | 'finance' | 'service'): Promise<Browser> {
  const email = `p${++persons}@example.com`
  const user = await floor.t.create(User, { name: `Person ${persons}`, email, kind: 'partner' })
  await floor.t.create(PartnerMember, { partner, user: user.id, role })
  return server.signedIn({ id: user.id, email })
}

const by = (who: string): Browser => people[who] as Browser
const show = async (who: string, path: string, language: 'en' | 'zh' = 'en'): Promise<string> => {
  by(who).cookies.set('tessera.view', `auto.comfortable.${language}`)
  return (await by(who).get(path, html)).text()
}

const formOf = (page: string, name = 'main'): Record<string, string> => hiddenOf(page, name)

async function post(who: string, path: string, fields: Record<string, string>, file?: File): Promise<Response> {
  if (!file) return by(who).postForm(path, fields, html)
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  data.set('proof', file)
  const body = new Response(data)
  const headers = { ...html, 'content-type': body.headers.get('content-type') ?? '' }
  return by(who).send('POST', path, { headers, body: new Uint8Array(await body.arrayBuffer()) })
}

it.each([
  ['/earnings', ['admin', 'finance']],
  ['/funds', ['admin', 'sales', 'finance']],
  ['/funds/new', ['admin', 'sales']],
  ['/tier', ['admin', 'sales', 'finance', 'service']],
  ['/training', ['admin', 'sales', 'finance', 'service']],
])('%s is for %s', async (path, roles) => {
  const answers = await Promise.all(
    ['admin', 'sales', 'finance', 'service'].map(async (role) => [role, (await by(role).get(path, html)).status]),
  )
  expect(answers).toEqual(
    ['admin', 'sales', 'finance', 'service'].map((role) => [role, roles.includes(role) ? 200 : 403]),
  )
})

describe('earnings', () => {
  it('are listed by period and explained line by line, in the reader’s language', async () => {
    expect(await show('finance', '/earnings')).toContain('€100.00')
    expect(await show('finance', `/earnings/${statement}`)).toContain('10% × €1,000.00 by rule “Rule”, version 1')
    expect(await show('finance', `/earnings/${statement}`, 'zh')).toContain('按规则“Rule”第 1 版')
    expect(await show('finance', `/earnings/${statement}`)).not.toContain('came to nothing')
    expect((await by('stranger').get(`/earnings/${statement}`, html)).status).toBe(404)
  })

  it('leave out a statement that nothing was earned in, which the ledger keeps', async () => {
    const tiers = [{ from: '10', rate: '5' }]
    const { id: bonus } = await floor.program([{ kind: 'growthBonus', earnedAt: 'order', tiers }])
    await floor.calculate(bonus)
    const statements = await floor.t.system.list(RewardStatement, { where: { partner: { eq: north } } })
    const page = await show('finance', '/earnings')
    expect(new Map(statements.map(({ number, total }) => [total.minor, page.includes(number)]))).toEqual(
      new Map([
        [100_00n, true],
        [0n, false],
      ]),
    )
  })

  it('are of the own company, and of the partners below on a page of their own', async () => {
    const { t } = floor
    const child = await floor.reseller({ name: 'Below North', parent: north })
    await floor.sell({ account: child.account, net: 70_00 })
    const { id: program } = await floor.program([{ kind: 'commission', earnedAt: 'order', rate: '10' }])
    await floor.calculate(program)
    const [theirs] = await t.system.list(RewardStatement, { where: { partner: { eq: child.partner } } })
    const [own, below] = [await show('finance', '/earnings'), await show('finance', '/earnings?whose=below')]
    expect([own.includes(theirs?.number ?? ''), own.includes('Below North'), own.includes('€7.00')]).toEqual([
      false,
      false,
      false,
    ])
    expect([below.includes(theirs?.number ?? ''), below.includes('Below North'), below.includes('€7.00')]).toEqual([
      true,
      true,
      true,
    ])
    expect(await show('stranger', '/earnings')).not.toContain('whose=below')
  })

  it('are objected to once, however often the form is sent', async () => {
    const page = await show('finance', `/earnings/${statement}`)
    const path =
      /href="([^"]*dispute=[^"#]*)#dispute"/.exec(page)?.[1]?.replaceAll('&amp;', '&').replaceAll('&#38;', '&') ?? ''
    const form = formOf(await show('finance', path))
    expect((await post('finance', path, { ...form, reason: '' })).status).toBe(422)
    for (const _ of [1, 2])
      expect((await post('finance', path, { ...form, reason: 'It was 1,100.00' })).status).toBe(303)
    expect(await floor.t.system.list(RewardDispute)).toMatchObject([{ partner: north, reason: 'It was 1,100.00' }])
    expect(await show('finance', `/earnings/${statement}`)).toContain('It was 1,100.00')
  })

  it('that are objected to lead whoever answers to the partner', async () => {
    const { t } = floor
    const email = 'rewards@desk.example'
    const user = await t.create(User, { name: 'Rita Rewards', email, kind: 'staff' })
    const role = await t.create(Role, { name: 'Rewards', grants: { 'prm:read': 'all', 'prm:rewards': 'all' } })
    await t.create(RoleAssignment, { user: user.id, role: role.id })
    people.staff = await server.signedIn({ id: user.id, email })
    expect(await show('staff', '/desk/disputes')).toMatch(new RegExp(`href="/desk/partners/${north}"[^>]*>North`))
  })
})

describe('funds', () => {
  const asked = () => ({
    title: 'Open house',
    activityType: 'event',
    allocation,
    startsOn: '2098-04-01',
    endsOn: '2098-04-02',
    cost: '1,000',
    requested: '500',
    plan: '',
    intent: 'submit',
  })

  it('are asked for by a form that says what is refused and keeps what was typed', async () => {
    const form = formOf(await show('sales', '/funds/new'))
    const refused = await post('sales', '/funds/new', { ...form, ...asked(), requested: '800' })
    expect(refused.status).toBe(422)
    const page = await refused.text()
    expect(page).toContain('Up to 500.00 EUR of this cost are paid')
    expect(page).toContain('Open house')
    const again = formOf(page)
    const sent = await Promise.all([1, 2].map(() => post('sales', '/funds/new', { ...again, ...asked() })))
    expect(sent.map(({ status }) => status)).toEqual([303, 303])
    const requests = await floor.t.system.list(FundRequest)
    expect(requests).toMatchObject([
      { title: 'Open house', status: 'submitted', partner: north, requested: eur(500_00) },
    ])
    expect((await by('stranger').get(`/funds/${requests[0]?.id}`, html)).status).toBe(404)
    expect(await show('finance', '/funds')).toContain('Open house')
  })

  it('are claimed with proof, once, and shown as paid', async () => {
    const { t } = floor
    const [request] = await t.system.list(FundRequest)
    const decider = await t.actor('user', { permissions: { 'prm:funds': 'all' } })
    await t
      .as(decider)
      .mutate(FundRequest)
      .update(request?.id ?? '', { status: 'approved' })
    const path = `/funds/${request?.id}`
    const form = formOf(await show('finance', path), 'claim')
    const fields = { ...form, spent: '800', amount: '400', invoiceNumber: 'R 1', invoicedOn: '2026-03-01', note: '' }
    const file = new File(['%PDF-1.4\n%%EOF'], 'invoice.pdf', { type: 'application/pdf' })
    const over = await post('finance', path, { ...fields, amount: '900' }, file)
    expect([over.status, (await over.text()).includes('Claim no more than you spent')]).toEqual([422, true])
    for (const _ of [1, 2]) expect((await post('finance', path, fields, file)).status).toBe(303)
    const [claim, ...more] = await t.system.list(FundClaim)
    expect(claim).toMatchObject({ status: 'submitted', amount: eur(400_00), invoiceNumber: 'R 1' })
    expect(more).toEqual([])
    await t
      .as(decider)
      .mutate(FundClaim)
      .update(claim?.id ?? '', { status: 'approved' })
    await t
      .as(decider)
      .mutate(FundPayment)
      .create({ claim: claim?.id ?? '', amount: eur(400_00), reference: 'TX 1', paidOn: '2026-03-01' })
    const page = await show('finance', path)
    expect(page).toContain('TX 1')
    expect(page).toContain('invoice')
  })

  it('leave no claim behind that was refused', async () => {
    const [request] = await floor.t.system.list(FundRequest)
    const path = `/funds/${request?.id}`
    const form = formOf(await show('finance', path), 'claim')
    const file = new File(['%PDF-1.4\n%%EOF'], 'invoice.pdf', { type: 'application/pdf' })
    const fields = { ...form, spent: '800', amount: '400', invoiceNumber: 'R 2', invoicedOn: '2026-03-01', note: '' }
    const refused = await post('finance', path, fields, file)
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('more than is left to claim')
    expect(await floor.t.system.list(FundClaim, { where: { invoiceNumber: { eq: 'R 2' } } })).toEqual([])
  })
})

it('the tier says what is missing for the next one', async () => {
  const page = await show('service', '/tier')
  expect(page).toContain('€4,000 missing')
  expect(page).toContain('Leads first')
  expect(await show('service', '/tier', 'zh')).toContain('还差')
  expect(await show('stranger', '/tier')).toContain('No tier yet')
})

it('an exam that is handed in empty marks every question, beside it and in the list above', async () => {
  const { id } = await floor.t.create(Course, { title: 'Valves', status: 'published', certification: null })
  for (const position of [1, 2])
    await floor.t.create(ExamQuestion, {
      course: id,
      position,
      text: `${position}?`,
      choices: ['A', 'B'],
      correct: [0],
    })
  await post('sales', `/training/${id}`, formOf(await show('sales', `/training/${id}`), 'begin'))
  const handed = await post('sales', `/training/${id}/exam`, formOf(await show('sales', `/training/${id}/exam`)))
  const page = await handed.text()
  expect([handed.status, page.match(/Choose at least one\./g)?.length]).toEqual([422, 4])
  const summary = /<ul class="form-errors-list">[\s\S]*?<\/ul>/.exec(page)?.[0].replace(/<[^>]+>/g, ' ') ?? ''
  expect(summary.trim().split(/\s{2,}/)).toEqual(['1. 1?', 'Choose at least one.', '2. 2?', 'Choose at least one.'])
})

it('training leads through lessons and an exam to a certificate', async () => {
  const path = `/training/${course}`
  expect((await by('sales').get(`${path}/exam`, html)).status).toBe(200)
  await post('sales', path, formOf(await show('sales', path), 'begin'))
  const lesson = await show('sales', path)
  expect(lesson).toContain('How a pump works')
  await post('sales', path, formOf(lesson, 'complete'))
  const exam = await show('sales', `${path}/exam`)
  const name = /name="([\da-f-]{36})"/.exec(exam)?.[1] ?? ''
  expect((await post('sales', `${path}/exam`, formOf(exam))).status).toBe(422)
  await post('sales', `${path}/exam`, { ...formOf(exam), [name]: '1' })
  expect(await show('sales', path)).toContain('100% are needed')
  const body = new URLSearchParams(formOf(await show('sales', `${path}/exam`)))
  for (const place of ['0', '2']) body.append(name, place)
  expect((await by('sales').send('POST', `${path}/exam`, { headers: html, body })).status).toBe(303)
  expect(await show('sales', path)).toContain('You are certified: Pump expert')
  expect(await show('admin', '/training')).toContain('Pump expert')
  expect((await by('sales').get('/training/00000000-0000-4000-8000-000000000000', html)).status).toBe(404)
})

it('a statement folds what came to nothing, also what was taken back of nothing', async () => {
  const { t } = floor
  const { partner, account } = await floor.reseller({ name: 'East' })
  const { id: program } = await floor.program([
    { kind: 'growthBonus', earnedAt: 'order', tiers: [{ from: '10', rate: '5' }] },
    { kind: 'commission', earnedAt: 'order', rate: '10' },
  ])
  const sold = await floor.sell({ account, net: 1_000_00 })
  await floor.calculate(program)
  t.clock.set('2026-04-02T09:00:00Z')
  await closeRewardPeriod(t.as(floor.manager), (await floor.periodFrom(program, '2026-01-01')).id)
  await floor.giveBack(sold, '5', '2026-04-01')
  // A tenth of four cents is no cent.
  await floor.sell({ account, net: 4, on: '2026-04-01' })
  await floor.calculate(program)
  const later = (await floor.statements(program)).find(
    (one) => one.startsOn === '2026-04-01' && one.partner === partner,
  )
  people.east = await person(partner, 'finance')
  const path = `/earnings/${later?.id}`
  const [folded, whole] = [await show('east', path), await show('east', `${path}?all=1`)]
  expect([
    folded.includes('-€50.00'),
    folded.includes('€0.00'),
    folded.includes('3 amounts that came to nothing'),
  ]).toEqual([true, false, true])
  expect(whole).toContain('€0.00')
})
