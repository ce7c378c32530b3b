import type { Id } from '@tessera/core'
import type { LeadRow } from './hold-offer.ts'

const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

/** What a partner is told before it accepts: where, what for and how big. Nothing that names anybody. */
export function teaserOf(lead: LeadRow, lineNames: ReadonlyMap<Id, string>, number: string) {
  const productLine = lead.sfaInterests?.find((id) => lineNames.has(id)) ?? null
  const what = (productLine && lineNames.get(productLine)) ?? lead.industry
  const country = lead.countryCode && /^[A-Z]{2}$/.test(lead.countryCode) ? countries.of(lead.countryCode) : null
  const where = [lead.region, country ?? lead.countryCode].filter(Boolean).join(', ')
  return {
    title: ([what, where].filter(Boolean).join(' – ') || number).slice(0, 200),
    countryCode: lead.countryCode,
    region: lead.region,
    industry: lead.industry,
    employees: lead.employees,
    productLine,
    rating: lead.rating,
  }
}

/** Whom it is about: copied with the acceptance. */
export const contactOf = (lead: LeadRow) => ({
  company: lead.company,
  contactName: [lead.firstName, lead.lastName].filter(Boolean).join(' ') || null,
  jobTitle: lead.jobTitle,
  email: lead.email,
  phone: lead.phone ?? lead.mobile,
  website: lead.website,
  address: [lead.street, [lead.postalCode, lead.city].filter(Boolean).join(' ')].filter(Boolean).join(', ') || null,
  city: lead.city,
  details: lead.description,
})

/** And taken away again, once the lead is no longer the partner's. */
export const noContact = {
  company: null,
  contactName: null,
  jobTitle: null,
  email: null,
  phone: null,
  website: null,
  address: null,
  city: null,
  details: null,
} as const satisfies Record<keyof ReturnType<typeof contactOf>, null>
