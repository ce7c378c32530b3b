import { date, file, flag, id, money, text } from '@tessera/portal/runtime'
import type { ShownLead } from '../leads/lead.operations.ts'
import type { ShownDeal } from './deal.operations.ts'

/** What the form asks, in eight fields: town or website in one, person or address in another. */
export const dealFields = (currencies: readonly string[]) => ({
  customer: text({ max: 300 }),
  country: text({ max: 2 }).optional(),
  place: text({ max: 150 }).optional(),
  line: id(),
  amount: money(currencies, { min: 0 }),
  close: date(),
  contact: text({ max: 200 }).optional(),
  note: text({ max: 4000 }).optional(),
  files: file().optional(),
  known: flag(),
})

/** Where issues of the API stand in the form. */
export const dealPaths = {
  customerName: 'customer',
  countryCode: 'country',
  city: 'place',
  website: 'place',
  taxId: 'place',
  productLine: 'line',
  'amount.amount': 'amount',
  expectedClose: 'close',
  contactName: 'contact',
  contactEmail: 'contact',
  description: 'note',
} as const

export interface DealValues {
  readonly customer: string
  readonly country: string | null
  readonly place: string | null
  readonly line: string
  readonly amount: { readonly amount: string; readonly currency: string }
  readonly close: string
  readonly contact: string | null
  readonly note: string | null
}

const looksLikeSite = (text: string): boolean => /^(?:https?:\/\/)?[^\s/@]+\.[^\s/@.]{2,}(?:\/\S*)?$/i.test(text)

/** «acme.example» is a website, «Lyon» a town. */
export function placeOf(place: string | null): { readonly city: string | null; readonly website: string | null } {
  if (place === null || !looksLikeSite(place)) return { city: place, website: null }
  return { city: null, website: /^https?:\/\//i.test(place) ? place : `https://${place}` }
}

export const contactOf = (
  contact: string | null,
): { readonly contactName: string | null; readonly contactEmail: string | null } =>
  contact?.includes('@') ? { contactName: null, contactEmail: contact } : { contactName: contact, contactEmail: null }

/** The form as the API takes it, but for the amount. */
export const inputOf = ({ customer, country, place, line, close, contact, note }: DealValues) => ({
  customerName: customer,
  countryCode: country,
  ...placeOf(place),
  productLine: line,
  expectedClose: close,
  ...contactOf(contact),
  description: note,
})

/** A registration as the form shows it, to be changed or registered anew. */
export const formValuesOf = (deal: ShownDeal) => ({
  customer: deal.customerName,
  country: deal.countryCode,
  place: deal.city ?? deal.website?.replace(/^https?:\/\/|\/$/g, '') ?? null,
  line: deal.productLineId,
  amount: deal.amount.amount,
  close: deal.expectedClose,
  contact: deal.contactEmail ?? deal.contactName,
  note: deal.description,
})

/** What is known of a lead, for the deal it becomes; how much and until when is for the partner to say. */
export const leadValues = (lead: ShownLead) => ({
  customer: lead.company ?? lead.contactName,
  country: lead.countryCode,
  place: lead.website?.replace(/^https?:\/\/|\/$/g, '') ?? lead.city,
  line: lead.productLineId,
  contact: lead.email ?? lead.contactName,
})
