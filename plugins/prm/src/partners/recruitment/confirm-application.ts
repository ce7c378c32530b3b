import { type Context, job, type RowIn } from '@tessera/core'
import { hashOf } from '@tessera/plugin-sfa'
import { PartnerApplication, PrmModel } from '../../model.ts'
import { notify } from '../../news/notify.ts'
import { lock } from '../lock.ts'

type Ctx = Context<typeof PrmModel>

/** What a link from a confirmation mail leads to; null if it is not ours, or too late. Looking changes nothing. */
export async function findApplication(
  system: Ctx,
  secret: string,
): Promise<RowIn<typeof PrmModel, typeof PartnerApplication> | null> {
  const [found] = await system.list(PartnerApplication, { where: { tokenHash: { eq: hashOf(secret) } }, limit: 1 })
  const late = found?.status === 'submitted' && found.expiresAt !== null && found.expiresAt <= system.now()
  return !found || late || found.status === 'expired' ? null : found
}

/** Confirms an application, once however often it is asked, and tells those who vet. False if the link is not valid (any more). */
export function confirmApplication(system: Ctx, secret: string, address: string): Promise<boolean> {
  return system.transaction(async (ctx) => {
    await lock(ctx, `prm.confirm ${hashOf(secret)}`)
    const found = await findApplication(ctx, secret)
    if (!found) return false
    if (found.status !== 'submitted') return true
    await ctx
      .mutate(PartnerApplication)
      .update(found.id, { status: 'confirmed', confirmedAt: ctx.now(), confirmedFrom: address.slice(0, 64) })
    await notify(ctx, {
      permission: 'prm:vet',
      over: null,
      kind: 'partners.application',
      params: { company: found.company, country: found.countryCode },
      link: `/desk/applications/${found.id}`,
    })
    return true
  })
}

/** Every night: of what was not confirmed in time nothing personal is kept. */
export const forgetUnconfirmedApplications = job(
  PrmModel,
  'forgetUnconfirmedApplications',
  { cron: '50 1 * * *' },
  async ({ ctx, signal }) => {
    while (!signal.aborted) {
      const late = await ctx.list(PartnerApplication, {
        where: { status: { eq: 'submitted' }, expiresAt: { lte: ctx.now() } },
        limit: 500,
      })
      if (late.length === 0) return
      await ctx.mutate(PartnerApplication).updateMany(late.map(({ id }) => ({ id, patch: forgotten })))
    }
  },
)

const forgotten = {
  status: 'expired',
  company: 'forgotten',
  contactName: 'forgotten',
  contactEmail: null,
  city: null,
  website: null,
  message: null,
  address: null,
  network: null,
  tokenHash: null,
} as const
