import type { Context, Id } from '@tessera/core'
import { OnboardingStep, type PrmModel } from '../../model.ts'

type Ctx = Context<typeof PrmModel>

/**
 * Notes that a step is done, or open again: for whoever may change the step, an administrator the partner's own, staff with
 * `prm:onboard` any. Done twice, it stays with who did it first.
 * @throws FORBIDDEN, NOT_FOUND
 */
export function markStep(ctx: Ctx, id: Id, { done, note }: { readonly done: boolean; readonly note?: string | null }) {
  return ctx.transaction(async (inside) => {
    const step = await inside.mutate(OnboardingStep).update(id, note == null ? {} : { note })
    if ((step.doneAt !== null) === done) return id
    await inside
      .asSystem('notes who did a step of onboarding')
      .mutate(OnboardingStep)
      .update(id, {
        doneAt: done ? ctx.now() : null,
        doneBy: done && 'id' in ctx.actor ? ctx.actor.id : null,
      })
    return id
  })
}
