import { type Context, type Id, sql } from '@tessera/core'
import type { PrmModel } from '../../model.ts'

/** How far a partner's onboarding is. */
export interface OnboardingProgress {
  readonly total: number
  readonly done: number
  /** Open steps that are the partner's to do. */
  readonly waitingForPartner: number
  /** The next day something is due; null where nothing is open. */
  readonly nextDue: string | null
}

/** Counts the steps of a partner that the actor sees. */
export async function onboardingProgress(ctx: Context<typeof PrmModel>, partner: Id): Promise<OnboardingProgress> {
  const { rows } = await sql<OnboardingProgress>`
    select count(*)::int as total, count(done_at)::int as done,
      count(*) filter (where done_at is null and who = 'partner')::int as "waitingForPartner",
      to_char(min(due_on) filter (where done_at is null), 'YYYY-MM-DD') as "nextDue"
    from crm.onboarding_step where partner_id = ${partner}::uuid and deleted_at is null`.execute(ctx.db)
  return rows[0] ?? { total: 0, done: 0, waitingForPartner: 0, nextDue: null }
}
