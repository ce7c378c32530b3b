import { operation } from '@tessera/client'

interface Found {
  readonly nodes: readonly { readonly id: string }[]
}

export const ProductOfSku = operation<{ products: Found }, { sku: string }>(
  'query ProductOfSku($sku: String!) { products(first: 1, where: { sku: { eq: $sku } }) { nodes { id } } }',
)

/** What was reported before for the same product and day, which a new row replaces. */
export const KnownRow = operation<
  { stock: Found; sellOut: Found; forecast: Found },
  { partner: string; product: string; day: string; reference: string }
>(`query KnownRow($partner: ID!, $product: ID!, $day: Date!, $reference: String!) {
  stock: stockReports(first: 1, where: { partner: { eq: $partner }, product: { eq: $product }, day: { eq: $day } }) { nodes { id } }
  sellOut: sellOuts(first: 1, where: { partner: { eq: $partner }, product: { eq: $product }, reference: { eq: $reference } }) { nodes { id } }
  forecast: partnerForecasts(first: 1, where: { partner: { eq: $partner }, product: { eq: $product }, month: { eq: $day } }) { nodes { id } }
}`)

type Written = { readonly written: { readonly id: string } | null }

export const AddRow = {
  stock: operation<Written, { input: object }>(
    'mutation AddStock($input: StockReportInput!) { written: createStockReport(input: $input) { id } }',
  ),
  sellOut: operation<Written, { input: object }>(
    'mutation AddSellOut($input: SellOutInput!) { written: createSellOut(input: $input) { id } }',
  ),
  forecast: operation<Written, { input: object }>(
    'mutation AddForecast($input: PartnerForecastInput!) { written: createPartnerForecast(input: $input) { id } }',
  ),
} as const

export const ChangeRow = {
  stock: operation<Written, { id: string; patch: object }>(
    'mutation ChangeStock($id: ID!, $patch: StockReportPatch!) { written: updateStockReport(id: $id, patch: $patch) { id } }',
  ),
  sellOut: operation<Written, { id: string; patch: object }>(
    'mutation ChangeSellOut($id: ID!, $patch: SellOutPatch!) { written: updateSellOut(id: $id, patch: $patch) { id } }',
  ),
  forecast: operation<Written, { id: string; patch: object }>(
    'mutation ChangeForecast($id: ID!, $patch: PartnerForecastPatch!) { written: updatePartnerForecast(id: $id, patch: $patch) { id } }',
  ),
} as const
