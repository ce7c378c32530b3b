import { type Actor, type Context, type Id, Reject } from '@tessera/core'
import { actingUser, holds } from '../../channel/holds.ts'
import type { PrmModel } from '../../model.ts'

type Steps = Readonly<Record<string, readonly string[]>>

/** Which steps the asking side takes, and which take the permission `prm:funds`. */
export interface StatusSteps {
  readonly what: string
  readonly asking: Steps
  readonly deciding: Steps
  /** That follow from other records, so that only the system takes them. */
  readonly derived?: Steps
}

const allows = (steps: Steps | undefined, from: string, to: string): boolean => steps?.[from]?.includes(to) === true

/** @throws REJECTED `prm.fundStep` for a step that there is not, `prm.fundForbidden` for one that takes a permission */
export function requireStep(
  actor: Actor,
  { what, asking, deciding, derived }: StatusSteps,
  from: string,
  to: string,
): void {
  if (allows(asking, from, to)) return
  if (actor.kind === 'system' && allows(derived, from, to)) return
  if (!allows(deciding, from, to))
    throw new Reject('prm.fundStep', `A ${what} that is ${from} can not become ${to}.`, { from, to })
  if (!holds(actor, 'prm:funds'))
    throw new Reject('prm.fundForbidden', 'This takes the permission prm:funds. Ask somebody who has it.')
}

/** Nobody decides on what he or she filed. @throws REJECTED `prm.fundOwn` */
export function requireOther(ctx: Context<typeof PrmModel>, ...filedBy: readonly (Id | null)[]): void {
  const user = actingUser(ctx.actor)
  if (user !== null && filedBy.includes(user))
    throw new Reject('prm.fundOwn', 'Nobody decides on the own request or claim. Ask a colleague who may.')
}
