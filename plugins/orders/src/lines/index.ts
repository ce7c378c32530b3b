export { allocate } from './allocate.ts'
export { lineAmount, percentOf, shareInPercent } from './amounts.ts'
export type {
  CommercialLine,
  CommercialTerms,
  Discount,
  DocumentTotals,
  LineTotals,
  TaxTotal,
} from './document-totals.ts'
export { totalsOf } from './totals-of.ts'
