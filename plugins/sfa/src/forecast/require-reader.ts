import { type Context, TesseraError } from '@tessera/core'
import { Opportunity, type SfaModel } from '../model.ts'

/** @throws FORBIDDEN for whoever sees no opportunities at all, such as partners */
export function requireReader(ctx: Context<typeof SfaModel>): void {
  if (ctx.actor.kind === 'system' || ctx.readable(Opportunity).has('amount')) return
  throw new TesseraError('FORBIDDEN', { who: `This ${ctx.actor.kind}`, op: 'read', what: 'opportunities' })
}
