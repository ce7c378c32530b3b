import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ApprovalLevel, ApprovalPolicy } from '../model.ts'
import { type Attempt, attempts, Office } from './test-support/office.ts'
import { QuoteDesk } from './test-support/quote-desk.ts'

let desk: QuoteDesk
const seen = new Map<string, number>()
beforeAll(async () => {
  desk = await QuoteDesk.open()
})
afterAll(() => desk.t.close())

const attempt: fc.Arbitrary<Attempt> = fc.record({
  what: fc.constantFrom(...attempts),
  who: fc.nat(4),
  path: fc.nat(3),
  quote: fc.nat(1),
  a: fc.nat(1000),
  b: fc.nat(1000),
})

it.each([
  ['where one approval is enough', [1]],
  ['where two levels approve one after another', [1, 2]],
] as const)(
  'whoever tries whatever on whichever path, nothing is sent or ordered without leave: %s',
  async (_name, steps) => {
    if (steps.length === 2) {
      const policy = await desk.t.create(ApprovalPolicy, { mode: 'sequence' })
      for (const position of steps) await desk.t.create(ApprovalLevel, { policy: policy.id, position })
    }
    await fc.assert(
      fc.asyncProperty(fc.array(attempt, { minLength: 70, maxLength: 70 }), async (sequence) => {
        const office = await Office.open(desk, steps)
        for (const tried of sequence) expect(await office.attempt(tried)).toEqual([])
        for (const [name, times] of office.seen) seen.set(name, (seen.get(name) ?? 0) + times)
      }),
      { numRuns: 5, seed: 29 + steps.length, endOnFailure: true },
    )
  },
  300_000,
)

it('and each way to send and order, and to be refused, was among what they tried', () => {
  const ways = [
    'sent with authority',
    'sent with approval',
    'ordered',
    'send orders.authorityExceeded',
    'pursue orders.ownApproval',
    'pursue orders.authorityMissing',
    'forge orders.notAsQuoted',
    'forge orders.approvalFinal',
    'create orders.quoteStartsAsDraft',
  ]
  expect(ways.filter((way) => !seen.has(way))).toEqual([])
})
