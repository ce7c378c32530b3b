import { type Context, issue, Reject, sql, TesseraError } from '@tessera/core'
import { isDay } from '../is-day.ts'
import type { SfaModel } from '../model.ts'
import type { TakenDay } from './opportunity-state.ts'

/**
 * The snapshot of a day. @throws VALIDATION if it is no day; REJECTED `sfa.noSnapshot` where none was taken, with the nearest days that
 * have one: what was not looked at is not made up.
 */
export async function takenDay(ctx: Context<typeof SfaModel>, day: string): Promise<TakenDay> {
  if (!isDay(day)) throw new TesseraError('VALIDATION', {}, { issues: [issue(['asOf'], 'DATE', { got: day })] })
  const { rows } = await sql<{
    takenAt: Date | null
    status: string | null
    before: string | null
    after: string | null
  }>`
    select d.taken_at, d.status, (select max(b.day)::text from crm.snapshot_day b where b.day < ${day}::date and b.status = 'taken') as before,
      (select min(a.day)::text from crm.snapshot_day a where a.day > ${day}::date and a.status = 'taken') as after
    from (select) nothing left join crm.snapshot_day d on d.day = ${day}::date`.execute(
    ctx.asSystem('looks for the snapshot of a day').db,
  )
  const [found] = rows
  if (found?.takenAt) return { day, takenAt: found.takenAt }
  const near = [found?.before, found?.after].filter((each) => each !== null && each !== undefined)
  const why = found?.status === 'missed' ? 'the system did not run on that day' : 'none was taken'
  const advice = near.length > 0 ? `Ask for ${near.join(' or ')}.` : 'There are no snapshots yet.'
  throw new Reject('sfa.noSnapshot', `There is no snapshot of ${day}: ${why}. ${advice}`, {
    day,
    before: found?.before ?? null,
    after: found?.after ?? null,
  })
}
