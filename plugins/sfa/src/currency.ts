import { currencyDigits, TesseraError } from '@tessera/core'

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
