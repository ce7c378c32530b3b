import type { Id } from '@tessera/core'
import { Product } from '@tessera/plugin-catalog/model'
import { Account } from '@tessera/plugin-customers/model'
import type { TestCrm } from '@tessera/testing'
import { Delivery, Invoice, InvoiceLine, Order, OrderLine, Payment, Return } from '../model.ts'

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

// Records of an ERP hold whatever they say, so that any sample fits any other.
const account = shared((t) => t.create(Account))
const product = shared((t) => t.create(Product))
const order = shared(async (t) => t.create(Order, { account: await account(t), currency: 'EUR', source: 'erp' }))
const line = shared(async (t) =>
  t.create(OrderLine, { order: await order(t), product: await product(t), quantity: '1', unitPrice: '1' }),
)
const delivery = shared(async (t) => t.create(Delivery, { order: await order(t), source: 'erp' }))
const back = shared(async (t) => t.create(Return, { order: await order(t), source: 'erp' }))
const euro = (minor: bigint) => ({ minor, currency: 'EUR' })
const invoice = shared(async (t) => {
  const made = await t.create(Invoice, { account: await account(t), currency: 'EUR', source: 'erp' })
  await t.create(InvoiceLine, { invoice: made.id, net: euro(100_000_000n) })
  return made
})
const payment = shared(async (t) => t.create(Payment, { account: await account(t), amount: euro(100_000_000n) }))

/** Inputs of this plugin's entities that its rules take, for the conformance suite. */
export const orderSamples: Readonly<Record<string, (t: TestCrm) => Promise<Record<string, unknown>>>> = {
  order: async () => ({ currency: 'EUR', purchaseOrderNumber: `PO ${++samples}` }),
  orderLine: async (t) => ({
    order: await order(t),
    product: await product(t),
    quantity: '1',
    unitPrice: `${++samples}`,
  }),
  cartLine: async () => ({ quantity: `${++samples}` }),
  delivery: async (t) => ({ order: await order(t), source: 'erp', number: `D ${++samples}` }),
  deliveryLine: async (t) => ({ delivery: await delivery(t), orderLine: await line(t), quantity: `${++samples}` }),
  return: async (t) => ({ order: await order(t), source: 'erp', reason: `Reason ${++samples}` }),
  returnLine: async (t) => ({ return: await back(t), orderLine: await line(t), quantity: `${++samples}` }),
  invoice: async () => ({ currency: 'EUR', source: 'erp', number: `I ${++samples}` }),
  invoiceLine: async (t) => ({ invoice: await invoice(t), quantity: '0', net: euro(BigInt(++samples)) }),
  paymentAllocation: async (t) => ({
    payment: await payment(t),
    invoice: await invoice(t),
    amount: euro(BigInt(++samples)),
  }),
}
