import { type Context, Role, Team, User } from '@tessera/core'
import { ApprovalPolicy, DiscountAuthority } from '@tessera/plugin-orders/model'
import { calculateCommission } from '@tessera/plugin-sfa'
import { CommissionAssignment, CommissionPlan, CommissionRule, Quota } from '@tessera/plugin-sfa/model'
import { idsByKey, need, upsertByKey } from '../keys.ts'
import { demoDays, quarterOf } from './days.ts'

const euro = (amount: string) => ({ amount, currency: 'EUR' })

/** What is expected of people, what they get for it, and how far they may go with prices. */
export async function seedTargets(ctx: Context): Promise<void> {
  const [users, teams, roles] = [await idsByKey(ctx, User), await idsByKey(ctx, Team), await idsByKey(ctx, Role)]
  const quota = (of: Record<string, unknown>, startsOn: string, target: string) => ({
    ...of,
    length: 'quarter',
    startsOn,
    target: euro(target),
  })
  const today = (await demoDays(ctx))(0)
  const year = today.slice(0, 4)
  const quarters = [quarterOf(today, 1), quarterOf(today)]
  await upsertByKey(
    ctx,
    Quota,
    new Map(
      quarters.flatMap((start) => [
        ...['jonas', 'marta', 'pierre', 'xiaoyan', 'dana'].map(
          (key) => [`${key}-${start}`, quota({ user: need(users, key) }, start, '350000.00')] as const,
        ),
        [`europe-${start}`, quota({ team: need(teams, 'europe') }, start, '1100000.00')] as const,
      ]),
    ),
  )
  const plan = need(
    await upsertByKey(
      ctx,
      CommissionPlan,
      new Map([[year, { name: `Sales ${year}`, validFrom: `${year}-01-01`, currency: 'EUR', period: 'quarter' }]]),
    ),
    year,
  )
  await upsertByKey(
    ctx,
    CommissionRule,
    new Map([
      [
        'base',
        {
          plan,
          name: 'Base rate',
          rate: '1.5',
          tierBasis: 'amount',
          tiers: [
            { from: '50000', rate: '2' },
            { from: '150000', rate: '2.5' },
          ],
        },
      ],
    ]),
  )
  await upsertByKey(
    ctx,
    CommissionAssignment,
    new Map(
      ['jonas', 'marta', 'pierre', 'xiaoyan', 'dana'].map((key) => [
        key,
        { plan, user: need(users, key), validFrom: `${year}-01-01` },
      ]),
    ),
  )
  await calculateCommission(ctx, plan)
  await upsertByKey(
    ctx,
    DiscountAuthority,
    new Map(
      Object.entries({
        sales: { name: 'Sales', role: need(roles, 'sales'), maxDiscount: '5', maxDocument: euro('50000.00') },
        manager: { name: 'Sales managers', role: need(roles, 'sales-manager'), maxDiscount: '15', minMargin: '20' },
        administrator: { name: 'Management', role: need(roles, 'administrator'), maxDiscount: '40' },
      }),
    ),
  )
  await upsertByKey(
    ctx,
    ApprovalPolicy,
    new Map([['usual', { name: 'One who has the authority', kind: 'any', mode: 'sequence' }]]),
  )
}
