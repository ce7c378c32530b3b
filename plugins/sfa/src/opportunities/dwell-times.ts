import { type Context, type Id, type Issue, issue, sql, TesseraError } from '@tessera/core'
import { requireReader } from '../forecast/require-reader.ts'
import type { SfaModel } from '../model.ts'

export interface DwellQuestion {
  readonly pipeline?: Id | null | undefined
  /** Stays that ended at or after this instant. */
  readonly since?: Date | null | undefined
  /** Stays that ended before this instant. */
  readonly until?: Date | null | undefined
}

/** How long opportunities stay in a stage, in whole seconds, of stays that ended. */
export interface DwellTime {
  readonly stage: Id
  readonly name: string
  readonly pipeline: Id
  /** Stays that ended. */
  readonly left: number
  /** Opportunities that are in it. */
  readonly present: number
  readonly averageSeconds: number | null
  /** Half, and nine of ten, stayed no longer (PostgreSQL's `percentile_disc`: a length of time that occurred). */
  readonly medianSeconds: number | null
  readonly p90Seconds: number | null
}

/**
 * Dwell times of each stage, in the order of the pipeline, over the opportunities the actor sees. The same question about the past has the
 * same answer, since stays that ended do not change.
 * @throws VALIDATION if `until` is not after `since`
 */
export async function dwellTimes(ctx: Context<typeof SfaModel>, question: DwellQuestion = {}): Promise<DwellTime[]> {
  requireReader(ctx)
  const { pipeline = null, since = null, until = null } = question
  if (since && until && until <= since) throw new TesseraError('VALIDATION', {}, { issues: [backwards] })
  const { rows } = await sql<DwellTime>`
    with stay as (
      select s.stage_id, s.left_at, extract(epoch from s.left_at - s.entered_at)::bigint as seconds,
        s.left_at is not null and (${since}::timestamptz is null or s.left_at >= ${since}) and (${until}::timestamptz is null or s.left_at < ${until}) as ended
      from crm.opportunity_stage s where s.deleted_at is null
    )
    select g.id as stage, g.name, g.pipeline_id as pipeline, count(*) filter (where stay.ended)::int as "left",
      count(*) filter (where stay.stage_id is not null and stay.left_at is null)::int as present,
      round(avg(stay.seconds) filter (where stay.ended))::float8 as average_seconds,
      (percentile_disc(0.5) within group (order by stay.seconds) filter (where stay.ended))::float8 as median_seconds,
      (percentile_disc(0.9) within group (order by stay.seconds) filter (where stay.ended))::float8 as p90_seconds
    from crm.stage g join crm.pipeline p on p.id = g.pipeline_id left join stay on stay.stage_id = g.id
    where g.deleted_at is null and (${pipeline}::uuid is null or g.pipeline_id = ${pipeline}::uuid)
    group by g.id, g.name, g.pipeline_id, g.sort, p.sort, p.name order by p.sort, p.name, g.sort, g.id`.execute(ctx.db)
  return rows
}

const backwards: Issue = {
  ...issue(['until'], 'HOOK', { message: 'The end must be after the beginning.' }),
  code: 'PERIOD',
}
