import { assertMigrated, type Crm, type MigrationStep, type Queues, TesseraError } from '@tessera/core'
import type { Logger } from 'pino'

/** Something the server cannot work without. */
export interface ReadinessCheck {
  readonly name: string
  /** Rejects where it can not be used; a TesseraError's text is shown. */
  check(): Promise<void>
}

export interface CheckResult {
  readonly ok: boolean
  readonly ms: number
  /** The permanent code and text of what is wrong. */
  readonly code?: string
  readonly message?: string
}

const limitMs = 2_000

/** Asks the database for one row. */
export const databaseCheck = (crm: Crm): ReadinessCheck => ({
  name: 'database',
  check: async () => void (await crm.database.pipeline([{ text: 'select 1' }])),
})

/** Whether every migration has run. Asked until it is so: what has run stays so for this process. */
export function migrationsCheck(crm: Crm, steps: readonly MigrationStep[]): ReadinessCheck {
  let migrated = false
  return {
    name: 'migrations',
    async check() {
      if (!migrated) await assertMigrated(crm.database, crm.assembly, crm.access, { steps })
      migrated = true
    },
  }
}

/** Whether jobs can be handed over. */
export const queuesCheck = (queues: Queues): ReadinessCheck => ({
  name: 'queues',
  check: async () => void (await queues.queue('events').isPaused()),
})

/** Runs all checks at once, none longer than two seconds. Texts of errors that are not ours go to the log only. */
export async function runChecks(checks: readonly ReadinessCheck[], log: Logger): Promise<Record<string, CheckResult>> {
  const results = await Promise.all(checks.map(async (check) => [check.name, await run(check, log)] as const))
  return Object.fromEntries(results)
}

async function run({ name, check }: ReadinessCheck, log: Logger): Promise<CheckResult> {
  const start = performance.now()
  const elapsed = (): number => Math.round(performance.now() - start)
  try {
    await within(check(), name)
    return { ok: true, ms: elapsed() }
  } catch (error) {
    log.warn({ err: error, check: name }, 'not ready')
    if (error instanceof TesseraError) return { ok: false, ms: elapsed(), code: error.code, message: error.message }
    return { ok: false, ms: elapsed(), code: 'INTERNAL', message: 'See the log.' }
  }
}

async function within(work: Promise<void>, what: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TesseraError('TIMEOUT', { what: `check of ${what}`, limitMs })), limitMs)
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
