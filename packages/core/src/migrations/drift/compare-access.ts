import type { AccessPlan } from '../../access/access-plan.ts'
import type { Connection } from '../../database/database.ts'
import { type AccessOutcome, accessOutcome } from './access-outcome.ts'
import type { DriftFinding } from './drift-finding.ts'

/** Whether policies and privileges are still those that the access step left. */
export async function compareAccess(connection: Connection, access: AccessPlan): Promise<DriftFinding[]> {
  const advice = 'Run `tessera migrate run --reapply`, which applies all policies and privileges again.'
  const [kept] = await lastAccess(connection)
  if (kept?.checksum !== access.checksum) {
    return [
      {
        plugin: null,
        kind: 'missing',
        what: 'access',
        name: 'access',
        detail: 'the access rules of this assembly are not applied',
        advice: 'Run `tessera migrate run`.',
      },
    ]
  }
  const wanted = kept.outcome ?? {}
  const real = await accessOutcome(connection)
  const finding = (kind: DriftFinding['kind'], name: string, detail: string): DriftFinding => ({
    plugin: null,
    kind,
    what: 'policy or privilege',
    name,
    detail,
    advice,
  })
  return [
    ...Object.entries(wanted).flatMap(([name, text]) => {
      if (real[name] === undefined) return [finding('missing', name, `not there: ${text}`)]
      return real[name] === text ? [] : [finding('different', name, `${real[name]} instead of ${text}`)]
    }),
    ...Object.keys(real)
      .filter((name) => wanted[name] === undefined)
      .map((name) => finding('extra', name, String(real[name]))),
  ]
}

/** What the access step wrote down when it last ran. */
async function lastAccess(connection: Connection): Promise<{ checksum: string; outcome: AccessOutcome | null }[]> {
  const { rows } = await connection.query({ text: "SELECT 1 WHERE to_regclass('tessera.repeatable') IS NOT NULL" })
  if (rows.length === 0) return []
  const kept = await connection.query<{ checksum: string; outcome: AccessOutcome | null }>({
    text: "SELECT checksum, outcome FROM tessera.repeatable WHERE name = 'access'",
  })
  return kept.rows
}
