import { type Context, Reject } from '@tessera/core'
import { holds } from '../../holds.ts'

/** @throws Reject `sfa.commissionForbidden` for whoever does not run commission */
export function requireManager(
  ctx: Context,
  permission: 'sfa:commissionManage' | 'sfa:commissionReopen' = 'sfa:commissionManage',
): void {
  if (!holds(ctx.actor, permission))
    throw new Reject(
      'sfa.commissionForbidden',
      `This takes the permission ${permission}. Ask somebody who has it, or an administrator for it.`,
    )
}
