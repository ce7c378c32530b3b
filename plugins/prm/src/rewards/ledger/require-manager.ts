import { type Context, Reject } from '@tessera/core'
import { holds } from '../../channel/holds.ts'

/** @throws Reject `prm.rewardForbidden` for whoever does not run rewards */
export function requireRewards(ctx: Context): void {
  if (!holds(ctx.actor, 'prm:rewards'))
    throw new Reject('prm.rewardForbidden', 'This takes the permission prm:rewards. Ask somebody who has it.')
}
