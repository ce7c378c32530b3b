import type { Portal } from '@tessera/portal/runtime'
import { countryName } from '../deals/countries.ts'
import { lineName } from '../deals/product-lines.ts'
import type { ListedLead } from './leads.operations.ts'

/** Where, what for and how big: the same before and after it is accepted. */
export function leadFacts(
  { t, label, language, format }: Pick<Portal, 't' | 'label' | 'language' | 'format'>,
  lead: ListedLead,
): readonly { readonly label: string; readonly value: string }[] {
  const where = format.place([lead.region, countryName(lead.countryCode, language)])
  return [
    { label: label('partnerLead', 'productLine'), value: lineName(lead.productLine, language) ?? '–' },
    { label: t('prm.leads.where'), value: where || '–' },
    { label: label('partnerLead', 'industry'), value: lead.industry ?? '–' },
    {
      label: t('prm.leads.size'),
      value: lead.employees === null ? '–' : t('prm.leads.people', { count: lead.employees }),
    },
    { label: label('partnerLead', 'rating'), value: lead.rating ? t(`prm.leads.rating.${lead.rating}`) : '–' },
  ]
}

/** A few words of it, for lists. */
export const leadLine = ({ t, language }: Pick<Portal, 't' | 'language'>, lead: ListedLead) => [
  lead.company && lineName(lead.productLine, language),
  lead.employees !== null && t('prm.leads.people', { count: lead.employees }),
]

/** What of a lead its name is made of. */
export type NamedLead = Pick<ListedLead, 'title' | 'company' | 'productLine' | 'industry' | 'region' | 'countryCode'>

/** What a lead is called in the reader's language: whom it is about once that is known, before what for and where. */
export function leadTitle({ language, format }: Pick<Portal, 'language' | 'format'>, lead: NamedLead): string {
  if (lead.company) return lead.company
  const what = lineName(lead.productLine, language) ?? lead.industry
  const where = format.place([lead.region, countryName(lead.countryCode, language)])
  return [what, where].filter(Boolean).join(' – ') || lead.title
}
