import { model } from '@tessera/core'
import { CatalogModel } from '@tessera/plugin-catalog/model'
import { CustomersModel } from '@tessera/plugin-customers/model'
import { MailModel } from '@tessera/plugin-mail/model'
import { ApprovalComment } from './approvals/approval-comment.ts'
import { ApprovalDecision } from './approvals/approval-decision.ts'
import { ApprovalDelegation } from './approvals/approval-delegation.ts'
import { ApprovalLevel } from './approvals/approval-level.ts'
import { ApprovalPolicy } from './approvals/approval-policy.ts'
import { ApprovalRequest } from './approvals/approval-request.ts'
import { ApprovalStep } from './approvals/approval-step.ts'
import { DiscountAuthority } from './approvals/discount-authority.ts'
import { CartLine } from './cart/cart-line.ts'
import { accountCredit } from './credit/account-credit.ts'
import { Delivery } from './deliveries/delivery.ts'
import { DeliveryLine } from './deliveries/delivery-line.ts'
import { Invoice } from './invoices/invoice.ts'
import { InvoiceLine } from './invoices/invoice-line.ts'
import { Order } from './orders/order.ts'
import { OrderLine } from './orders/order-line.ts'
import { Payment } from './payments/payment.ts'
import { PaymentAllocation } from './payments/payment-allocation.ts'
import { Quote } from './quotes/quote.ts'
import { QuoteLine } from './quotes/quote-line.ts'
import { QuoteLink } from './quotes/quote-link.ts'
import { QuoteResponse } from './quotes/quote-response.ts'
import { QuoteRevision } from './quotes/quote-revision.ts'
import { QuoteRequest } from './quotes/requests/quote-request.ts'
import { Return } from './returns/return.ts'
import { ReturnLine } from './returns/return-line.ts'

export type { AddressSnapshot } from './orders/order.ts'
export { type OrderStatus, orderStatuses } from './orders/status.ts'
export {
  ApprovalComment,
  ApprovalDecision,
  ApprovalDelegation,
  ApprovalLevel,
  ApprovalPolicy,
  ApprovalRequest,
  ApprovalStep,
  CartLine,
  Delivery,
  DeliveryLine,
  DiscountAuthority,
  Invoice,
  InvoiceLine,
  Order,
  OrderLine,
  Payment,
  PaymentAllocation,
  Quote,
  QuoteLine,
  QuoteLink,
  QuoteRequest,
  QuoteResponse,
  QuoteRevision,
  Return,
  ReturnLine,
}

/** What was offered and ordered, who allowed it, and what became of it: deliveries, invoices, payments, returns. */
export class OrdersModel extends model('orders', {
  needs: [CustomersModel, CatalogModel, MailModel],
  entities: [
    Order,
    OrderLine,
    Delivery,
    DeliveryLine,
    Return,
    ReturnLine,
    Invoice,
    InvoiceLine,
    Payment,
    PaymentAllocation,
    Quote,
    QuoteLine,
    QuoteRevision,
    QuoteLink,
    QuoteResponse,
    DiscountAuthority,
    ApprovalPolicy,
    ApprovalLevel,
    ApprovalRequest,
    ApprovalStep,
    ApprovalDecision,
    ApprovalComment,
    ApprovalDelegation,
    CartLine,
    QuoteRequest,
  ],
  extend: [accountCredit],
}) {}
