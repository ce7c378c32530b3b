import { type Hook, type Id, type On, Partner, Reject, type RowIn } from '@tessera/core'
import { Category } from '@tessera/plugin-catalog/model'
import { recordNumber } from '../../channel/record-number.ts'
import type { PrmModel } from '../../model.ts'
import { DealRegistration } from '../entities.ts'

type PartnerRow = RowIn<typeof PrmModel, typeof Partner>

/**
 * Whose a registration is follows from who makes it: a partner's people register for the partner they act for, whatever they say.
 * Country, title and the people on our side come from the partner.
 */
export const dealDefaults = (on: On<typeof PrmModel>): Hook =>
  on(DealRegistration).before('create', { batch: true, name: 'dealDefaults' }, async (events) => {
    const ctx = events[0]?.ctx
    if (!ctx) return
    const { actor } = ctx
    const system = ctx.asSystem('reads who registers a deal')
    const partnerOf = (row: { readonly partner?: Id }): Id | undefined =>
      actor.kind === 'partner' ? actor.partner : row.partner
    const ids = [...new Set(events.flatMap(({ row }) => partnerOf(row) ?? []))]
    const partners = new Map(
      (await system.list(Partner, { where: { id: { in: ids } }, limit: ids.length || 1 })).map((row) => [row.id, row]),
    )
    const lines = [...new Set(events.flatMap(({ row }) => row.productLine ?? []))]
    const names = new Map(
      (await system.list(Category, { where: { id: { in: lines } }, limit: lines.length || 1 })).map((row) => [
        row.id,
        row.name,
      ]),
    )
    return events.map(({ row }) => {
      const partner = partners.get(partnerOf(row) ?? '')
      // Without one it is refused as a missing value, with a better word.
      if (!partner) return undefined
      requireActive(partner)
      return {
        number: recordNumber('DR'),
        partner: partner.id,
        registeredBy: actor.kind === 'partner' || actor.kind === 'user' ? actor.id : (row.registeredBy ?? null),
        countryCode: row.countryCode ?? partner.prmCountryCode,
        title: row.title ?? titleOf(row.customerName, names.get(row.productLine)),
        manager: partner.prmManager,
        team: partner.prmTeam,
        territory: partner.prmTerritory,
      }
    })
  })

function requireActive(partner: PartnerRow): void {
  if (partner.active && partner.prmStatus === 'active') return
  throw new Reject(
    'prm.partnerInactive',
    'This partner can not register deals now: it is not active. Ask your channel manager.',
  )
}

const titleOf = (customer: string | undefined, line: string | undefined): string | null =>
  customer === undefined ? null : [customer.slice(0, 120), line].filter(Boolean).join(' – ').slice(0, 200)
