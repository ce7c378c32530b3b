import type { Portal } from '@tessera/portal/runtime'

/** An address, or the snapshot of one. */
export interface ShownAddress {
  readonly addressee?: string | null
  readonly line1?: string | null
  readonly line2?: string | null
  readonly postalCode?: string | null
  readonly city?: string | null
  readonly countryCode?: string | null
}

/** An address in one line. */
export const addressText = ({ format }: Pick<Portal, 'format'>, address: ShownAddress): string =>
  format.list([
    address.addressee,
    address.line1,
    address.line2,
    [address.postalCode, address.city].filter(Boolean).join(' '),
    address.countryCode,
  ])
