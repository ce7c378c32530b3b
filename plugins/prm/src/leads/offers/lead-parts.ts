import type { Id } from '@tessera/core'
import type { LeadRow } from './hold-offer.ts'
import { type NamedLine, titleIn } from './lead-title.ts'

/** What a partner is told before it accepts: where, what for and how big. Nothing that names anybody. */
export function teaserOf(lead: LeadRow, lines: ReadonlyMap<Id, NamedLine>, number: string) {
  const productLine = lead.sfaInterests?.find((id) => lines.has(id)) ?? null
  return {
    title: (titleIn('en', lead, lines.get(productLine ?? '')) || number).slice(0, 200),
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
