/** What a partner reports. */
export const reportKinds = ['stock', 'sellOut', 'forecast'] as const
export type ReportKind = (typeof reportKinds)[number]

export const kindOf = (url: URL): ReportKind =>
  reportKinds.find((kind) => kind === url.searchParams.get('kind')) ?? 'stock'

/** The first line of a file, and one like it, as they are shown to be copied. */
export const examples: Readonly<Record<ReportKind, string>> = {
  stock: 'sku;quantity;day',
  sellOut: 'reference;sku;sold on;quantity;amount;currency;customer;country',
  forecast: 'sku;month;quantity',
}

/** The field of the model that a column of a file is. */
export const entityOf = { stock: 'stockReport', sellOut: 'sellOut', forecast: 'partnerForecast' } as const
