import { job, Partner } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { OnboardingStep, PrmModel } from '../../model.ts'
import { notify } from '../../news/notify.ts'

/** Every morning: whoever has to do a step that is due hears of it, once. */
export const remindOfSteps = job(PrmModel, 'remindOfSteps', { cron: '20 6 * * *' }, async ({ ctx, signal }) => {
  const today = companyDay(ctx)
  while (!signal.aborted) {
    const due = await ctx.list(OnboardingStep, {
      where: { doneAt: { isNull: true }, remindedAt: { isNull: true }, dueOn: { lte: today } },
      limit: 100,
    })
    if (due.length === 0) return
    for (const { partner, title, titleZh, who, dueOn } of due) {
      const { name, prmManager } = await ctx.get(Partner, partner)
      const kind = 'partners.stepDue'
      const params = { step: title, stepZh: titleZh ?? '', partner: name, due: dueOn }
      if (who === 'partner') await notify(ctx, { partner, roles: ['admin'], kind, params, link: '/onboarding' })
      else
        await notify(ctx, {
          ...(prmManager ? { user: prmManager } : { permission: 'prm:onboard', over: null }),
          kind,
          params,
          link: `/desk/partners/${partner}`,
        })
    }
    await ctx.mutate(OnboardingStep).updateMany(due.map(({ id }) => ({ id, patch: { remindedAt: ctx.now() } })))
  }
})
