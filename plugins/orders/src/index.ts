import { definePlugin, reports } from '@tessera/core'
import { ordersAccess, ordersPermissions } from './access.ts'
import { documentKinds } from './approvals/commercial-document.ts'
import { approvalDeadlines } from './approvals/deadlines.ts'
import { approvalHooks } from './approvals/hooks.ts'
import { cartFields } from './cart/graphql.ts'
import { lineConfiguration } from './configurations/line-configuration.ts'
import { creditCheck } from './credit/credit-check.ts'
import { creditFacts } from './credit/own-facts.ts'
import { deliveryRules } from './deliveries/delivery-rules.ts'
import { invoiceRules } from './invoices/invoice-rules.ts'
import { invoiceTotals } from './invoices/invoice-totals.ts'
import { OrdersModel } from './model.ts'
import { addressSnapshots } from './orders/address-snapshots.ts'
import { orderDocuments } from './orders/commercial.ts'
import { linePositions } from './orders/line-positions.ts'
import { linePrices } from './orders/line-prices.ts'
import { lineQuantities } from './orders/line-quantities.ts'
import { lineRules } from './orders/line-rules.ts'
import { lineAuthority, orderAuthority } from './orders/order-authority.ts'
import { orderDefaults } from './orders/order-defaults.ts'
import { orderDeletion } from './orders/order-deletion.ts'
import { orderTotals } from './orders/order-totals.ts'
import { orderTransitions } from './orders/order-transitions.ts'
import { ownPlaces } from './orders/own-places.ts'
import { promotionUses } from './orders/promotion-uses.ts'
import { paymentRules } from './payments/payment-rules.ts'
import { placementFields } from './placement/graphql.ts'
import { ordersPortal } from './portal/index.ts'
import { quoteDocuments } from './quotes/commercial.ts'
import { expireQuotes } from './quotes/expire-quotes.ts'
import { quoteFields } from './quotes/graphql.ts'
import { quoteHooks } from './quotes/hooks.ts'
import { quoteAttachment } from './quotes/pdf/attachment.ts'
import { quoteRequestFields } from './quotes/requests/graphql.ts'
import { quoteTimeline } from './quotes/timeline.ts'
import { offerRoutes } from './quotes/web/routes.ts'
import { salesReport } from './reports/sales-report.ts'
import { returnFields } from './returns/graphql.ts'
import { returnRules } from './returns/return-rules.ts'
import { ordersSettings } from './settings.ts'
import { orderTimeline } from './timeline/own-sources.ts'

export { ordersPermissions } from './access.ts'
export { evaluateAuthority } from './approvals/authority.ts'
export type { CommercialDocument, DocumentKind, JudgedLine } from './approvals/commercial-document.ts'
export { documentKinds } from './approvals/commercial-document.ts'
export type { AuthorityReport, ExceededLimit, LineJudgement, RuleUsed } from './approvals/judgement.ts'
export { type AuthorityBasis, requireAuthority } from './approvals/require-authority.ts'
export { type AddToCartInput, addToCart } from './cart/add-to-cart.ts'
export { type PlaceCartInput, placeCart } from './cart/place-cart.ts'
export { companyDay } from './company-day.ts'
export { openBalances } from './credit/open-balance.ts'
export { allocate } from './lines/allocate.ts'
export { type Decimal, readDecimal } from './lines/decimal.ts'
export { divideHalfAwayFromZero } from './lines/rounding.ts'
export { type PlacedLine, type PlaceOrderInput, placeOrder } from './placement/place-order.ts'
export { placeQuotedOrder, type QuotedLine } from './placement/place-quoted-order.ts'
export { acceptRevision, declineRevision, openRevision, type QuoteAnswer } from './quotes/answer-quote.ts'
export { type AskedQuote, askForQuote } from './quotes/requests/ask-for-quote.ts'
export { type Sending, sendQuote } from './quotes/send-quote.ts'
export { type AskedReturn, askForReturn } from './returns/ask-for-return.ts'
export { ordersSettings } from './settings.ts'

/** Quotes, who allows their discounts, orders, and what becomes of them: deliveries, invoices, payments and returns. */
export default definePlugin(OrdersModel)({
  version: '0.0.0',
  settings: ordersSettings,
  permissions: ordersPermissions,
  access: ordersAccess,
  hooks: ({ on }) => [
    ...orderDefaults(on),
    ownPlaces(on),
    addressSnapshots(on),
    ...orderTransitions(on),
    ...orderTotals(on),
    orderDeletion(on),
    orderAuthority(on),
    ...lineRules(on),
    ...lineConfiguration(on),
    linePositions(on),
    ...linePrices(on),
    ...lineQuantities(on),
    creditCheck(on),
    ...promotionUses(on),
    ...lineAuthority(on),
    ...deliveryRules(on),
    ...returnRules(on),
    ...invoiceRules(on),
    ...invoiceTotals(on),
    ...paymentRules(on),
    ...quoteHooks(on),
    ...approvalHooks(on),
  ],
  jobs: [expireQuotes, approvalDeadlines],
  contributes: [
    ...orderTimeline,
    ...creditFacts,
    ...quoteTimeline,
    documentKinds.add('quote', quoteDocuments),
    documentKinds.add('order', orderDocuments),
    quoteAttachment,
    ...offerRoutes,
    reports.add('sales', salesReport),
  ],
  graphql: (kit) => {
    placementFields(kit)
    cartFields(kit)
    quoteFields(kit)
    quoteRequestFields(kit)
    returnFields(kit)
  },
  portal: ordersPortal,
  migrations: new URL('../migrations/', import.meta.url),
})
