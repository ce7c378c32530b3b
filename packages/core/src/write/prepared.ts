import { createHash } from 'node:crypto'
import type { AccessPlan } from '../access/access-plan.ts'

/** A statement that each connection parses and plans once. */
export interface Prepared {
  readonly name: string
  readonly text: string
}

/** Updates of many different combinations of fields have many texts; beyond this they are built anew. */
const most = 2000

const prepared = new WeakMap<AccessPlan, Map<string, Prepared>>()

/**
 * The pipeline's statement that `key` stands for, built once for an access plan. All of them run as the writer: PostgreSQL plans anew what another role runs.
 * Their answer is always JSON, so that a plan stays good when a migration adds columns.
 */
export function preparedWrite(access: AccessPlan, key: string, build: () => string): Prepared {
  const known = prepared.get(access) ?? new Map<string, Prepared>()
  prepared.set(access, known)
  const there = known.get(key)
  if (there) return there
  if (known.size >= most) known.clear()
  const text = build()
  const made = { name: `w_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`, text }
  known.set(key, made)
  return made
}
