import type { TimelineEntry } from '@tessera/portal/design/timeline-entry.ts'
import type { Portal } from '@tessera/portal/runtime'
import type { ShownLead } from './lead.operations.ts'
import { leadState } from './lead-status.ts'

/** What happened to a lead at its partner, newest first. */
export function leadHistory({ t }: Pick<Portal, 't'>, lead: ShownLead): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = [{ title: t('prm.leads.history.offered'), at: lead.offeredAt, tone: 'info' }]
  const by = lead.answeredBy ? { by: lead.answeredBy.name } : {}
  if (lead.answeredAt)
    entries.push({
      title: t(lead.status === 'declined' ? 'prm.leads.history.declined' : 'prm.leads.history.accepted'),
      at: lead.answeredAt,
      ...by,
      tone: lead.status === 'declined' ? 'neutral' : 'success',
      ...(lead.status === 'declined' && lead.reason ? { text: lead.reason } : {}),
    })
  for (const { at, progress, note, by: person } of lead.reports.nodes.toReversed())
    entries.push({
      title: t(`prm.leads.progress.${progress}`),
      at,
      ...(person ? { by: person.name } : {}),
      ...(note ? { text: note } : {}),
    })
  if (lead.endedAt && lead.status !== 'declined') {
    const { text, tone } = leadState(lead)
    // Why it was taken back is said above.
    const reason = lead.status === 'recalled' ? null : lead.reason
    entries.push({ title: t(text), at: lead.endedAt, tone, ...(reason ? { text: reason } : {}) })
  }
  return entries.toReversed().toSorted((left, right) => right.at.localeCompare(left.at))
}
