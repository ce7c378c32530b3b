import {
  type Context,
  currencyDigits,
  type GraphqlKit,
  issue,
  type Money,
  parseMoney,
  TesseraError,
} from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { FundClaim, FundPayment, FundRequest, type PrmModel } from '../model.ts'
import { homeField } from './home/home-field.ts'

type Kit = GraphqlKit<typeof PrmModel>

/** What is done with requests, claims and payments, each step a mutation of its own; and `fundsHome`. */
export function fundFields(kit: Kit): void {
  homeField(kit)
  requestFields(kit)
  claimFields(kit)
  paymentFields(kit)
}

function requestFields(kit: Kit): void {
  const type = kit.ref(FundRequest)
  const step = (name: string, status: 'submitted' | 'cancelled' | 'closed' | 'rejected', description: string): void =>
    kit.mutation(name, {
      type,
      description,
      args: (arg) => ({ id: arg.id({ required: true }), reason: arg.string() }),
      resolve: ({ id, reason }, ctx) =>
        ctx.mutate(FundRequest).update(id, { status, ...(typeof reason === 'string' ? { reason } : {}) }),
    })
  step('submitFundRequest', 'submitted', 'Hands a draft in to be decided on.')
  step('cancelFundRequest', 'cancelled', 'Withdraws a request; what was approved and not claimed goes back.')
  step('closeFundRequest', 'closed', 'Ends an approved request; what was not claimed goes back.')
  step('rejectFundRequest', 'rejected', 'Rejects a request, with the reason.')
  kit.mutation('approveFundRequest', {
    type,
    description: 'Approves a request, all of it or less, out of its allocation.',
    args: (arg) => ({
      id: arg.id({ required: true }),
      amount: arg({ type: 'Decimal', description: 'All that is requested unless given.' }),
      reason: arg.string(),
    }),
    resolve: async ({ id, amount, reason }, ctx) => {
      const { requested } = await ctx.get(FundRequest, id)
      const approved = amountOf(amount, requested.currency) ?? requested
      return ctx
        .mutate(FundRequest)
        .update(id, { status: 'approved', approved, ...(typeof reason === 'string' ? { reason } : {}) })
    },
  })
}

function claimFields(kit: Kit): void {
  const type = kit.ref(FundClaim)
  const step = (name: string, status: 'submitted' | 'cancelled' | 'rejected', description: string): void =>
    kit.mutation(name, {
      type,
      description,
      args: (arg) => ({ id: arg.id({ required: true }), reason: arg.string() }),
      resolve: ({ id, reason }, ctx) =>
        ctx.mutate(FundClaim).update(id, { status, ...(typeof reason === 'string' ? { reason } : {}) }),
    })
  step('submitFundClaim', 'submitted', 'Hands a claim with its proof in to be decided on.')
  step('cancelFundClaim', 'cancelled', 'Withdraws a claim.')
  step(
    'rejectFundClaim',
    'rejected',
    'Rejects a claim, with the reason; also one approved before, while nothing is paid.',
  )
  kit.mutation('approveFundClaim', {
    type,
    description: 'Approves a claim, all of it or less, out of what its request was approved for.',
    args: (arg) => ({
      id: arg.id({ required: true }),
      amount: arg({ type: 'Decimal', description: 'All that is claimed unless given.' }),
      reason: arg.string(),
    }),
    resolve: async ({ id, amount, reason }, ctx) => {
      const claim = await ctx.get(FundClaim, id)
      const approved = amountOf(amount, claim.amount.currency) ?? claim.amount
      return ctx
        .mutate(FundClaim)
        .update(id, { status: 'approved', approved, ...(typeof reason === 'string' ? { reason } : {}) })
    },
  })
}

function paymentFields(kit: Kit): void {
  kit.mutation('recordFundPayment', {
    type: kit.ref(FundPayment),
    description: 'Records that an approved claim was paid, all of it or a part.',
    args: (arg) => ({
      claim: arg.id({ required: true }),
      reference: arg.string({ required: true }),
      paidOn: arg({ type: 'Date', description: 'Today unless given.' }),
      amount: arg({ type: 'Decimal', description: 'What was approved unless given.' }),
    }),
    resolve: async ({ claim: id, reference, paidOn, amount }, ctx) => {
      const claim = await ctx.get(FundClaim, id)
      return ctx.mutate(FundPayment).create({
        claim: id,
        reference,
        paidOn: typeof paidOn === 'string' ? paidOn : companyDay(ctx),
        amount: amountOf(amount, claim.amount.currency) ?? claim.approved ?? claim.amount,
      })
    },
  })
  kit.mutation('reverseFundPayment', {
    type: kit.ref(FundPayment),
    description: 'Takes a payment back that did not arrive or was wrong; the claim is owed again.',
    args: (arg) => ({ id: arg.id({ required: true }), reason: arg.string({ required: true }) }),
    resolve: ({ id, reason }, ctx) => reversePayment(ctx, id, reason),
  })
}

async function reversePayment(ctx: Context<typeof PrmModel>, id: string, reason: string) {
  const { claim, amount, reference } = await ctx.get(FundPayment, id)
  return ctx.mutate(FundPayment).create({
    claim,
    amount,
    reference: `${reference} reversed`.slice(-100),
    paidOn: companyDay(ctx),
    reversalOf: id,
    reason,
  })
}

/** @throws VALIDATION for what is no amount in the currency */
function amountOf(given: unknown, currency: string): Money | null {
  if (given === null || given === undefined) return null
  const text = String(given)
  const amount = parseMoney(text, currency)
  if (amount) return amount
  const digits = currencyDigits(currency)
  throw new TesseraError('VALIDATION', {}, { issues: [issue(['amount'], 'MONEY', { got: text, currency, digits })] })
}
