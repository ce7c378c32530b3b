/** An amount in major units, exact, with the currency's digits: `1234.50`. */
export type Amount = string

/** A postal address, line by line as it is written on a letter. */
export type AddressLines = readonly string[]

/** A step on the way to a line's price, in words. */
export interface PriceNote {
  readonly kind: string
  readonly name: string
  readonly after: string
}

export interface QuoteDocumentLine {
  readonly position: number
  readonly sku: string
  readonly name: string
  readonly description: string | null
  /** Of a product made to order, what was chosen: `Motor: 55 kW`. */
  readonly chosen: readonly string[]
  readonly quantity: string
  readonly unit: string
  /** What one unit comes to before the line's discount, at most four decimals. */
  readonly unitPrice: string
  readonly amount: Amount
  readonly discount: Amount
  readonly discountPercent: string | null
  /** After the line's own discount; the discount on the whole stands below. */
  readonly net: Amount
  readonly taxRate: string
  readonly priceNotes: readonly PriceNote[]
}

/**
 * All that a customer is shown of a revision: what the PDF and the page are made of. It holds neither costs nor margins. Decimals are
 * texts, days are `YYYY-MM-DD`.
 */
export interface QuoteDocument {
  readonly number: string
  readonly revision: number
  readonly name: string
  readonly day: string
  readonly validUntil: string
  readonly language: 'en' | 'zh'
  readonly company: { readonly name: string; readonly letterhead: readonly string[] }
  readonly seller: { readonly name: string; readonly email: string } | null
  readonly account: { readonly name: string; readonly number: string | null }
  readonly contact: string | null
  readonly billTo: AddressLines
  readonly shipTo: AddressLines
  readonly purchaseOrderNumber: string | null
  readonly introduction: string | null
  readonly terms: string | null
  readonly paymentTermDays: number | null
  readonly currency: string
  readonly lines: readonly QuoteDocumentLine[]
  readonly subtotal: Amount
  readonly discount: Amount
  readonly discountPercent: string | null
  readonly freight: Amount
  readonly net: Amount
  readonly taxes: readonly { readonly rate: string; readonly base: Amount; readonly tax: Amount }[]
  readonly tax: Amount
  readonly total: Amount
}
