import { type Context, job, type RowIn, sql } from '@tessera/core'
import { FormSubmission, LeadForm, SfaModel } from '../../model.ts'
import { hashOf } from './form-token.ts'
import { becomeLead } from './submit-form.ts'

type Ctx = Context<typeof SfaModel>

/** What a link from a confirmation mail leads to; null if it is not ours, or too late. Looking changes nothing. */
export async function findSubmission(
  ctx: Ctx,
  secret: string,
): Promise<RowIn<typeof SfaModel, typeof FormSubmission> | null> {
  const [found] = await ctx.list(FormSubmission, { where: { tokenHash: { eq: hashOf(secret) } }, limit: 1 })
  const late = found?.state === 'waiting' && found.expiresAt !== null && found.expiresAt <= ctx.now()
  return !found || late || found.state === 'expired' ? null : found
}

/** Confirms a submission and makes its lead, once however often it is asked. False if the link is not valid (any more). */
export function confirmSubmission(system: Ctx, secret: string, address: string): Promise<boolean> {
  return system.transaction(async (ctx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`sfa.confirm ${hashOf(secret)}`}, 0))`.execute(ctx.db)
    const found = await findSubmission(ctx, secret)
    if (!found) return false
    if (found.confirmedAt !== null) return true
    await sql`select pg_advisory_xact_lock(hashtextextended(${`sfa.sender ${found.email}`}, 0))`.execute(ctx.db)
    const form = await ctx.get(LeadForm, found.form)
    const outcome = await becomeLead(ctx, form, { values: found.values, email: found.email })
    await ctx
      .mutate(FormSubmission)
      .update(found.id, { ...outcome, confirmedAt: ctx.now(), confirmedFrom: address.slice(0, 64) })
    return true
  })
}

/** Every night: of what was not confirmed in time nothing personal is kept. */
export const forgetUnconfirmed = job(SfaModel, 'forgetUnconfirmed', { cron: '45 1 * * *' }, async ({ ctx, signal }) => {
  while (!signal.aborted) {
    const late = await ctx.list(FormSubmission, {
      where: { state: { eq: 'waiting' }, expiresAt: { lte: ctx.now() } },
      limit: 500,
    })
    if (late.length === 0) return
    await ctx.mutate(FormSubmission).updateMany(
      late.map(({ id }) => ({
        id,
        patch: {
          state: 'expired',
          values: {},
          email: null,
          address: 'forgotten',
          network: 'forgotten',
          why: 'not confirmed in time',
        },
      })),
    )
  }
})
