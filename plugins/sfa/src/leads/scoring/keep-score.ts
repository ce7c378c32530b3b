import { type Hook, type Id, job, type On, sql } from '@tessera/core'
import { Interaction, Lead } from '@tessera/plugin-customers/model'
import { ScoringRule, SfaModel } from '../../model.ts'
import { type LeadToScore, readScores } from './read-score.ts'
import type { Score } from './score.ts'

const batchSize = 500

/** What of a lead rules can ask. */
const asked = [
  'firstName',
  'lastName',
  'company',
  'jobTitle',
  'email',
  'phone',
  'mobile',
  'website',
  'language',
  'industry',
  'employees',
  'city',
  'region',
  'postalCode',
  'countryCode',
  'source',
  'campaign',
  'status',
  'rating',
  'sfaInterests',
] as const

/** Scores leads as they are written, and again when something happens with them or a rule changes. */
export const keepScore = (on: On<typeof SfaModel>): readonly Hook[] => [
  on(Lead).before('save', { batch: true, fields: [...asked], name: 'score' }, async (events) => {
    const [first] = events
    if (!first) return
    const ctx = first.ctx.asSystem('scores leads')
    const rows = events.map(({ row }) => row as unknown as LeadToScore)
    const scores = await readScores(ctx, rows, ctx.now())
    return rows.map(({ id }) => patchOf(scores.get(id), ctx.now()))
  }),
  on(Interaction).after('any', { batch: true, name: 'score' }, async (events) => {
    const [first] = events
    if (!first) return
    const leads = [...new Set(events.flatMap(({ old, row }) => [old?.lead ?? [], row.lead ?? []].flat()))]
    if (leads.length > 0) await rescore(first.ctx.asSystem('scores leads after interactions'), leads)
  }),
  on(ScoringRule).committed('any', { name: 'score' }, async ({ ctx }) => {
    await ctx.enqueue(scoreLeads, undefined, { key: 'all' })
  }),
]

/** Scores the leads anew. Those whose points are still the same are not written. */
export async function rescore(ctx: Parameters<typeof readScores>[0], ids: readonly Id[]): Promise<number> {
  const leads = await ctx.list(Lead, { where: { id: { in: ids } }, limit: ids.length })
  const scores = await readScores(ctx, leads as unknown as LeadToScore[], ctx.now())
  const changed = leads.filter(
    ({ id, sfaScoreParts }) =>
      JSON.stringify(canonical(sfaScoreParts)) !== JSON.stringify(canonical(scores.get(id)?.rules ?? [])),
  )
  const now = ctx.now()
  await ctx.mutate(Lead).updateMany(changed.map(({ id }) => ({ id, patch: patchOf(scores.get(id), now) })))
  return changed.length
}

const patchOf = (score: Score | undefined, now: Date) => ({
  sfaScore: score?.points ?? 0,
  sfaScoreParts: score?.rules ?? [],
  sfaScoredAt: now,
})

/** What decides whether a score changed: points by rule and version, not the age that explains them. */
const canonical = (rules: readonly { rule: Id; version: number; count: number; hundredths: number }[]) =>
  rules.map(({ rule, version, count, hundredths }) => [rule, version, count, hundredths])

/** Every day, since points fade. */
export const scoreLeads = job(SfaModel, 'scoreLeads', { cron: '15 2 * * *' }, async ({ ctx, progress, signal }) => {
  let after: Id | null = null
  for (let done = 0; !signal.aborted; ) {
    const { rows }: { rows: { id: Id }[] } = await sql<{ id: Id }>`
      select id from crm.lead where status in ('new', 'working', 'qualified') and deleted_at is null
        and (${after}::uuid is null or id > ${after}::uuid) order by id limit ${batchSize}`.execute(ctx.db)
    if (rows.length === 0) return
    await ctx.transaction((unit) =>
      rescore(
        unit,
        rows.map(({ id }) => id),
      ),
    )
    done += rows.length
    after = rows.at(-1)?.id ?? null
    await progress({ done })
  }
})
