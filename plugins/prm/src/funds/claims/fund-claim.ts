import { entity, f, Partner, User } from '@tessera/core'
import { FundRequest } from '../requests/fund-request.ts'

/** What a partner spent on an approved activity and wants back, with the invoice that shows it. */
export class FundClaim extends entity(
  'fundClaim',
  {
    number: f.sequence('MDC-{yyyy}-{00000}').searchable().label({ en: 'Claim number', zh: '报销单号' }),
    request: f.ref(FundRequest, { inverse: 'claims' }).label({ en: 'Request', zh: '申请' }),
    partner: f.ref(Partner, { inverse: 'fundClaims' }).readonly().label({ en: 'Partner', zh: '伙伴' }),
    spent: f.money().label({ en: 'Spent', zh: '实际支出' }).help({ en: 'As the invoice says', zh: '以发票为准' }),
    amount: f.money().label({ en: 'Claimed', zh: '报销金额' }),
    invoiceNumber: f.text({ max: 100 }).searchable().label({ en: 'Invoice number', zh: '发票号' }),
    invoicedOn: f.date().label({ en: 'Invoice of', zh: '发票日期' }),
    note: f.text({ max: 2000 }).nullable().label({ en: 'What came of it', zh: '活动成果' }),
    status: f
      .enum(['draft', 'submitted', 'approved', 'rejected', 'cancelled', 'paid'])
      .default('draft')
      .indexed()
      .label({ en: 'Status', zh: '状态' })
      .help({ en: '`paid` follows from the payments', zh: '“已付款”由付款记录得出' }),
    approved: f.money().nullable().label({ en: 'Approved', zh: '批准金额' }),
    reason: f.text({ max: 1000 }).nullable().label({ en: 'Why so decided', zh: '审批说明' }),
    submittedAt: f.instant().nullable().readonly().label({ en: 'Submitted at', zh: '提交时间' }),
    submittedBy: f
      .ref(User, { inverse: 'submittedFundClaims' })
      .nullable()
      .readonly()
      .label({ en: 'Submitted by', zh: '提交人' }),
    decideBy: f.instant().nullable().readonly().label({ en: 'To be decided by', zh: '审批截止时间' }),
    escalatedAt: f.instant().nullable().readonly().label({ en: 'Escalated at', zh: '升级时间' }),
    decidedAt: f.instant().nullable().readonly().label({ en: 'Decided at', zh: '审批时间' }),
    decidedBy: f
      .ref(User, { inverse: 'decidedFundClaims' })
      .nullable()
      .readonly()
      .label({ en: 'Decided by', zh: '审批人' }),
    /** Null while the invoice may be claimed by another claim: once it counts, it counts once. */
    claimedInvoice: f
      .computed(
        'text',
        (c) => `CASE WHEN ${c.status} IN ('submitted', 'approved', 'paid') THEN lower(${c.invoiceNumber}) END`,
      )
      .label({ en: 'Invoice that counts', zh: '有效发票号' }),
  },
  {
    label: { en: 'Fund claim', zh: '市场基金报销' },
    title: 'number',
    visibility: { through: 'request' },
    unique: [['partner', 'claimedInvoice']],
    indexes: [['partner', 'status']],
    checks: {
      amounts: 'amount_minor > 0 AND spent_minor >= amount_minor AND spent_currency = amount_currency',
      approved: `approved_minor IS NULL OR (approved_minor > 0 AND approved_minor <= amount_minor AND approved_currency = amount_currency)`,
      decided: `status NOT IN ('approved', 'paid') OR approved_minor IS NOT NULL`,
      reason: `status <> 'rejected' OR reason IS NOT NULL`,
    },
  },
) {}
