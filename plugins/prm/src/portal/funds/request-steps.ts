import type { Portal } from '@tessera/portal/runtime'
import type { ShownRequest } from './request.operations.ts'

interface Step {
  readonly label: string
  readonly state: 'done' | 'current' | 'todo' | 'failed'
  readonly hint?: string
}

/** The way of a request from asking to the money, and where it stands. */
export function requestSteps({ t, format }: Pick<Portal, 't' | 'format'>, request: ShownRequest): readonly Step[] {
  const { status } = request
  const claims = request.claims.nodes
  const step = (name: string, state: Step['state'], hint?: string | null): Step => ({
    label: t(`prm.funds.step.${name}`),
    state,
    ...(hint ? { hint } : {}),
  })
  const asked = step(
    'asked',
    status === 'draft' ? 'current' : 'done',
    request.submittedAt && format.dateTime(request.submittedAt),
  )
  if (status === 'cancelled') return [asked, step('cancelled', 'failed')]
  if (status === 'rejected')
    return [asked, step('rejected', 'failed', request.decidedAt && format.dateTime(request.decidedAt))]
  const approved = status === 'approved' || status === 'closed'
  const decided = approved
    ? step('approved', 'done', request.decidedAt && format.dateTime(request.decidedAt))
    : step(
        'decision',
        status === 'submitted' ? 'current' : 'todo',
        request.decideBy && t('prm.funds.by', { when: format.dateTime(request.decideBy) }),
      )
  const counting = claims.filter((one) => ['submitted', 'approved', 'paid'].includes(one.status))
  const claimed = step(
    'claimed',
    counting.length > 0 ? 'done' : status === 'approved' ? 'current' : status === 'closed' ? 'failed' : 'todo',
    request.claimUntil && t('prm.funds.claimBy', { day: format.date(request.claimUntil) }),
  )
  const allPaid = counting.length > 0 && counting.every((one) => one.status === 'paid')
  return [asked, decided, claimed, step('paid', allPaid ? 'done' : counting.length > 0 ? 'current' : 'todo')]
}
