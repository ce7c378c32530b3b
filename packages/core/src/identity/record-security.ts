import type { CreateInput, Id } from '../model/row.ts'
import type { Context } from '../runtime/context.ts'
import { type IdentityModel, SecurityEvent } from './model.ts'

export interface SecurityRecord {
  readonly kind: CreateInput<typeof IdentityModel, typeof SecurityEvent>['kind']
  /** Whose access it is about. */
  readonly user?: Id | null | undefined
  /** Who did it, where that is somebody else. */
  readonly by?: Id | null | undefined
  readonly address?: string | undefined
  readonly device?: string | undefined
  readonly detail?: string | undefined
}

/** Writes a line of the security log, in the unit of work of `ctx`. */
export async function recordSecurity(ctx: Context, record: SecurityRecord): Promise<void> {
  const { kind, user = null, by = null, address = null, device = null, detail = null } = record
  await ctx
    .asSystem('keeps the security log')
    .mutate(SecurityEvent)
    .create({
      kind,
      user,
      by,
      address: clipped(address, 100),
      device: clipped(device, 300),
      detail: clipped(detail, 500),
    })
}

// The database takes no NUL; what a client sends of itself is kept as far as there is room.
const clipped = (text: string | null, max: number): string | null =>
  text === null ? null : [...text.replaceAll('\0', '').toWellFormed()].slice(0, max).join('') || null
