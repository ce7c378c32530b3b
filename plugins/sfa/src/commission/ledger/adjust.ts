import { randomUUID } from 'node:crypto'
import { type Context, type Id, type Money, Reject, type RowIn } from '@tessera/core'
import { companyDay } from '../../company-day.ts'
import { CommissionEntry, CommissionPeriod, CommissionPlan, type SfaModel } from '../../model.ts'
import { dayAfter, periodOf } from '../engine/days.ts'
import { closedUntil } from '../engine/load-plan.ts'
import { lockLedger } from './lock-plan.ts'
import { requireManager } from './require-manager.ts'
import { teamsOf } from './teams-of.ts'

type Ctx = Context<typeof SfaModel>
type Entry = RowIn<typeof SfaModel, typeof CommissionEntry>

export interface Adjustment {
  readonly plan: Id
  readonly person: Id
  /** In the currency of the plan; below zero takes away. */
  readonly amount: Money
  readonly reason: string
  /** The entry it corrects. */
  readonly earlier?: Id | null
}

/**
 * Adds an amount by hand, with its reason, to the period of today, or the first open one after closed ones. Nobody adjusts the own commission.
 * @throws REJECTED `sfa.commissionForbidden`, `sfa.commissionOwn`, `sfa.commissionAdjustment`; NOT_FOUND, VALIDATION
 */
export async function adjustCommission(ctx: Ctx, adjustment: Adjustment): Promise<Entry> {
  requireManager(ctx)
  const { plan, person, amount, reason, earlier = null } = adjustment
  if (ctx.actor.kind === 'user' && ctx.actor.id === person)
    throw new Reject('sfa.commissionOwn', 'Nobody adjusts the own commission. Ask a colleague who may.')
  const by = ctx.actor.kind === 'system' ? 'the system' : ctx.actor.id
  return ctx.asSystem(`adjusts commission for ${by}`).transaction(async (inside) => {
    await lockLedger(inside, plan)
    const { currency } = await inside.get(CommissionPlan, plan)
    if (amount.currency !== currency || amount.minor === 0n)
      throw new Reject('sfa.commissionAdjustment', `An adjustment is an amount in ${currency} other than 0.`)
    const of = earlier === null ? null : await inside.get(CommissionEntry, earlier)
    if (of && (of.person !== person || of.plan !== plan))
      throw new Reject('sfa.commissionAdjustment', 'The entry to correct is of another person or plan.')
    const today = companyDay(inside)
    const teams = await teamsOf(inside, [person])
    return inside.mutate(CommissionEntry).create({
      person,
      team: teams.get(person) ?? null,
      plan,
      period: await periodFor(inside, plan, today),
      kind: 'adjustment',
      event: `adjustment:${randomUUID()}`,
      occurredOn: today,
      orderLine: of?.orderLine ?? null,
      rule: of?.rule ?? null,
      ruleVersion: of?.ruleVersion ?? null,
      amount,
      reason,
      earlier,
      explanation: { by },
    })
  })
}

/** The period of a day, or where it is closed the first open one. */
async function periodFor(ctx: Ctx, plan: Id, day: string): Promise<Id> {
  const { period: length } = await ctx.get(CommissionPlan, plan)
  const until = await closedUntil(ctx, plan)
  const { startsOn, endsOn } = periodOf(until !== null && day <= until ? dayAfter(until) : day, length)
  const [known] = await ctx.list(CommissionPeriod, { where: { plan: { eq: plan }, startsOn: { eq: startsOn } } })
  return (known ?? (await ctx.mutate(CommissionPeriod).create({ plan, startsOn, endsOn }))).id
}
