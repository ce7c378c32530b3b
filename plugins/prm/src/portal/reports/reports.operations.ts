import { operation } from '@tessera/client'
import type { ReportKind } from './report-kinds.ts'

interface Connection<Row> {
  readonly nodes: readonly Row[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

/** A row of any kind: `day` is when it was counted, sold, or is expected. */
export interface ReportRow {
  readonly id: string
  readonly day: string
  readonly quantity: string
  readonly product: { readonly sku: string; readonly name: string } | null
  readonly reference?: string
  readonly customer?: string | null
  readonly amount?: { readonly amount: string; readonly currency: string } | null
}

interface Paged {
  partner: string
  after: string | null
}
const page = 'pageInfo { hasNextPage endCursor }'

export const StockRows = operation<{ rows: Connection<ReportRow> }, Paged>(
  `query StockRows($partner: ID!, $after: String) {
  rows: stockReports(first: 25, after: $after, where: { partner: { eq: $partner } }, orderBy: [{ day: desc }]) {
    nodes { id day quantity product { sku name } } ${page}
  }
}`,
)
export const SellOutRows = operation<{ rows: Connection<ReportRow> }, Paged>(
  `query SellOutRows($partner: ID!, $after: String) {
  rows: sellOuts(first: 25, after: $after, where: { partner: { eq: $partner } }, orderBy: [{ soldOn: desc }]) {
    nodes { id day: soldOn quantity product { sku name } reference customer amount { amount currency } } ${page}
  }
}`,
)
export const ForecastRows = operation<{ rows: Connection<ReportRow> }, Paged>(
  `query ForecastRows($partner: ID!, $after: String) {
  rows: partnerForecasts(first: 25, after: $after, where: { partner: { eq: $partner } }, orderBy: [{ month: desc }]) {
    nodes { id day: month quantity product { sku name } } ${page}
  }
}`,
)

export const rowsOf = { stock: StockRows, sellOut: SellOutRows, forecast: ForecastRows } as const

export interface FileReported {
  readonly rows: number
  readonly created: number
  readonly updated: number
  readonly refused: readonly {
    readonly line: number
    readonly field: string
    readonly message: string
    readonly code: string
    readonly params: Readonly<Record<string, string | number>>
  }[]
}

export const ReportFile = operation<{ reportFile: FileReported }, { kind: ReportKind; file: string; dryRun: boolean }>(
  `mutation ReportFile($kind: PartnerReportKind!, $file: ID!, $dryRun: Boolean) {
  reportFile(kind: $kind, file: $file, dryRun: $dryRun) { rows created updated refused { line field message code params } }
}`,
)
