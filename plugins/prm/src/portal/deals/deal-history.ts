import type { TimelineEntry } from '@tessera/portal/design/timeline-entry.ts'
import type { Portal } from '@tessera/portal/runtime'
import type { ShownDeal } from './deal.operations.ts'

/** What happened to a registration, newest first, as far as its partner is told. */
export function dealHistory({ t, format }: Pick<Portal, 't' | 'format'>, deal: ShownDeal): readonly TimelineEntry[] {
  const { status, reason } = deal
  const said = (text: string | null): { readonly text?: string } => (text ? { text } : {})
  const by = deal.registeredBy ? { by: deal.registeredBy.name } : {}
  const entries: TimelineEntry[] = [{ title: t('prm.deal.history.drafted'), at: deal.createdAt, ...by }]
  if (deal.submittedAt) entries.push({ title: t('prm.deal.history.submitted'), at: deal.submittedAt, tone: 'info' })
  if (deal.decidedAt)
    entries.push(
      status === 'rejected'
        ? { title: t('prm.deal.history.rejected'), at: deal.decidedAt, tone: 'danger', ...said(reason) }
        : {
            title: t('prm.deal.history.approved', { day: format.date(deal.protectedUntil) }),
            at: deal.decidedAt,
            tone: 'success',
            ...(status === 'released' ? {} : said(reason)),
          },
    )
  if (deal.extensionAskedAt)
    entries.push({ title: t('prm.deal.history.asked'), at: deal.extensionAskedAt, ...said(deal.extensionReason) })
  if (deal.convertedAt)
    entries.push({
      title: t('prm.deal.history.converted'),
      at: deal.convertedAt,
      tone: 'success',
      ...said(deal.progressNote),
    })
  for (const { createdAt, note } of deal.evidence.nodes)
    entries.push({ title: t('prm.deal.history.evidence'), at: createdAt, ...said(note) })
  // What came at the same moment: the later step first.
  return entries.toReversed().toSorted((left, right) => right.at.localeCompare(left.at))
}
