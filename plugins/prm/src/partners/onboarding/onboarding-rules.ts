import { type Hook, type On, Partner } from '@tessera/core'
import { OnboardingStep, type PrmModel } from '../../model.ts'
import { beginOnboarding, finishOnboarding } from './begin-onboarding.ts'

/** Whoever comes to be onboarded gets steps; when the last one is done, the partner is active. */
export const onboardingRules = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(Partner).after(['create', 'update'], { name: 'onboarding' }, async ({ ctx, row, old }) => {
    if (row.prmStatus !== 'onboarding' || old?.prmStatus === 'onboarding') return
    await beginOnboarding(ctx.asSystem('begins to onboard a partner'), row)
  }),
  on(OnboardingStep).after(['update', 'delete'], { name: 'finished' }, ({ ctx, row }) =>
    finishOnboarding(ctx, row.partner),
  ),
]
