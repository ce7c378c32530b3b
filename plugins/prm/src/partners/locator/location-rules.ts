import { type Context, type Hook, type Id, type On, Partner, Reject } from '@tessera/core'
import { PartnerLocation, type PrmModel, type ShownLocation } from '../../model.ts'
import { notify } from '../../news/notify.ts'
import { ownPartner } from '../../own-partner.ts'
import { specialityIssues } from '../profile/specialities.ts'
import { countryIssues } from '../recruitment/countries.ts'

type Ctx = Context<typeof PrmModel>

const content = [
  'name',
  'address',
  'postalCode',
  'city',
  'region',
  'countryCode',
  'point',
  'phone',
  'website',
  'specialities',
] as const satisfies readonly (keyof ShownLocation)[]

/** A location is of the partner whose administrator writes it, and what changes of it waits for approval. */
export const locationRules = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(PartnerLocation).validate('save', { name: 'place', fields: ['countryCode', 'specialities'] }, ({ row }) => [
    ...countryIssues(row.countryCode),
    ...specialityIssues('specialities', row.specialities),
  ]),
  on(PartnerLocation).before('create', { name: 'partner' }, ({ ctx, row }) => ownPartner(ctx, row.partner)),
  on(PartnerLocation).before('update', { name: 'waits' }, ({ ctx, changed, old }) => {
    if (ctx.actor.kind === 'system' || !old || !content.some((name) => changed.has(name))) return
    return { status: 'waiting', reason: null, decidedAt: null, decidedBy: null }
  }),
  on(PartnerLocation).after('save', { name: 'tell' }, async ({ ctx, row, old }) => {
    if (ctx.actor.kind !== 'partner' || row.status !== 'waiting' || old?.status === 'waiting') return
    const { name } = await ctx.get(Partner, row.partner)
    await notify(ctx, {
      permission: 'prm:onboard',
      over: null,
      kind: 'partners.locationWaits',
      params: { partner: name, location: row.name },
      link: '/desk/locations',
    })
  }),
]

/**
 * Shows a location to the public as it is now. For whoever may change it of the staff.
 * @throws FORBIDDEN, NOT_FOUND, CONFLICT unless it still has the version that was looked at
 */
export function approveLocation(ctx: Ctx, id: Id, ifVersion?: number): Promise<Id> {
  return decide(ctx, id, ifVersion, (location) => ({
    status: 'approved',
    reason: null,
    shown: Object.fromEntries(content.map((name) => [name, location[name]])) as unknown as ShownLocation,
  }))
}

/** Refuses what was changed, for a reason the partner is told; what was approved before goes on being shown. @throws FORBIDDEN, NOT_FOUND */
export const refuseLocation = (ctx: Ctx, id: Id, reason: string): Promise<Id> =>
  decide(ctx, id, undefined, () => ({ status: 'refused', reason }))

type Location = Awaited<ReturnType<typeof held>>

const held = (ctx: Ctx, id: Id, ifVersion?: number) => ctx.mutate(PartnerLocation).update(id, {}, { ifVersion })

function decide(
  ctx: Ctx,
  id: Id,
  ifVersion: number | undefined,
  patchOf: (location: Location) => { status: 'approved' | 'refused'; reason: string | null; shown?: ShownLocation },
): Promise<Id> {
  if (ctx.actor.kind === 'partner')
    throw new Reject('prm.locationByStaff', 'What the public sees is approved by the company, not by the partner.')
  return ctx.transaction(async (inside) => {
    // Changes nothing: it waits for others who write, and is refused to whoever may not.
    const location = await held(inside, id, ifVersion)
    const patch = patchOf(location)
    await inside
      .asSystem('decides about a location for staff who may')
      .mutate(PartnerLocation)
      .update(id, { ...patch, decidedAt: ctx.now(), decidedBy: 'id' in ctx.actor ? ctx.actor.id : null })
    await notify(inside, {
      partner: location.partner,
      roles: ['admin'],
      kind: patch.status === 'approved' ? 'partners.locationApproved' : 'partners.locationRefused',
      params: { location: location.name, reason: patch.reason ?? '' },
      link: '/company/locations',
    })
    return id
  })
}
