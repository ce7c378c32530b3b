import { type Hook, type HookEvent, type On, Reject } from '@tessera/core'
import type { PrmModel } from '../../model.ts'
import { DealRegistration } from '../entities.ts'
import { nextStatuses } from './status.ts'

type Event = HookEvent<typeof PrmModel, typeof DealRegistration>

/** By these it was compared with others, and is protected: they stay once it was submitted. */
const claimed = [
  'partner',
  'customerName',
  'countryCode',
  'city',
  'taxId',
  'website',
  'contactEmail',
  'productLine',
] as const

/** These a partner keeps up to date for as long as something may become of it. */
const kept = ['title', 'contactName', 'amount', 'expectedClose', 'description', 'competitor'] as const

/**
 * Holds every change of a registration, on every path and whoever makes it, to its states. What was claimed stays as it was
 * compared; a registration that is over stays as it is; one that was submitted is never deleted.
 */
export const dealLifecycle = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(DealRegistration).before('create', { name: 'dealBegins' }, ({ row }) => {
    if (row.status !== undefined && row.status !== 'draft')
      throw new Reject('prm.dealStatus', 'A registration begins as a draft. Submit it then.')
  }),
  on(DealRegistration).before('update', { name: 'dealLifecycle' }, (event) => {
    const { old, row, changed } = event
    if (!old) return
    if (changed.has('status') && !nextStatuses[old.status].includes(row.status))
      throw new Reject('prm.dealStatus', `A registration that is ${old.status} can not become ${row.status}.`, {
        from: old.status,
        to: row.status,
      })
    if (old.status !== 'draft') requireUnchanged(event)
  }),
  on(DealRegistration).before(['delete', 'restore'], { name: 'dealStays' }, ({ row }) => {
    if (row.status !== 'draft')
      throw new Reject('prm.dealStays', 'A registration that was submitted stays. Withdraw or release it instead.')
  }),
]

function requireUnchanged({ old, changed, ctx }: Event): void {
  const wrong = claimed.filter((name) => changed.has(name))
  if (wrong.length > 0)
    throw new Reject(
      'prm.dealClaimed',
      `What was submitted stays: ${wrong.join(', ')}. Withdraw this registration and make a new one.`,
      { fields: wrong },
    )
  if (old?.status === 'submitted' || old?.status === 'approved' || ctx.actor.kind === 'system') return
  const late = kept.filter((name) => changed.has(name))
  if (late.length > 0)
    throw new Reject(
      'prm.dealOver',
      `This registration is ${old?.status}: ${late.join(', ')} can not be changed any more.`,
      {
        fields: late,
      },
    )
}
