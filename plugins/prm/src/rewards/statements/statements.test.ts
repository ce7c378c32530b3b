import { type Actor, type Id, reports } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { RewardDispute, RewardEntry, RewardPayout, RewardRule, RewardStatement } from '../../model.ts'
import { closeRewardPeriod } from '../ledger/close-period.ts'
import { payOutRewards } from '../payouts/pay-out.ts'
import { fileHash } from '../payouts/payout-file.ts'
import { cancelRewardPayout, confirmRewardPayout, readPayoutFile } from '../payouts/settle-payout.ts'
import { eur, type Reseller, RewardFloor } from '../test-support/reward-floor.ts'

let floor: RewardFloor
let north: Reseller
let south: Reseller
let finance: Actor
let program: Id
beforeAll(async () => {
  floor = await RewardFloor.open()
  floor.t.clock.set('2026-04-02T09:00:00Z')
  north = await floor.reseller({ name: '=North' })
  south = await floor.reseller({ name: 'South' })
  finance = await floor.finance(north.partner)
  program = (await floor.program([{ kind: 'commission', earnedAt: 'order', rate: '10' }], { payableAfterDays: 10 })).id
  await floor.sell({ account: north.account, net: 1_000_00 })
  await floor.sell({ account: south.account, net: 500_00 })
  await floor.sell({ account: north.account, net: 70_00, currency: 'USD' })
  await floor.sell({ account: north.account, net: 200_00, on: '2026-04-01' })
  await floor.calculate(program)
})
afterAll(() => floor.t.close())

const manager = () => floor.t.as(floor.manager)

it('home says by currency what is earned, open, pending and paid', async () => {
  const home =
    '{ rewardsHome { currency earnedThisQuarter earnedThisYear open pending paid nextPayoutOn openDisputes } }'
  expect(await floor.t.graphql(finance, home)).toEqual({
    rewardsHome: [
      {
        currency: 'EUR',
        earnedThisQuarter: '20.00',
        earnedThisYear: '120.00',
        open: '120.00',
        pending: '0.00',
        paid: '0.00',
        nextPayoutOn: '2026-04-10',
        openDisputes: 0,
      },
      {
        currency: 'USD',
        earnedThisQuarter: '0.00',
        earnedThisYear: '7.00',
        open: '7.00',
        pending: '0.00',
        paid: '0.00',
        nextPayoutOn: '2026-04-10',
        openDisputes: 0,
      },
    ],
  })
})

it('a partner sees its own entries explained, nothing of others, and no rule; its sales people see no amounts', async () => {
  const { t } = floor
  const query = `{ rewardStatements { nodes { number programName startsOn total { amount currency } status
    entries { nodes { reward amount { amount } orderName productName text zh: text(language: "zh") } } } } rewardTerms { name kind rate } }`
  const answer = await t.graphql<{ rewardStatements: { nodes: Record<string, unknown>[] }; rewardTerms: unknown[] }>(
    finance,
    query,
  )
  expect(answer.rewardStatements.nodes).toHaveLength(3)
  const january = answer.rewardStatements.nodes.find(({ total }) => (total as { amount: string }).amount === '100.00')
  expect(january).toMatchObject({
    status: 'open',
    startsOn: '2026-01-01',
    entries: {
      nodes: [
        {
          reward: 'commission',
          amount: { amount: '100.00' },
          orderName: expect.stringMatching(/^SO-\d{4}-\d{5} \/ 10$/),
          text: '10% × €1,000.00 by rule “Rule”, version 1.',
          zh: '按规则“Rule”第 1 版：10% × €1,000.00。',
        },
      ],
    },
  })
  expect(answer.rewardTerms).toEqual([{ name: 'Rule', kind: 'commission', rate: '10.0000' }])
  const own = await t.as(finance).list(RewardEntry, { limit: 1000 })
  expect(new Set(own.map(({ partner }) => partner))).toEqual(new Set([north.partner]))
  expect(own[0]).not.toHaveProperty('rule')
  await expect(t.as(finance).list(RewardRule)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const sales = await t.actor('partner', { partner: north.partner, roles: ['sales'] })
  await expect(t.as(sales).list(RewardEntry)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(await t.graphql(sales, '{ rewardTerms { name } }')).toEqual({ rewardTerms: [] })
})

it('a disputed statement is not paid out; the answer adjusts the open period', async () => {
  const { t } = floor
  await closeRewardPeriod(manager(), (await floor.periodFrom(program, '2026-01-01')).id)
  const [entry] = (await t.as(finance).list(RewardEntry, { orderBy: [{ occurredOn: 'asc' }] })).filter(
    ({ amount }) => amount.minor === 100_00n,
  )
  const disputes = t.as(finance).mutate(RewardDispute)
  const dispute = await disputes.create({ entry: entry?.id ?? '', reason: 'It was 1,100.00' })
  expect(dispute.partner).toBe(north.partner)
  const stranger = await floor.finance(south.partner)
  await expect(
    t
      .as(stranger)
      .mutate(RewardDispute)
      .create({ entry: entry?.id ?? '', reason: 'Mine' }),
  ).rejects.toMatchObject({ code: 'VALIDATION' })
  t.clock.set('2026-04-12T09:00:00Z')
  const early = await payOutRewards(manager(), { currency: 'EUR', key: 'April' })
  expect(early.total).toEqual(eur(50_00))
  await cancelRewardPayout(manager(), early.id)
  const answer = `mutation($id: ID!) { answerRewardDispute(id: $id, answer: "You are right", adjustment: "10") { status } }`
  expect(await t.graphql(floor.manager, answer, { id: dispute.id })).toEqual({
    answerRewardDispute: { status: 'accepted' },
  })
  await expect(t.graphql(floor.manager, answer, { id: dispute.id })).rejects.toThrow()
  expect(await floor.earned(program, north.partner, '2026-01-01')).toBe(100_00n)
  expect(await floor.earned(program, north.partner, '2026-04-01')).toBe(30_00n)
  // A calculation leaves what was adjusted by hand.
  expect(await floor.calculate(program)).toMatchObject({ written: 0, reversed: 0 })
})

it('a payout is made once for a key, however often and at once it is asked for; its file never changes', async () => {
  const { t } = floor
  const order = { currency: 'EUR', key: 'Payout 2026-04' }
  const runs = await Promise.all(Array.from({ length: 8 }, () => payOutRewards(manager(), order)))
  expect(new Set(runs.map(({ id }) => id)).size).toBe(1)
  const [run] = runs
  expect(run?.total).toEqual(eur(150_00))
  const file = await readPayoutFile(manager(), run?.id ?? '')
  const number = run?.number ?? ''
  const numbers = (await floor.statements(program)).filter(({ status }) => status === 'inPayout')
  const of = (partner: Id): string => numbers.find((row) => row.partner === partner)?.number ?? ''
  expect(file.split('\r\n')).toEqual([
    'reference,partner,accountNumber,amount,currency,executeOn,statements',
    `${number}-0001,'=North,${await accountNumber(north)},100.00,EUR,2026-04-12,${of(north.partner)}`,
    `${number}-0002,South,${await accountNumber(south)},50.00,EUR,2026-04-12,${of(south.partner)}`,
    '',
  ])
  expect(run?.fileHash).toBe(fileHash(file))
  await expect(payOutRewards(manager(), { ...order, key: 'Another' })).rejects.toMatchObject({
    code: 'prm.rewardNothingDue',
  })
  await expect(payOutRewards(manager(), { ...order, currency: 'USD' })).rejects.toMatchObject({
    code: 'prm.rewardPayoutKey',
  })
  await expect(t.system.mutate(RewardPayout).update(run?.id ?? '', { total: eur(1) })).rejects.toMatchObject({
    code: 'prm.rewardPayoutStep',
  })
  await confirmRewardPayout(manager(), run?.id ?? '', { reference: 'BANK 1' })
  await confirmRewardPayout(manager(), run?.id ?? '', { reference: 'BANK 1' })
  await expect(cancelRewardPayout(manager(), run?.id ?? '')).rejects.toMatchObject({ code: 'prm.rewardPayoutStep' })
  const paid = (await t.as(finance).list(RewardStatement)).filter(({ status }) => status === 'paid')
  expect(paid.map(({ total }) => total.minor)).toEqual([100_00n])
  await expect(t.as(finance).list(RewardPayout)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(readPayoutFile(t.as(finance), run?.id ?? '')).rejects.toMatchObject({ code: 'prm.rewardForbidden' })
})

async function accountNumber({ account }: Reseller): Promise<string> {
  return (await floor.t.system.get(Account, account)).number ?? ''
}

it('an issued statement stands, also against the system', async () => {
  const statement = (await floor.statements(program)).find(({ status }) => status === 'paid')
  const statements = floor.t.system.mutate(RewardStatement)
  await expect(statements.update(statement?.id ?? '', { total: eur(1) })).rejects.toMatchObject({
    code: 'prm.rewardStatementStays',
  })
  await expect(statements.update(statement?.id ?? '', { status: 'issued' })).rejects.toMatchObject({
    code: 'prm.rewardStatementStays',
  })
  await expect(statements.delete(statement?.id ?? '')).rejects.toMatchObject({ code: 'prm.rewardStatementStays' })
})

it('`tessera report rewards` sums by partner and kind, and tells entry by entry', async () => {
  const report = reports.of(floor.t.system).find(({ id }) => id.endsWith('.rewards'))?.value
  const table = await report?.run(floor.t.system, report.options.parse({ to: '2026-03-31' }))
  expect(table?.rows.map(({ partner, earned, total }) => ({ partner, earned, total }))).toEqual([
    { partner: '=North', earned: eur(100_00), total: eur(100_00) },
    { partner: '=North', earned: { minor: 7_00n, currency: 'USD' }, total: { minor: 7_00n, currency: 'USD' } },
    { partner: 'South', earned: eur(50_00), total: eur(50_00) },
  ])
  expect(table?.total).toBeUndefined()
  const lines = await report?.run(floor.t.as(finance), report.options.parse({ lines: 'true' }))
  expect(lines?.rows).toHaveLength(4)
  expect(lines?.rows[0]?.text).toContain('by rule “Rule”, version 1')
})
