import { type Context, type Crm, Partner } from '@tessera/core'
import { Category, PriceBook } from '@tessera/plugin-catalog/model'
import { calculateRewards, closeRewardPeriod, confirmRewardPayout, payOutRewards } from '@tessera/plugin-prm'
import {
  PartnerProgram,
  RewardDispute,
  RewardEntry,
  RewardPeriod,
  RewardProgram,
  RewardRule,
  RewardStatement,
} from '@tessera/plugin-prm/model'
import { idsByKey, need, upsertByKey } from '../keys.ts'
import { demoPeople } from '../people.ts'
import { demoDays, quarterOf } from '../sales/days.ts'

/** Quarters that are settled before the running one. */
const settled = 4

/** What partners earn, worked out from their orders: four quarters that are closed, the older ones paid, and the running one. */
export async function seedRewards(ctx: Context, crm: Crm): Promise<void> {
  const known = await idsByKey(ctx, RewardProgram)
  const today = (await demoDays(ctx))(0)
  const program = need(
    await upsertByKey(
      ctx,
      RewardProgram,
      new Map([
        [
          'channel',
          {
            name: 'Channel rewards',
            program: need(await idsByKey(ctx, PartnerProgram), 'channel'),
            period: 'quarter',
            validFrom: quarterOf(today, settled),
            payableAfterDays: 90,
          },
        ],
      ]),
    ),
    'channel',
  )
  // Rules that entries name, and what is closed, stay as they are.
  if (known.size > 0) return
  await seedRules(ctx, program)
  await calculateRewards(ctx, program)
  await settle(ctx, program, today)
  await objections(ctx, crm)
}

async function seedRules(ctx: Context, program: string): Promise<void> {
  const [categories, books] = [await idsByKey(ctx, Category), await idsByKey(ctx, PriceBook)]
  const rules = {
    pumps: { name: 'Pumps', kind: 'commission', rate: '2.5', category: need(categories, 'pumps') },
    dosing: { name: 'Dosing pumps', kind: 'commission', rate: '4', category: need(categories, 'dosing'), priority: 10 },
    volume: {
      name: 'Volume rebate',
      kind: 'volumeRebate',
      currency: 'EUR',
      rate: '0',
      tierMode: 'whole',
      tiers: [
        { from: '30000', rate: '1' },
        { from: '75000', rate: '2' },
        { from: '150000', rate: '3' },
      ],
    },
    growth: {
      name: 'Growth bonus',
      kind: 'growthBonus',
      rate: '0',
      tierMode: 'marginal',
      tiers: [
        { from: '10', rate: '3' },
        { from: '25', rate: '5' },
      ],
    },
    referral: {
      name: 'Brought business',
      kind: 'referral',
      source: 'deal',
      currency: 'EUR',
      amount: { amount: '750.00', currency: 'EUR' },
    },
    protection: {
      name: 'Price protection',
      kind: 'priceProtection',
      rate: '100',
      days: 90,
      priceBook: need(books, 'list-eur'),
      currency: 'EUR',
    },
  }
  await upsertByKey(ctx, RewardRule, new Map(Object.entries(rules).map(([key, rule]) => [key, { program, ...rule }])))
}

/** Closes what is over. What was due two quarters ago was paid; of the last one the statements are there. */
async function settle(ctx: Context, program: string, today: string): Promise<void> {
  const periods = await ctx.list(RewardPeriod, {
    where: { program: { eq: program } },
    orderBy: [{ startsOn: 'asc' }],
    limit: 100,
  })
  for (const { id, endsOn } of periods) if (endsOn < today) await closeRewardPeriod(ctx, id)
  const due = await ctx.list(RewardStatement, {
    where: { status: { eq: 'issued' }, endsOn: { lt: quarterOf(today, 1) } },
    limit: 1000,
  })
  for (const currency of new Set(due.map((statement) => statement.currency))) {
    const days = due.filter((statement) => statement.currency === currency).map(({ payableOn }) => payableOn)
    const dueBy = days.toSorted().at(-1) ?? today
    const { id } = await payOutRewards(ctx, { currency, dueBy, executeOn: dueBy, key: `demo-${currency}` })
    await confirmRewardPayout(ctx, id, { paidOn: dueBy, reference: `SEPA-${dueBy.replaceAll('-', '')}` })
  }
}

/** Each of two distributors objects to an entry of its last statement. */
async function objections(ctx: Context, crm: Crm): Promise<void> {
  const as = await demoPeople(ctx, crm)
  const partners = await idsByKey(ctx, Partner)
  for (const [key, partner, reason] of [
    ['katrin', 'rheinfluid', 'This delivery went to Koblenz in the quarter before; please count it there.'],
    ['liwei', 'huadong', '该订单为项目特价，按协议应适用 4% 的计量泵比例，请核对。'],
  ] as const) {
    const [statement] = await ctx.list(RewardStatement, {
      where: { partner: { eq: need(partners, partner) }, status: { eq: 'issued' } },
      orderBy: [{ startsOn: 'desc' }],
      limit: 1,
    })
    if (!statement) continue
    const [entry] = await ctx.list(RewardEntry, {
      where: { statement: { eq: statement.id }, kind: { eq: 'earned' } },
      orderBy: [{ occurredOn: 'asc' }, { id: 'asc' }],
      limit: 1,
    })
    if (entry)
      await as(key)
        .mutate(RewardDispute)
        .create({ entry: entry.id, reason } as never)
  }
}
