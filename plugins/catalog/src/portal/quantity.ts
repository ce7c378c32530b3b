import { plainNumber } from '@tessera/portal/runtime'

/** A quantity as an address has it: more than 0, at most nine digits before and four after the point. What is none counts as one. */
export function readQuantity(given: string | null): { readonly quantity: string; readonly wrong: boolean } {
  const plain = plainNumber(given ?? '1') ?? ''
  const right = /^\d{1,9}(?:\.\d{1,4})?$/.test(plain) && Number(plain) > 0
  return right ? { quantity: plain, wrong: false } : { quantity: '1', wrong: true }
}
