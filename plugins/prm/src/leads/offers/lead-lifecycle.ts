import { type Hook, type On, Reject } from '@tessera/core'
import type { PrmModel } from '../../model.ts'
import { PartnerLead, PartnerLeadReport } from '../entities.ts'
import { noContact } from './lead-parts.ts'
import { knowingLeadStatuses, nextLeadStatuses } from './status.ts'

/** What an offer is about and to whom it went stays; what a partner told us stays, too. */
const offered = ['lead', 'partner', 'number', 'offeredAt', 'why'] as const

/** Holds every change of an offer, on every path and whoever makes it, to its states. */
export const leadLifecycle = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(PartnerLead).before('create', { name: 'leadBegins' }, ({ row }) => {
    if (row.status !== undefined && row.status !== 'offered')
      throw new Reject('prm.leadStatus', 'A lead goes to a partner as an offer. The partner accepts it then.')
  }),
  on(PartnerLead).before('update', { name: 'leadLifecycle' }, ({ old, row, changed }) => {
    if (!old) return
    if (changed.has('status') && !nextLeadStatuses[old.status].includes(row.status))
      throw new Reject('prm.leadStatus', `A lead that is ${old.status} can not become ${row.status}.`, {
        from: old.status,
        to: row.status,
      })
    const wrong = offered.filter((name) => changed.has(name))
    if (wrong.length > 0)
      throw new Reject('prm.leadStays', `What was offered stays: ${wrong.join(', ')}. Recall it and offer it anew.`, {
        fields: wrong,
      })
  }),
  on(PartnerLead).before('update', { name: 'contactGoes', fields: ['status'] }, ({ row }) =>
    (knowingLeadStatuses as readonly string[]).includes(row.status) ? undefined : noContact,
  ),
  on(PartnerLead).before(['delete', 'restore'], { name: 'leadStays' }, () => {
    throw new Reject('prm.leadStays', 'A lead that was offered to a partner stays. Recall it instead.')
  }),
  on(PartnerLeadReport).before(['update', 'delete', 'restore'], { name: 'updateStays' }, () => {
    throw new Reject('prm.leadStays', 'What a partner told us stays as it was told.')
  }),
]
