import { PartnerForecast } from './partner-forecast.ts'
import { SellOut } from './sell-out.ts'
import { StockReport } from './stock-report.ts'

export { PartnerForecast, SellOut, StockReport }

/** What partners report: stock, sell-out and their forecast. */
export const stockEntities = [StockReport, SellOut, PartnerForecast] as const
