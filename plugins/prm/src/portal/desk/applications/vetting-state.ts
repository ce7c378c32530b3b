import type { Portal } from '@tessera/portal/runtime'
import type { Check, ShownApplication } from './applications.operations.ts'

export const checkResults = ['open', 'passed', 'failed', 'notApplicable'] as const

export const checkTone = { open: 'info', passed: 'success', failed: 'danger', notApplicable: 'neutral' } as const

/** Whether a check keeps an application from being approved. */
export const isOpen = ({ required, result }: Pick<Check, 'required' | 'result'>): boolean =>
  required && result !== 'passed' && result !== 'notApplicable'

/** Asked, vetted, decided: where an application stands. */
export function stepsOfApplication({ t, format }: Portal, application: ShownApplication) {
  const { status, confirmedAt, createdAt, decidedAt, decidedBy } = application
  const decided = status === 'approved' || status === 'rejected'
  const by = [decidedBy?.name, decidedAt && format.date(decidedAt.slice(0, 10))].filter(Boolean).join(' · ')
  return [
    { label: t('prm.application.step.asked'), state: 'done' as const, hint: format.dateTime(confirmedAt ?? createdAt) },
    {
      label: t('prm.application.step.vetting'),
      state: decided ? ('done' as const) : status === 'vetting' ? ('current' as const) : ('todo' as const),
      ...(application.manager ? { hint: application.manager.name } : {}),
    },
    {
      label: t(status === 'rejected' ? 'prm.application.step.rejected' : 'prm.application.step.approved'),
      state: decided ? ('done' as const) : ('todo' as const),
      ...(by ? { hint: by } : {}),
    },
  ]
}
