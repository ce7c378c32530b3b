import { createHash } from 'node:crypto'
import { formatAmount, type Money, safeCell } from '@tessera/core'
import { stringify } from 'csv-stringify/sync'

/** What a line of the file is made of. */
export interface Transfer {
  readonly reference: string
  readonly partnerName: string
  readonly accountNumber: string | null
  readonly amount: Money
  readonly statementNumbers: string
}

/**
 * The file of a payout: one transfer a line, as CSV with a header, in UTF-8, lines ended by CRLF. The same transfers give the same bytes. Where
 * the money goes to is the bank's or the ERP's business: this system keeps no bank accounts.
 */
export const payoutFile = (executeOn: string, transfers: readonly Transfer[]): string =>
  stringify(
    transfers.map(({ reference, partnerName, accountNumber, amount, statementNumbers }) => [
      reference,
      safeCell(partnerName),
      safeCell(accountNumber ?? ''),
      formatAmount(amount),
      amount.currency,
      executeOn,
      safeCell(statementNumbers),
    ]),
    {
      header: true,
      columns: ['reference', 'partner', 'accountNumber', 'amount', 'currency', 'executeOn', 'statements'],
      record_delimiter: 'windows',
    },
  )

export const fileHash = (file: string): string => createHash('sha256').update(file).digest('hex')
