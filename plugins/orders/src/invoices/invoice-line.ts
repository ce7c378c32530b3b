import { entity, f } from '@tessera/core'
import { OrderLine } from '../orders/order-line.ts'
import { Invoice } from './invoice.ts'

/** A position of an invoice or credit note. */
export class InvoiceLine extends entity(
  'invoiceLine',
  {
    invoice: f.ref(Invoice, { inverse: 'lines', onDelete: 'cascade' }).label({ en: 'Invoice', zh: '发票' }),
    orderLine: f.ref(OrderLine, { inverse: 'invoiceLines' }).nullable().label({ en: 'Order line', zh: '订单行' }),
    description: f.text({ max: 300 }).nullable().label({ en: 'Description', zh: '描述' }),
    quantity: f.decimal(13, 4).default('0.0000').label({ en: 'Quantity', zh: '数量' }).help({
      en: '0 for amounts without goods, such as freight',
      zh: '无货物的金额（如运费）填 0',
    }),
    net: f.money().label({ en: 'Net', zh: '净额' }),
    tax: f.money().nullable().label({ en: 'Tax', zh: '税额' }),
  },
  {
    label: { en: 'Invoice line', zh: '发票行' },
    title: 'description',
    visibility: { through: 'invoice' },
    checks: { quantity: 'quantity >= 0', amounts: 'net_minor >= 0 AND (tax_minor IS NULL OR tax_minor >= 0)' },
  },
) {}
