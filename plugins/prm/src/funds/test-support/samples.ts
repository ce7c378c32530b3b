import { type Id, Partner, StoredFile } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { FundAccount, FundAllocation, FundBudget, FundClaim, FundProof, FundRequest } from '../../model.ts'
import { eur } from './fund-desk.ts'

let count = 0

/** A row that many samples belong to, made once for each CRM. */
const shared = (make: (t: TestCrm) => Promise<{ readonly id: Id }>): ((t: TestCrm) => Promise<Id>) => {
  const made = new WeakMap<TestCrm, Promise<{ readonly id: Id }>>()
  return async (t) => {
    const row = made.get(t) ?? make(t)
    made.set(t, row)
    return (await row).id
  }
}

const period = { startsOn: '2026-01-01', endsOn: '2026-12-31' }
const budget = shared((t) =>
  t.create(FundBudget, { ...period, program: null, calendar: null, coFunding: '100', total: eur(1_000_000_000_00n) }),
)
const partner = shared((t) => t.create(Partner, { parent: null }))
const allocation = shared(async (t) =>
  t.create(FundAllocation, await allocationInput(t, await budget(t), eur(1_000_000_00n))),
)
const request = shared(async (t) => t.create(FundRequest, await requestInput(t)))
const claim = shared(async (t) => t.create(FundClaim, await claimInput(t)))

const allocationInput = async (t: TestCrm, of: Id, amount: ReturnType<typeof eur>) => ({
  budget: of,
  name: `Allocation ${++count}`,
  partner: await partner(t),
  tier: null,
  amount,
  validFrom: '2026-01-01',
  validUntil: '2026-12-31',
})

const requestInput = async (t: TestCrm) => ({
  allocation: await allocation(t),
  onBehalfOf: null,
  title: `Request ${++count}`,
  startsOn: '2026-04-01',
  endsOn: '2026-04-02',
  // In this order: GraphQL's amounts count up.
  requested: eur(100_00),
  cost: eur(100_00),
  status: 'draft',
  approved: null,
})

const claimInput = async (t: TestCrm) => ({
  request: await request(t),
  amount: eur(50_00),
  spent: eur(50_00),
  invoiceNumber: `R ${++count}`,
  invoicedOn: '2026-04-02',
  status: 'draft',
  approved: null,
})

/** Inputs for the entities of funds, for the conformance test. */
export const fundSamples: Readonly<Record<string, (t: TestCrm) => Promise<Record<string, unknown>>>> = {
  fundBudget: async () => ({ ...period, name: `Budget ${++count}`, total: eur(100_00), coFunding: '50' }),
  fundAllocation: async (t) => allocationInput(t, await budget(t), eur(++count)),
  fundRequest: requestInput,
  fundClaim: claimInput,
  fundProof: async (t) => ({ claim: await claim(t), file: await file(t) }),
  fundPayment: async (t) => {
    const of = (await t.create(FundRequest, { ...(await requestInput(t)), status: 'submitted' })).id
    await t.update(FundRequest, of, { status: 'approved' })
    const { id } = await t.create(FundClaim, { ...(await claimInput(t)), request: of })
    await t.system.mutate(FundProof).create({ claim: id, file: await file(t) })
    await t.update(FundClaim, id, { status: 'submitted' })
    await t.update(FundClaim, id, { status: 'approved' })
    return { claim: id, amount: eur(10_00), reference: `TX ${++count}`, paidOn: '2026-03-01', reversalOf: null }
  },
  fundAccount: async (t) => ({ key: `sample:${++count}`, kind: 'funding', budget: await budget(t), balance: eur(0) }),
  fundEntry: async (t) => {
    const of = await budget(t)
    const [debit, credit] = [
      await t.create(FundAccount, {
        key: `sample:${++count}`,
        kind: 'funding',
        budget: of,
        balance: eur(0),
        ...nobody,
      }),
      await t.create(FundAccount, { key: `sample:${++count}`, kind: 'paid', budget: of, balance: eur(0), ...nobody }),
    ]
    const sides = { budget: of, debit: debit.id, credit: credit.id, reversalOf: null }
    return { ...sides, kind: 'fund', amount: eur(++count), cause: `sample:${count}`, postedOn: '2026-03-01' }
  },
}

const file = async (t: TestCrm): Promise<Id> =>
  (await t.create(StoredFile, { name: `proof ${++count}.pdf`, uploadedBy: null })).id

const nobody = { allocation: null, request: null, claim: null, partner: null }

/** Entities that only functions and hooks of funds write, or never change. */
export const fundExceptions = ['fundAccount', 'fundEntry', 'fundPayment', 'fundAllocation', 'fundBudget'] as const
