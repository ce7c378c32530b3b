import { entity, f, Team, Territory, User } from '@tessera/core'
import { Account, Address, Contact } from '@tessera/plugin-customers/model'
import type { AuthorityBasis } from '../approvals/require-authority.ts'
import type { TaxShown } from './figures.ts'
import { quoteStatuses } from './status.ts'

/** An offer to an account: what, for how much, until when. What a customer gets is a frozen revision of it. */
export class Quote extends entity(
  'quote',
  {
    number: f.sequence('Q-{yyyy}-{00000}').searchable().label({ en: 'Quote number', zh: '报价单号' }),
    name: f.text({ max: 200 }).searchable().label({ en: 'Name', zh: '名称' }),
    account: f.ref(Account, { inverse: 'quotes' }).label({ en: 'Account', zh: '客户' }),
    contact: f.ref(Contact, { inverse: 'quotes' }).nullable().label({ en: 'Contact', zh: '联系人' }),
    owner: f.ref(User, { inverse: 'ownedQuotes' }).nullable().label({ en: 'Salesperson', zh: '销售员' }),
    team: f.ref(Team, { inverse: 'quotes' }).nullable().label({ en: 'Team', zh: '团队' }),
    territory: f.ref(Territory, { inverse: 'quotes' }).nullable().label({ en: 'Territory', zh: '区域' }),
    status: f.enum(quoteStatuses).default('draft').indexed().label({ en: 'Status', zh: '状态' }),
    revision: f.int({ min: 1 }).default(1).readonly().label({ en: 'Revision', zh: '版本' }).help({
      en: 'The one being worked on or, once sent, the one the customer has',
      zh: '正在编辑的版本；发送后为客户持有的版本',
    }),
    currency: f.text({ max: 3 }).label({ en: 'Currency', zh: '币种' }),
    pricedOn: f.date().nullable().label({ en: 'Prices of', zh: '价格日期' }).help({
      en: 'The day whose prices count; the day of creation unless said otherwise',
      zh: '按该日价格计算；默认为创建日',
    }),
    validUntil: f.date().nullable().indexed().label({ en: 'Valid until', zh: '有效期至' }).help({
      en: 'The last day on which it can be accepted, in the company’s time zone',
      zh: '可接受报价的最后一天（公司所在时区）',
    }),
    language: f.enum(['en', 'zh']).nullable().label({ en: 'Language', zh: '语言' }).help({
      en: 'Of the document; that of the contact or account unless said otherwise',
      zh: '文件语言；默认为联系人或客户的语言',
    }),
    purchaseOrderNumber: f.text({ max: 100 }).nullable().label({ en: 'Reference of the customer', zh: '客户参考号' }),
    introduction: f.text({ max: 4000 }).nullable().label({ en: 'Introduction', zh: '引言' }),
    terms: f.text({ max: 10_000 }).nullable().label({ en: 'Terms', zh: '条款' }),
    paymentTermDays: f.int({ min: 0, max: 3650 }).nullable().label({ en: 'Payment term', zh: '付款期限' }).unit('days'),
    billTo: f
      .ref(Address, { inverse: 'billedQuotes', onDelete: 'setNull' })
      .nullable()
      .label({ en: 'Bill to', zh: '账单地址' }),
    shipTo: f
      .ref(Address, { inverse: 'shippedQuotes', onDelete: 'setNull' })
      .nullable()
      .label({ en: 'Ship to', zh: '收货地址' }),
    discountPercent: f
      .percent()
      .nullable()
      .label({ en: 'Overall discount rate', zh: '整单折扣率' })
      .unit('%')
      .help({ en: 'Per cent or amount, not both', zh: '百分比与金额只填其一' }),
    discountAmount: f.money().nullable().label({ en: 'Overall discount amount', zh: '整单减免' }),
    freight: f.money().nullable().label({ en: 'Freight', zh: '运费' }).help({
      en: 'Taxed at the highest rate of the lines',
      zh: '按各行最高税率计税',
    }),
    subtotal: f.money().nullable().readonly().label({ en: 'Subtotal', zh: '小计' }),
    discount: f.money().nullable().readonly().label({ en: 'Overall discount', zh: '整单折扣额' }),
    net: f.money().nullable().readonly().label({ en: 'Net', zh: '净额' }),
    taxes: f.json<readonly TaxShown[]>().default([]).readonly().label({ en: 'Tax by rate', zh: '分税率税额' }),
    tax: f.money().nullable().readonly().label({ en: 'Tax', zh: '税额' }),
    total: f.money().nullable().readonly().label({ en: 'Total', zh: '总额' }),
    cost: f.money().nullable().readonly().label({ en: 'Cost', zh: '成本' }),
    margin: f.money().nullable().readonly().label({ en: 'Margin', zh: '毛利' }),
    marginPercent: f.decimal(20, 4).nullable().readonly().label({ en: 'Margin rate', zh: '毛利率' }).unit('%'),
    contentHash: f.text({ max: 64 }).nullable().readonly().label({ en: 'Hash of the content', zh: '内容哈希' }).help({
      en: 'SHA-256 of all that is offered, with costs: what an approval is for',
      zh: '报价内容（含成本）的 SHA-256，审批即针对此内容',
    }),
    contentBy: f
      .ref(User, { inverse: 'writtenQuotes' })
      .nullable()
      .readonly()
      .label({ en: 'Content last changed by', zh: '内容最后修改人' }),
    basis: f.json<AuthorityBasis>().nullable().readonly().label({ en: 'On whose authority', zh: '授权依据' }),
    sentAt: f.instant().nullable().readonly().label({ en: 'Sent at', zh: '发送时间' }),
    sentBy: f.ref(User, { inverse: 'sentQuotes' }).nullable().readonly().label({ en: 'Sent by', zh: '发送人' }),
    respondedAt: f.instant().nullable().readonly().label({ en: 'Accepted or declined at', zh: '答复时间' }),
  },
  {
    label: { en: 'Quote', zh: '报价单' },
    title: 'number',
    visibility: { owner: 'owner', team: 'team', territory: 'territory' },
    checks: {
      currency: `currency ~ '^[A-Z]{3}$'`,
      discount: 'num_nonnulls(discount_percent, discount_amount_minor) <= 1',
      discount_percent: 'discount_percent >= 0 AND discount_percent <= 100',
      amounts: 'discount_amount_minor >= 0 AND freight_minor >= 0',
      discount_currency: 'discount_amount_currency = currency',
      freight_currency: 'freight_currency = currency',
    },
  },
) {}
