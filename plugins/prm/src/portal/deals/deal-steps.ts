import type { Portal } from '@tessera/portal/runtime'
import type { ShownDeal } from './deal.operations.ts'

type State = 'done' | 'current' | 'todo' | 'failed'

/** The way of a registration, and where it stands on it. */
export function dealSteps(
  { t, format }: Pick<Portal, 't' | 'format'>,
  deal: ShownDeal,
): readonly { readonly label: string; readonly state: State; readonly hint?: string }[] {
  const { status } = deal
  const step = (name: string, state: State, hint?: string) => ({
    label: t(`prm.deal.step.${name}`),
    state,
    ...(hint ? { hint } : {}),
  })
  const registered =
    status === 'draft'
      ? step('registered', 'current')
      : step('registered', 'done', format.date(deal.submittedAt?.slice(0, 10)))
  if (status === 'withdrawn') return [registered, step('withdrawn', 'failed')]
  if (status === 'rejected') return [registered, step('rejected', 'failed', format.date(deal.decidedAt?.slice(0, 10)))]
  const approved =
    deal.decidedAt !== null
      ? step('approved', 'done', format.date(deal.decidedAt.slice(0, 10)))
      : step(
          'decision',
          status === 'submitted' ? 'current' : 'todo',
          deal.decisionDueAt ? t('prm.deal.step.by', { when: format.dateTime(deal.decisionDueAt) }) : undefined,
        )
  const until = deal.protectedUntil ? t('prm.deal.step.until', { day: format.date(deal.protectedUntil) }) : undefined
  if (status === 'expired' || status === 'released') return [registered, approved, step(status, 'failed', until)]
  const shielded = step(
    'protected',
    status === 'approved' ? 'current' : status === 'converted' ? 'done' : 'todo',
    until,
  )
  const converted = status === 'converted'
  const together = step(
    'opportunity',
    converted ? (deal.progress === 'open' ? 'current' : 'done') : 'todo',
    deal.progressStage ?? undefined,
  )
  const end =
    deal.progress === 'lost'
      ? step('lost', 'failed', format.date(deal.progressClose))
      : step(
          'won',
          deal.progress === 'won' ? 'done' : 'todo',
          deal.progress === 'won' ? format.date(deal.progressClose) : undefined,
        )
  return [registered, approved, shielded, together, end]
}
