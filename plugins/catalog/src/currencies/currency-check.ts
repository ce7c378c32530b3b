import {
  type AnyEntity,
  currencyDigits,
  type FieldIssue,
  type Hook,
  issue,
  type On,
  type Row,
  TesseraError,
} from '@tessera/core'
import { type CatalogModel, ExchangeRate, OptionPrice, PriceBook, ProductCost } from '../model.ts'

/** Prices, costs and exchange rates are in currencies there are. */
export const currencyCheck = (on: On<typeof CatalogModel>): readonly Hook[] => [
  ...([PriceBook, ProductCost] as const).map((entity) =>
    on(entity).validate('save', { fields: ['currency'], name: 'currency' }, ({ row }) => findings(row, ['currency'])),
  ),
  on(OptionPrice).validate('save', { fields: ['currency'], name: 'currency' }, ({ row }) =>
    row.currency ? findings(row, ['currency']) : [],
  ),
  on(ExchangeRate).validate('save', { fields: ['fromCurrency', 'toCurrency'], name: 'currency' }, ({ row }) =>
    findings(row, ['fromCurrency', 'toCurrency']),
  ),
]

function findings<R extends Partial<Row<AnyEntity>>>(row: R, fields: readonly (keyof R & string)[]): FieldIssue[] {
  return fields.flatMap((field) => {
    if (isCurrency(String(row[field]))) return []
    const { code, message } = issue([field], 'CURRENCY', { got: row[field] })
    return [{ field, code, message }]
  })
}

/** Whether it is a code of ISO 4217, such as `EUR`. */
export function isCurrency(code: string): boolean {
  try {
    currencyDigits(code)
    return true
  } catch (error) {
    if (error instanceof TesseraError && error.code === 'UNKNOWN_CURRENCY') return false
    throw error
  }
}
