import { createHash } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import type { Actor } from '../../access/actor.ts'
import { TesseraError } from '../../errors/tessera-error.ts'
import type { ContextImpl } from '../../runtime/context-impl.ts'
import type { ImportProfile } from '../mapping/profile.ts'
import type { ImportCounts } from './counts.ts'

/** How far an import came, as of its last batch that was committed. */
export interface Checkpoint {
  /** The last row of the file that was dealt with; 0 at the start. */
  readonly row: number
  readonly counts: ImportCounts
  /** The length of the error file, which may have grown since. */
  readonly errorBytes: number
}

export interface StoredRun {
  readonly id: string
  readonly checkpoint: Checkpoint
}

interface RunIdentity {
  readonly file: string
  readonly fingerprint: string
  readonly profile: ImportProfile
}

const checksum = (profile: ImportProfile): string => createHash('sha256').update(JSON.stringify(profile)).digest('hex')

const identityOf = (actor: Actor): string =>
  actor.kind === 'system' ? `system:${actor.name}` : `${actor.kind}:${actor.id}`

/** Notes that an import begins. */
export async function startRun(ctx: ContextImpl, run: RunIdentity, checkpoint: Checkpoint): Promise<StoredRun> {
  const id = uuidv7()
  const text = `insert into tessera.import_run (id, file, fingerprint, profile, actor, state, row_number, progress, started_at, updated_at)
    values ($1, $2, $3, $4, $5, 'running', $6, $7, $8, $8)`
  const values = [
    id,
    run.file,
    run.fingerprint,
    checksum(run.profile),
    identityOf(ctx.actor),
    checkpoint.row,
    JSON.stringify(progressOf(checkpoint)),
    ctx.now(),
  ]
  await ctx.inTransaction((_inner, unit) => unit.write(ctx.actor, { text, values }))
  return { id, checkpoint }
}

/** The newest unfinished import of the same file with the same profile by the same actor. @throws IMPORT_RESUME */
export async function findRun(ctx: ContextImpl, run: RunIdentity): Promise<StoredRun> {
  const text = `select id, row_number, progress from tessera.import_run
    where fingerprint = $1 and profile = $2 and actor = $3 and state = 'running' order by started_at desc limit 1`
  const values = [run.fingerprint, checksum(run.profile), identityOf(ctx.actor)]
  const { rows } = await ctx.inTransaction((_inner, unit) =>
    unit.write<{ id: string; row_number: number; progress: Omit<Checkpoint, 'row'> }>(ctx.actor, { text, values }),
  )
  const [found] = rows
  if (!found) throw new TesseraError('IMPORT_RESUME', { file: run.file })
  return { id: found.id, checkpoint: { row: found.row_number, ...found.progress } }
}

/**
 * Notes how far the import came, in the transaction of `ctx`. Two processes on the same import would each expect the other's row:
 * the second one to commit is stopped before it writes anything twice.
 * @throws IMPORT_TAKEN
 */
export async function saveCheckpoint(
  ctx: ContextImpl,
  id: string,
  expectedRow: number,
  checkpoint: Checkpoint,
  finished = false,
): Promise<void> {
  const text = `update tessera.import_run set row_number = $3, progress = $4, state = case when $5 then 'finished' else state end, updated_at = $6
    where id = $1 and row_number = $2 and state = 'running' returning id`
  const values = [id, expectedRow, checkpoint.row, JSON.stringify(progressOf(checkpoint)), finished, ctx.now()]
  const { rows } = await ctx.inTransaction((_inner, unit) => unit.write(ctx.actor, { text, values }))
  if (rows.length === 0) throw new TesseraError('IMPORT_TAKEN', {})
}

const progressOf = ({ counts, errorBytes }: Checkpoint): Omit<Checkpoint, 'row'> => ({ counts, errorBytes })
