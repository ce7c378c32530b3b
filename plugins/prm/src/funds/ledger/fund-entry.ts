import { entity, f } from '@tessera/core'
import { FundBudget } from '../budgets/fund-budget.ts'
import { FundAccount } from './fund-account.ts'

/**
 * A posting of the ledger of funds: one amount, debited to one account and credited to another, so that one which does not balance can not be
 * written. It is never changed or deleted; what was wrong is taken back by the opposite. So the ledger is its own journal.
 */
export class FundEntry extends entity(
  'fundEntry',
  {
    budget: f.ref(FundBudget, { inverse: 'entries' }).label({ en: 'Budget', zh: '预算' }),
    kind: f
      .enum(['fund', 'allocate', 'approve', 'claim', 'pay', 'release', 'expire', 'reverse'])
      .label({ en: 'Kind', zh: '类型' }),
    debit: f.ref(FundAccount, { inverse: 'debits' }).label({ en: 'Debit', zh: '借方' }),
    credit: f.ref(FundAccount, { inverse: 'credits' }).label({ en: 'Credit', zh: '贷方' }),
    amount: f.money().label({ en: 'Amount', zh: '金额' }),
    postedOn: f.date().label({ en: 'Posted on', zh: '记账日期' }),
    cause: f.text({ max: 100 }).indexed().label({ en: 'Caused by', zh: '来源' }).help({
      en: 'The record behind it: `fundRequest:<id>`, `fundClaim:<id>`, `fundPayment:<id>`, …',
      zh: '来源记录标识',
    }),
    reversalOf: f
      .ref('fundEntry', { inverse: 'reversals' })
      .nullable()
      .unique()
      .label({ en: 'Takes back', zh: '冲销分录' }),
  },
  {
    label: { en: 'Fund entry', zh: '市场基金分录' },
    plural: 'fundEntries',
    title: 'cause',
    journal: false,
    checks: {
      amount: 'amount_minor > 0',
      accounts: 'debit_id <> credit_id',
      reversal: `(kind = 'reverse') = (reversal_of_id IS NOT NULL)`,
    },
  },
) {}
