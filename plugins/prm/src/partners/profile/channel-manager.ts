import { type Context, Partner, User } from '@tessera/core'
import type { PrmModel } from '../../model.ts'

/** Whom a partner's people can turn to. */
export interface ChannelManager {
  readonly name: string
  readonly email: string
}

/** The channel manager of the partner somebody works for, as far as a partner is to know; null where there is none. */
export async function myChannelManager(ctx: Context<typeof PrmModel>): Promise<ChannelManager | null> {
  if (ctx.actor.kind !== 'partner') return null
  const system = ctx.asSystem('names the channel manager of a partner to its people') as Context<typeof PrmModel>
  const partner = await system.find(Partner, ctx.actor.partner)
  const manager = partner?.prmManager ? await system.find(User, partner.prmManager) : null
  return manager?.active ? { name: manager.name, email: manager.email } : null
}
