import { type Id, User } from '@tessera/core'
import { PriceBook, PriceBookEntry, Product } from '@tessera/plugin-catalog/model'
import { Account } from '@tessera/plugin-customers/model'
import type { TestCrm } from '@tessera/testing'
import { ApprovalPolicy, Quote } from '../model.ts'

let samples = 0

/** A row that many samples belong to, made once for each CRM. */
const shared = (make: (t: TestCrm) => Promise<{ readonly id: Id }>): ((t: TestCrm) => Promise<Id>) => {
  const made = new WeakMap<TestCrm, Promise<{ readonly id: Id }>>()
  return async (t) => {
    const row = made.get(t) ?? make(t)
    made.set(t, row)
    return (await row).id
  }
}

const quote = shared(async (t) => t.create(Quote, { account: (await t.create(Account)).id, currency: 'EUR' }))
const policy = shared((t) => t.create(ApprovalPolicy))
const product = shared(async (t) => {
  const made = await t.create(Product, { releasedOn: '2020-01-01' })
  const book = await t.create(PriceBook, { currency: 'EUR' })
  await t.create(PriceBookEntry, { book: book.id, product: made.id, unitPrice: '10', from: '0' })
  return made
})

/** Inputs of quotes and approvals that the rules take, for the conformance suite. */
export const quoteSamples: Readonly<Record<string, (t: TestCrm) => Promise<Record<string, unknown>>>> = {
  quote: async () => ({ currency: 'EUR', name: `Quote ${++samples}` }),
  quoteLine: async (t) => ({ quote: await quote(t), product: await product(t), quantity: `${++samples}` }),
  quoteRequest: async (t) => ({ quote: await quote(t), title: `Request ${++samples}`, discountPercent: '5' }),
  discountAuthority: async () => ({ name: `Rule ${++samples}`, maxDiscount: '10' }),
  approvalLevel: async (t) => ({ policy: await policy(t), position: 1 + (++samples % 100), required: 1 }),
  approvalDelegation: async (t) => ({
    from: (await t.create(User)).id,
    to: (await t.create(User)).id,
    validFrom: '2026-03-02',
    validUntil: '2026-03-02',
    reason: `${++samples}`,
  }),
}

/** Written by what quotes and approvals go through only, never as such. */
export const heldByRules = [
  'quoteRevision',
  'quoteLink',
  'quoteResponse',
  'approvalRequest',
  'approvalStep',
  'approvalDecision',
  'approvalComment',
] as const
