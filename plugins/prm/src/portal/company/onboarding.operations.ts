import { operation } from '@tessera/client'

export interface Step {
  readonly id: string
  readonly title: string
  readonly titleZh: string | null
  readonly who: 'partner' | 'staff'
  readonly link: string | null
  readonly dueOn: string
  readonly note: string | null
  readonly doneAt: string | null
}

export const Onboarding = operation<
  {
    onboardingProgress: { readonly total: number; readonly done: number; readonly nextDue: string | null } | null
    onboardingSteps: { readonly nodes: readonly Step[] }
  },
  { partner: string }
>(`query Onboarding($partner: ID!) {
  onboardingProgress { total done nextDue }
  onboardingSteps(first: 100, where: { partner: { eq: $partner } }, orderBy: [{ position: asc }, { dueOn: asc }]) {
    nodes { id title titleZh who link dueOn note doneAt }
  }
}`)

export const CompleteStep = operation<{ completeOnboardingStep: { readonly id: string } | null }, { step: string }>(
  'mutation CompleteStep($step: ID!) { completeOnboardingStep(step: $step) { id } }',
)
export const ReopenStep = operation<{ reopenOnboardingStep: { readonly id: string } | null }, { step: string }>(
  'mutation ReopenStep($step: ID!) { reopenOnboardingStep(step: $step) { id } }',
)
