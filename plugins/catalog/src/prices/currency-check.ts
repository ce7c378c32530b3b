import { currencyDigits, type FieldIssue, type Hook, issue, type On, TesseraError } from '@tessera/core'
import { type CatalogModel, PriceBook, ProductCost } from '../model.ts'

/** Prices and costs are in currencies there are. */
export const currencyCheck = (on: On<typeof CatalogModel>): readonly Hook[] =>
  ([PriceBook, ProductCost] as const).map((entity) =>
    on(entity).validate('save', { fields: ['currency'], name: 'currency' }, ({ row }): readonly FieldIssue[] => {
      if (isCurrency(row.currency)) return []
      const { code, message } = issue(['currency'], 'CURRENCY', { got: row.currency })
      return [{ field: 'currency', code, message }]
    }),
  )

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
