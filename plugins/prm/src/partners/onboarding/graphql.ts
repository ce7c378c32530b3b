import { type GraphqlKit, Partner } from '@tessera/core'
import { OnboardingStep, type PrmModel } from '../../model.ts'
import { markStep } from './complete-step.ts'
import { type OnboardingProgress, onboardingProgress } from './onboarding-progress.ts'

/** `onboardingProgress(partner)`, `completeOnboardingStep`, `reopenOnboardingStep`. */
export function onboardingOperations(kit: GraphqlKit<typeof PrmModel>): void {
  const progress = kit.builder.objectRef<OnboardingProgress>('OnboardingProgress').implement({
    description: 'How far a partner’s onboarding is.',
    fields: (t) => ({
      total: t.exposeInt('total', { nullable: false }),
      done: t.exposeInt('done', { nullable: false }),
      waitingForPartner: t.exposeInt('waitingForPartner', { nullable: false }),
      nextDue: t.field({ type: 'Date', resolve: ({ nextDue }) => nextDue }),
    }),
  })
  kit.query('onboardingProgress', {
    type: progress,
    description: 'Of your own partner unless one is named.',
    args: (arg) => ({ partner: arg.id() }),
    resolve: async ({ partner }, ctx) => {
      const asked = partner ?? (ctx.actor.kind === 'partner' ? ctx.actor.partner : null)
      if (!asked) return null
      const { id } = await ctx.get(Partner, asked)
      return onboardingProgress(ctx, id)
    },
  })
  for (const [name, done] of [
    ['completeOnboardingStep', true],
    ['reopenOnboardingStep', false],
  ] as const)
    kit.mutation(name, {
      type: kit.ref(OnboardingStep),
      description: done ? 'Notes that a step is done, and by whom.' : 'Notes that a step is not done after all.',
      args: (arg) => ({ step: arg.id({ required: true }), note: arg.string() }),
      resolve: ({ step, note }, ctx) => markStep(ctx, step, { done, note: note ?? null }),
    })
}
