import { type Context, type Hook, type On, Reject } from '@tessera/core'
import { DealRegistration, FundRequest, type PrmModel } from '../../model.ts'
import { openEditions } from './agreements-of.ts'

type Ctx = Context<typeof PrmModel>

/** What a partner begins only under its agreements. What it began before goes on. */
export const agreedFirst = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(DealRegistration).before('create', { name: 'agreedFirst', batch: true }, ([first]) => allowed(first)),
  on(FundRequest).before('create', { name: 'agreedFirst', batch: true }, ([first]) => allowed(first)),
]

const allowed = async (event: { readonly ctx: Ctx } | undefined): Promise<void> => {
  if (event) await refuseUntilAgreed(event.ctx)
}

/**
 * For what a partner does only under its agreements: refuses its people while one that is required waits.
 * @throws REJECTED with `prm.agreementPending`
 */
export async function refuseUntilAgreed(ctx: Ctx): Promise<void> {
  if (ctx.actor.kind !== 'partner') return
  const open = await openEditions(ctx, ctx.actor.partner, { requiredOnly: true })
  if (open.length > 0)
    throw new Reject(
      'prm.agreementPending',
      'Your company has not accepted its agreement in the edition in force. Its administrator finds it under Agreements.',
      { agreements: open.map(({ title }) => title) },
    )
}
