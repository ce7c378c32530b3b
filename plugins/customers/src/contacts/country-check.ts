import type { FieldIssue, Hook, On } from '@tessera/core'
import { Address, type CustomersModel, Lead } from '../model.ts'
import { countryCodes } from './countries.ts'

/** Countries are ISO 3166 codes, whatever the case they are typed in. */
export const countryCheck = (on: On<typeof CustomersModel>): readonly Hook[] => [
  on(Address).validate('save', { fields: ['countryCode'], name: 'country' }, ({ row }) =>
    unknownCountry(row.countryCode),
  ),
  on(Address).before('save', { fields: ['countryCode'], name: 'country' }, ({ row }) => ({
    countryCode: row.countryCode.toUpperCase(),
  })),
  on(Lead).validate('save', { fields: ['countryCode'], name: 'country' }, ({ row }) => unknownCountry(row.countryCode)),
  on(Lead).before('save', { fields: ['countryCode'], name: 'country' }, ({ row }) => ({
    countryCode: row.countryCode?.toUpperCase() ?? null,
  })),
]

function unknownCountry(code: string | null | undefined): readonly FieldIssue[] {
  if (!code || countryCodes.has(code.toUpperCase())) return []
  return [
    {
      field: 'countryCode',
      code: 'COUNTRY',
      message: `«${code}» is no country code. Use the two letters of ISO 3166, such as DE or CN.`,
    },
  ]
}
