import { type Context, money, type ReportTable, type ReportValue, report, sql } from '@tessera/core'
import { z } from 'zod'
import type { PrmModel } from '../../model.ts'

interface Row {
  readonly budget: string
  readonly kind: string
  readonly holder: string
  readonly currency: string
  readonly debit: string
  readonly credit: string
  readonly balance: string
}

/** The trial balance of funds: every account with its debits, credits and balance, and a note where these do not agree. */
export const ledgerReport = report({
  title: { en: 'Market development funds', zh: '市场发展基金' },
  options: z.object({ budget: z.uuid().optional().describe('Only this budget') }),
  run: async (ctx: Context<typeof PrmModel>, { budget }): Promise<ReportTable> => {
    const { rows } = await sql<Row>`
      select b.name as budget, a.kind, coalesce(c.number, r.number, l.name, b.name) as holder, a.balance_currency as currency,
        a.balance_minor::text as balance,
        (select coalesce(sum(e.amount_minor), 0)::text from crm.fund_entry e where e.debit_id = a.id) as debit,
        (select coalesce(sum(e.amount_minor), 0)::text from crm.fund_entry e where e.credit_id = a.id) as credit
      from crm.fund_account a join crm.fund_budget b on b.id = a.budget_id
      left join crm.fund_allocation l on l.id = a.allocation_id left join crm.fund_request r on r.id = a.request_id
      left join crm.fund_claim c on c.id = a.claim_id
      where ${budget ?? null}::uuid is null or a.budget_id = ${budget ?? null}::uuid
      order by b.name, array_position(array['funding', 'unallocated', 'available', 'committed', 'payable', 'paid'], a.kind), holder, a.id`.execute(
      ctx.db,
    )
    const wrong = rows.filter(({ debit, credit, balance }) => BigInt(credit) - BigInt(debit) !== BigInt(balance))
    return {
      columns: [
        { name: 'budget', label: { en: 'Budget', zh: '预算' }, kind: 'text' },
        { name: 'account', label: { en: 'Account', zh: '账户' }, kind: 'text' },
        { name: 'of', label: { en: 'Of', zh: '所属' }, kind: 'text' },
        { name: 'debit', label: { en: 'Debit', zh: '借方' }, kind: 'money' },
        { name: 'credit', label: { en: 'Credit', zh: '贷方' }, kind: 'money' },
        { name: 'balance', label: { en: 'Balance', zh: '余额' }, kind: 'money' },
      ],
      rows: rows.map((row): Readonly<Record<string, ReportValue>> => {
        const amount = (minor: string) => money(BigInt(minor), row.currency)
        return {
          budget: row.budget,
          account: row.kind,
          of: row.holder,
          debit: amount(row.debit),
          credit: amount(row.credit),
          balance: amount(row.balance),
        }
      }),
      notes: wrong.map(
        ({ kind, holder }) =>
          `The balance of ${kind} of ${holder} is not what its entries say. Tell whoever runs the database.`,
      ),
    }
  },
})
