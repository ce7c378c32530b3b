import type { TimelineEntry } from '@tessera/portal/design/timeline-entry.ts'
import type { Portal } from '@tessera/portal/runtime'
import type { LeadOffer } from './desk.operations.ts'
import { leadState } from './lead-status.ts'
import { whyText } from './why-text.ts'

/** What partners did with a lead, newest first. Why the live offer went where it went stands above. */
export function deskHistory(
  portal: Pick<Portal, 't' | 'format'>,
  offers: readonly LeadOffer[],
  live: LeadOffer | undefined,
): readonly TimelineEntry[] {
  const { t } = portal
  return offers
    .flatMap((offer): TimelineEntry[] => {
      const partner = offer.partner?.name ?? ''
      const person = (who: { readonly name: string } | null) => (who ? { by: who.name } : {})
      const said = (text: string | null) => (text ? { text } : {})
      const entries: TimelineEntry[] = [
        {
          title: t('prm.leads.desk.history.offered', { partner }),
          at: offer.offeredAt,
          tone: 'info',
          ...person(offer.offeredBy),
          ...said([offer === live ? '' : whyText(portal, offer.why), offer.message].filter(Boolean).join(' ')),
        },
      ]
      if (offer.answeredAt && offer.status !== 'declined')
        entries.push({
          title: t('prm.leads.desk.history.accepted', { partner }),
          at: offer.answeredAt,
          tone: 'success',
          ...person(offer.answeredBy),
        })
      for (const { at, progress, note, by } of offer.reports.nodes)
        entries.push({ title: `${partner}: ${t(`prm.leads.progress.${progress}`)}`, at, ...person(by), ...said(note) })
      if (offer.endedAt)
        entries.push({
          title: `${partner}: ${t(leadState(offer).text)}`,
          at: offer.endedAt,
          tone: leadState(offer).tone,
          ...person(offer.endedBy),
          ...said(offer.reason),
        })
      return entries
    })
    .toSorted((left, right) => right.at.localeCompare(left.at))
}
