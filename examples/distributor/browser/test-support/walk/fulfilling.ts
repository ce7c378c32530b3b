import { expect } from 'vitest'
import { administrator } from './people.ts'
import type { Eyes, Window } from './window.ts'

interface Line {
  readonly id: string
  readonly description: string
  readonly quantity: string
  readonly net: { readonly amount: string; readonly currency: string }
}

/** The ERP ships and invoices an order, and the partner sees both. */
export async function fulfil({ example, t }: Eyes, buyer: Window, orderPath: string): Promise<string> {
  const erp = await example.graphql(administrator)
  const { order } = await erp<{
    order: { id: string; number: string; currency: string; account: { id: string }; lines: { nodes: Line[] } }
  }>(
    `query Ordered($id: ID!) { order(id: $id) {
      id number currency account { id } lines(first: 10) { nodes { id description quantity net { amount currency } } }
    } }`,
    { id: orderPath.split('/').at(-1) },
  )
  const day = new Date().toISOString().slice(0, 10)
  const [delivery, invoice] = [`D-${order.number}`, `INV-${order.number}`]
  const made = await erp<{ createDelivery: { id: string }; createInvoice: { id: string } }>(
    `mutation Fulfil($delivery: DeliveryInput!, $invoice: InvoiceInput!) {
      createDelivery(input: $delivery) { id } createInvoice(input: $invoice) { id }
    }`,
    {
      delivery: {
        order: order.id,
        number: delivery,
        status: 'shipped',
        shippedOn: day,
        carrier: 'DB Schenker',
        trackingNumber: `T${order.number}`,
      },
      invoice: {
        account: order.account.id,
        order: order.id,
        number: invoice,
        currency: order.currency,
        issuedOn: day,
        dueOn: day,
      },
    },
  )
  for (const { id, description, quantity, net } of order.lines.nodes)
    await erp(
      `mutation Lines($delivered: DeliveryLineInput!, $invoiced: InvoiceLineInput!) {
        createDeliveryLine(input: $delivered) { id } createInvoiceLine(input: $invoiced) { id }
      }`,
      {
        delivered: { delivery: made.createDelivery.id, orderLine: id, quantity },
        invoiced: { invoice: made.createInvoice.id, orderLine: id, description, quantity, net },
      },
    )
  await buyer.go('/deliveries')
  expect(await buyer.text()).toContain(`T${order.number}`)
  await buyer.go('/invoices')
  expect(await buyer.text()).toContain(invoice)
  await buyer.go(orderPath)
  const text = await buyer.text()
  for (const shown of [delivery, invoice, t('orders.status.delivered')]) expect(text).toContain(shown)
  return order.number
}
