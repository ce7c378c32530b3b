import {
  type Context,
  currencyDigits,
  type GraphqlKit,
  type Id,
  issue,
  type Money,
  parseMoney,
  TesseraError,
} from '@tessera/core'
import {
  CommissionDispute,
  CommissionEntry,
  CommissionPeriod,
  CommissionPlan,
  CommissionStatement,
  type SfaModel,
} from '../model.ts'
import { calculateCommission } from './calculate.ts'
import { planCommissionJob } from './commission-job.ts'
import { adjustCommission } from './ledger/adjust.ts'
import { closeCommissionPeriod, reopenCommissionPeriod } from './ledger/close-period.ts'
import { requireManager } from './ledger/require-manager.ts'
import type { Written } from './ledger/write-period.ts'
import { acceptCommissionStatement } from './statements/accept-statement.ts'
import { answerCommissionDispute } from './statements/answer-dispute.ts'
import { statementField } from './statements/statement-field.ts'

type Kit = GraphqlKit<typeof SfaModel>

/** `commissionStatementOf(person, period)`, and what is done with a plan's ledger, its periods, statements and disputes. */
export function commissionFields(kit: Kit): void {
  statementField(kit)
  ledgerFields(kit)
  kit.mutation('acceptCommissionStatement', {
    type: kit.ref(CommissionStatement),
    description: 'Accepts the own statement.',
    args: (arg) => ({ id: arg.id({ required: true }) }),
    resolve: ({ id }, ctx) => acceptCommissionStatement(ctx, id),
  })
  kit.mutation('answerCommissionDispute', {
    type: kit.ref(CommissionDispute),
    description: 'Answers a dispute, with an adjustment or without.',
    args: (arg) => ({
      id: arg.id({ required: true }),
      answer: arg.string({ required: true }),
      adjustment: arg({ type: 'Decimal', description: 'In the currency of the plan; none rejects the dispute.' }),
    }),
    resolve: async ({ id, answer, adjustment }, ctx) => {
      requireManager(ctx)
      if (typeof adjustment !== 'string') return answerCommissionDispute(ctx, id, { answer })
      const system = ctx.asSystem('looks up what a dispute is about')
      const { plan } = await system.get(CommissionEntry, (await system.get(CommissionDispute, id)).entry)
      return answerCommissionDispute(ctx, id, { answer, adjustment: await amountIn(ctx, plan, adjustment) })
    },
  })
}

function ledgerFields(kit: Kit): void {
  const calculation = kit.builder
    .objectRef<Written & { readonly job: string | null }>('CommissionCalculation')
    .implement({
      description: 'What a calculation did to the ledger.',
      fields: (t) => ({
        written: t.exposeInt('written', { nullable: false }),
        reversed: t.exposeInt('reversed', { nullable: false }),
        unchanged: t.exposeInt('unchanged', { nullable: false }),
        openPoints: t.exposeInt('openPoints', { nullable: false }),
        job: t.exposeID('job', { nullable: true, description: 'The job that does it, in the background.' }),
      }),
    })
  kit.mutation('calculateCommission', {
    type: calculation,
    description: 'Brings the ledger of a plan to what its orders, invoices, payments and returns say.',
    args: (arg) => ({ plan: arg.id({ required: true }), inBackground: arg.boolean() }),
    resolve: async ({ plan, inBackground }, ctx) => {
      requireManager(ctx)
      if (!inBackground) return { ...(await calculateCommission(ctx, plan)), job: null }
      const job = await ctx.enqueue(planCommissionJob, { plan })
      return { written: 0, reversed: 0, unchanged: 0, openPoints: 0, job }
    },
  })
  kit.mutation('closeCommissionPeriod', {
    type: kit.ref(CommissionPeriod),
    description: 'Calculates a period for the last time, issues its statements and closes it.',
    args: (arg) => ({ period: arg.id({ required: true }), carryOpenPoints: arg.boolean() }),
    resolve: ({ period, carryOpenPoints }, ctx) =>
      closeCommissionPeriod(ctx, period, { carryOpenPoints: carryOpenPoints ?? false }),
  })
  kit.mutation('reopenCommissionPeriod', {
    type: kit.ref(CommissionPeriod),
    description: 'Opens the last closed period of a plan again and withdraws its statements.',
    args: (arg) => ({ period: arg.id({ required: true }), reason: arg.string({ required: true }) }),
    resolve: ({ period, reason }, ctx) => reopenCommissionPeriod(ctx, period, reason),
  })
  kit.mutation('adjustCommission', {
    type: kit.ref(CommissionEntry),
    description: "Adds an amount by hand to somebody's commission, in the currency of the plan.",
    args: (arg) => ({
      plan: arg.id({ required: true }),
      person: arg.id({ required: true }),
      amount: arg({ type: 'Decimal', required: true }),
      reason: arg.string({ required: true }),
      earlier: arg.id(),
    }),
    resolve: async ({ plan, person, amount, reason, earlier }, ctx) => {
      requireManager(ctx)
      const adjustment = { plan, person, amount: await amountIn(ctx, plan, amount), reason, earlier: earlier ?? null }
      return adjustCommission(ctx, adjustment)
    },
  })
}

/** An amount in the currency of a plan. @throws VALIDATION, NOT_FOUND */
async function amountIn(ctx: Context<typeof SfaModel>, plan: Id, text: string): Promise<Money> {
  const { currency } = await ctx.asSystem('looks up the currency of a commission plan').get(CommissionPlan, plan)
  const amount = parseMoney(String(text), currency)
  if (amount) return amount
  const digits = currencyDigits(currency)
  throw new TesseraError('VALIDATION', {}, { issues: [issue(['amount'], 'MONEY', { got: text, currency, digits })] })
}
