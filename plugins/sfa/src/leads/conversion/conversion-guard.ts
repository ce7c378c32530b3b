import { type Hook, type On, Reject } from '@tessera/core'
import { Lead } from '@tessera/plugin-customers/model'
import type { SfaModel } from '../../model.ts'

/** A lead is converted by conversion, and stays so. Leads of an import may come as converted. */
export const conversionGuard = (on: On<typeof SfaModel>): Hook =>
  on(Lead).before('update', { fields: ['status'], name: 'conversion' }, ({ old, row }) => {
    if (row.status === 'converted' && row.sfaConvertedAt === null)
      throw new Reject('sfa.convertByConversion', 'A lead becomes an opportunity by converting it, not by its status.')
    if (old?.status === 'converted' && old.sfaConvertedAt !== null && row.status !== 'converted')
      throw new Reject(
        'sfa.leadConverted',
        'This lead has become an opportunity. Work on that one, or close it as lost.',
      )
  })
