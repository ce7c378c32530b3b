import { type Id, job, sql } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { AgreementEdition, PrmModel } from '../../model.ts'
import { notify } from '../../news/notify.ts'
import { openEditions } from './agreements-of.ts'

/** Every morning: the administrators of partners hear of editions that came into force and wait for them, each edition once. */
export const announceEditions = job(PrmModel, 'announceEditions', { cron: '10 6 * * *' }, async ({ ctx }) => {
  const today = companyDay(ctx)
  const fresh = await ctx.list(AgreementEdition, {
    where: { announcedAt: { isNull: true }, validFrom: { lte: today } },
    limit: 100,
  })
  if (fresh.length === 0) return
  const { rows: partners } = await sql<{ id: Id }>`
    select id from crm.partner where active and deleted_at is null and prm_status in ('onboarding', 'active')
    order by id`.execute(ctx.db)
  for (const { id: partner } of partners)
    for (const { title, titleZh } of (await openEditions(ctx, partner)).filter(({ id }) =>
      fresh.some((one) => one.id === id),
    ))
      await notify(ctx, {
        partner,
        roles: ['admin'],
        kind: 'partners.agreement',
        params: { agreement: title, agreementZh: titleZh ?? '' },
        link: '/agreements',
      })
  await ctx.mutate(AgreementEdition).updateMany(fresh.map(({ id }) => ({ id, patch: { announcedAt: ctx.now() } })))
})
