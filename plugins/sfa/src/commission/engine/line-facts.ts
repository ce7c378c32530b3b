import type { Id } from '@tessera/core'

/** A position of an invoice or credit note on an order line. */
export interface InvoicedPart {
  /** The invoice line. */
  readonly id: Id
  readonly type: 'invoice' | 'creditNote'
  /** A credit note for goods that came back, which the return tells already. */
  readonly forReturn: boolean
  readonly on: string
  readonly net: bigint
}

/** A part of a payment that pays the invoice an invoice line stands on. */
export interface PaidPart {
  readonly allocation: Id
  readonly invoiceLine: Id
  readonly on: string
  /** Gross, of the whole invoice. */
  readonly amount: bigint
  readonly invoiceTotal: bigint
  readonly lineNet: bigint
}

/** What is known of an order line. Amounts in minor units of the order's currency, quantities in ten-thousandths. */
export interface LineFacts {
  readonly orderLine: Id
  readonly order: Id
  /** Confirmed and not cancelled. */
  readonly stands: boolean
  /** Delivered, invoiced and paid elsewhere: all of it counts on the day of the order. */
  readonly historical: boolean
  readonly orderedOn: string
  readonly currency: string
  readonly territory: Id | null
  readonly owner: Id | null
  readonly opportunity: Id | null
  readonly product: Id
  readonly category: Id | null
  readonly quantity: bigint
  readonly net: bigint
  readonly cost: { readonly minor: bigint; readonly currency: string } | null
  /** What was delivered; asked for only where that is when something counts. */
  readonly delivered?: readonly { readonly id: Id; readonly on: string; readonly quantity: bigint }[]
  readonly returns: readonly { readonly id: Id; readonly on: string; readonly quantity: bigint }[]
  readonly invoiced: readonly InvoicedPart[]
  readonly paid: readonly PaidPart[]
}
