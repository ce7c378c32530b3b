import { currencyDigits, type GraphqlKit, issue, type Money, parseMoney, TesseraError } from '@tessera/core'
import { type PrmModel, RewardDispute, RewardEntry, RewardPayout, RewardPeriod } from '../model.ts'
import { calculateRewards } from './calculate.ts'
import { answerRewardDispute } from './disputes/answer-dispute.ts'
import { homeField } from './home/home-field.ts'
import { adjustReward } from './ledger/adjust.ts'
import { closeRewardPeriod } from './ledger/close-period.ts'
import { requireRewards } from './ledger/require-manager.ts'
import type { RewardsWritten } from './ledger/write-rewards.ts'
import { payOutRewards } from './payouts/pay-out.ts'
import { cancelRewardPayout, confirmRewardPayout, readPayoutFile } from './payouts/settle-payout.ts'
import { programRewardsJob } from './rewards-job.ts'
import { termsField } from './rules/reward-terms.ts'
import { entryFields } from './statements/entry-fields.ts'

type Kit = GraphqlKit<typeof PrmModel>

/** What partners see of their rewards, and what is done with ledger, periods, disputes and payouts. */
export function rewardFields(kit: Kit): void {
  homeField(kit)
  termsField(kit)
  entryFields(kit)
  ledgerFields(kit)
  payoutFields(kit)
}

function ledgerFields(kit: Kit): void {
  const calculation = kit.builder
    .objectRef<RewardsWritten & { readonly job: string | null }>('RewardCalculation')
    .implement({
      description: 'What a calculation did to the ledger of rewards.',
      fields: (t) => ({
        written: t.exposeInt('written', { nullable: false }),
        reversed: t.exposeInt('reversed', { nullable: false }),
        unchanged: t.exposeInt('unchanged', { nullable: false }),
        job: t.exposeID('job', { nullable: true, description: 'The job that does it, in the background.' }),
      }),
    })
  kit.mutation('calculateRewards', {
    type: calculation,
    description:
      'Brings the ledger of a reward programme to what orders, invoices, payments, returns and referrals say.',
    args: (arg) => ({ program: arg.id({ required: true }), inBackground: arg.boolean() }),
    resolve: async ({ program, inBackground }, ctx) => {
      requireRewards(ctx)
      if (!inBackground) return { ...(await calculateRewards(ctx, program)), job: null }
      return { written: 0, reversed: 0, unchanged: 0, job: await ctx.enqueue(programRewardsJob, { program }) }
    },
  })
  kit.mutation('closeRewardPeriod', {
    type: kit.ref(RewardPeriod),
    description: 'Calculates a period for the last time, closes it and issues its statements.',
    args: (arg) => ({ period: arg.id({ required: true }) }),
    resolve: ({ period }, ctx) => closeRewardPeriod(ctx, period),
  })
  kit.mutation('adjustReward', {
    type: kit.ref(RewardEntry),
    description: 'Adds an amount by hand to what a partner earned.',
    args: (arg) => ({
      program: arg.id({ required: true }),
      partner: arg.id({ required: true }),
      amount: arg({ type: 'Decimal', required: true }),
      currency: arg.string({ required: true }),
      reason: arg.string({ required: true }),
      earlier: arg.id(),
    }),
    resolve: ({ program, partner, amount, currency, reason, earlier }, ctx) =>
      adjustReward(ctx, { program, partner, amount: amountOf(amount, currency), reason, earlier: earlier ?? null }),
  })
  kit.mutation('answerRewardDispute', {
    type: kit.ref(RewardDispute),
    description: 'Answers a dispute, with an adjustment or without.',
    args: (arg) => ({
      id: arg.id({ required: true }),
      answer: arg.string({ required: true }),
      adjustment: arg({ type: 'Decimal', description: 'In the currency of the entry; none rejects the dispute.' }),
    }),
    resolve: async ({ id, answer, adjustment }, ctx) => {
      requireRewards(ctx)
      if (typeof adjustment !== 'string') return answerRewardDispute(ctx, id, { answer })
      const { entry } = await ctx.get(RewardDispute, id)
      const { amount } = await ctx.get(RewardEntry, entry)
      return answerRewardDispute(ctx, id, { answer, adjustment: amountOf(adjustment, amount.currency) })
    },
  })
}

function payoutFields(kit: Kit): void {
  const type = kit.ref(RewardPayout)
  kit.mutation('payOutRewards', {
    type,
    description: 'Makes a payout of all statements that are due in a currency. The same key answers the same run.',
    args: (arg) => ({
      currency: arg.string({ required: true }),
      key: arg.string({ required: true }),
      dueBy: arg({ type: 'Date', description: 'Today unless given.' }),
      executeOn: arg({ type: 'Date', description: 'Today unless given.' }),
    }),
    resolve: ({ currency, key, dueBy, executeOn }, ctx) =>
      payOutRewards(ctx, { currency, key, dueBy: dayOf(dueBy), executeOn: dayOf(executeOn) }),
  })
  kit.mutation('confirmRewardPayout', {
    type,
    description: 'Records that the bank has executed a payout; its statements are paid.',
    args: (arg) => ({ id: arg.id({ required: true }), reference: arg.string(), paidOn: arg({ type: 'Date' }) }),
    resolve: ({ id, reference, paidOn }, ctx) =>
      confirmRewardPayout(ctx, id, { reference: reference ?? null, paidOn: dayOf(paidOn) }),
  })
  kit.mutation('cancelRewardPayout', {
    type,
    description: 'Gives up a payout that was not executed; its statements wait for the next one.',
    args: (arg) => ({ id: arg.id({ required: true }) }),
    resolve: ({ id }, ctx) => cancelRewardPayout(ctx, id),
  })
  kit.query('rewardPayoutFile', {
    type: 'String',
    description:
      'The transfers of a payout as CSV: reference, partner, account number, amount, currency, day, statements.',
    args: (arg) => ({ id: arg.id({ required: true }) }),
    resolve: ({ id }, ctx) => readPayoutFile(ctx, id),
  })
}

const dayOf = (given: unknown): string | undefined => (typeof given === 'string' ? given : undefined)

/** @throws VALIDATION for what is no amount in the currency, UNKNOWN_CURRENCY */
function amountOf(given: unknown, currency: string): Money {
  const text = String(given)
  const amount = parseMoney(text, currency)
  if (amount) return amount
  const digits = currencyDigits(currency)
  throw new TesseraError('VALIDATION', {}, { issues: [issue(['amount'], 'MONEY', { got: text, currency, digits })] })
}
