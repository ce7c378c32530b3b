import { job } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { Certificate, Certification, PrmModel } from '../model.ts'
import { notify } from '../news/notify.ts'

const days = 45

/** Reminds people once that a certificate runs out soon, unless they have renewed it. */
export const remindOfCertificates = job(
  PrmModel,
  'remindOfCertificates',
  { cron: '10 6 * * *' },
  async ({ ctx, signal }) => {
    const today = companyDay(ctx)
    const soon = new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
    const due = await ctx.list(Certificate, {
      where: { remindedOn: { isNull: true }, expiresOn: { gte: today, lte: soon } },
      limit: 1000,
    })
    for (const { id, user, certification, expiresOn } of due) {
      if (signal.aborted) return
      await ctx.transaction(async (inside) => {
        await inside.mutate(Certificate).update(id, { remindedOn: today })
        const [newer] = await inside.list(Certificate, {
          where: { user: { eq: user }, certification: { eq: certification }, expiresOn: { gt: expiresOn } },
          limit: 1,
        })
        if (newer) return
        const { name } = await inside.get(Certification, certification)
        await notify(inside, {
          user,
          kind: 'training.expires',
          params: { certification: name, until: expiresOn },
          link: '/training',
        })
      })
    }
  },
)
