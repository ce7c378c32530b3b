import { entity, f } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import { Order } from '../orders/order.ts'
import { Return } from '../returns/return.ts'

/** What an account was asked to pay, or was credited. */
export class Invoice extends entity(
  'invoice',
  {
    type: f.enum(['invoice', 'creditNote']).default('invoice').label({ en: 'Type', zh: '类型' }),
    number: f.text({ max: 50 }).nullable().searchable().label({ en: 'Invoice number', zh: '发票号' }),
    account: f.ref(Account, { inverse: 'invoices' }).label({ en: 'Account', zh: '客户' }),
    order: f.ref(Order, { inverse: 'invoices' }).nullable().label({ en: 'Order', zh: '订单' }),
    credits: f
      .ref('invoice', { inverse: 'creditNotes' })
      .nullable()
      .label({ en: 'Credits the invoice', zh: '冲抵发票' }),
    return: f.ref(Return, { inverse: 'creditNotes' }).nullable().label({ en: 'For the return', zh: '对应退货' }).help({
      en: 'A credit note for goods that came back leaves the order invoiced; one without corrects what was invoiced',
      zh: '退货贷记不影响订单开票数量；无退货的贷记用于更正开票',
    }),
    source: f.enum(['manual', 'erp']).default('manual').label({ en: 'Source', zh: '来源' }).help({
      en: 'What an ERP reports has happened: more than was ordered is then noted, by hand it is refused',
      zh: 'ERP 报告为既成事实：超出订单时予以标记；手工录入则拒绝',
    }),
    status: f.enum(['issued', 'void']).default('issued').label({ en: 'Status', zh: '状态' }),
    currency: f.text({ max: 3 }).label({ en: 'Currency', zh: '币种' }),
    issuedOn: f.date().label({ en: 'Issued on', zh: '开票日期' }),
    dueOn: f.date().nullable().label({ en: 'Due on', zh: '到期日' }),
    net: f.money().readonly().label({ en: 'Net', zh: '净额' }),
    tax: f.money().readonly().label({ en: 'Tax', zh: '税额' }),
    total: f.money().readonly().label({ en: 'Total', zh: '总额' }),
    open: f.money().readonly().label({ en: 'Open', zh: '未结金额' }).help({
      en: 'Of an invoice what is neither paid nor credited; of a credit note without an invoice what it gives, below zero',
      zh: '发票：尚未付款或冲抵的金额；无对应发票的贷记单：负数',
    }),
    happenedAt: f
      .computed('instant', (c) => `(${c.issuedOn}::timestamp AT TIME ZONE 'UTC')`)
      .label({ en: 'On the timeline at', zh: '时间线时间' }),
  },
  {
    label: { en: 'Invoice', zh: '发票' },
    title: 'number',
    visibility: { through: 'account' },
    checks: {
      currency: `currency ~ '^[A-Z]{3}$'`,
      due: 'due_on >= issued_on',
      credits: `credits_id IS NULL OR (type = 'creditNote' AND credits_id <> id)`,
      return: `return_id IS NULL OR type = 'creditNote'`,
    },
  },
) {}
