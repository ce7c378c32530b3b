import { entity, f } from '@tessera/core'
import { Invoice } from '../invoices/invoice.ts'
import { Payment } from './payment.ts'

/** The part of a payment that pays an invoice. */
export class PaymentAllocation extends entity(
  'paymentAllocation',
  {
    payment: f.ref(Payment, { inverse: 'allocations', onDelete: 'cascade' }).label({ en: 'Payment', zh: '收款' }),
    invoice: f.ref(Invoice, { inverse: 'allocations' }).label({ en: 'Invoice', zh: '发票' }),
    amount: f.money().label({ en: 'Amount', zh: '金额' }),
  },
  {
    label: { en: 'Allocation of a payment', zh: '收款分配' },
    visibility: { through: 'payment' },
    checks: { amount: 'amount_minor > 0' },
  },
) {}
