import type { FieldIssue, Hook, On } from '@tessera/core'
import type { PrmModel } from '../../model.ts'
import { DealRegistration } from '../entities.ts'

const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

/** Countries there are, in capitals. */
export const dealCheck = (on: On<typeof PrmModel>): Hook =>
  on(DealRegistration).validate('save', { name: 'dealCheck' }, ({ row, changed }): FieldIssue[] => {
    const code = row.countryCode
    if (!changed.has('countryCode') || code === null || code === undefined) return []
    if (/^[A-Z]{2}$/.test(code) && countries.of(code)) return []
    return [
      {
        field: 'countryCode',
        code: 'COUNTRY',
        message: `«${code}» is no country. Give the two letters of ISO 3166, such as DE.`,
      },
    ]
  })
