import { type Context, type Id, sql } from '@tessera/core'
import type { PrmModel } from '../../model.ts'
import type { Earner, TierHeld } from './streams.ts'
import { tiersHeld } from './tiers-held.ts'

/** The partners there are, and who is above whom. */
export interface Partners {
  get(id: Id): Earner | undefined
  /** A partner, then those above it. */
  upFrom(id: Id): readonly Id[]
}

interface Row {
  readonly id: Id
  readonly parent: Id | null
  readonly tier: Id | null
  readonly tierSince: string | null
  readonly program: Id | null
}

/** All partners, with the tiers they held when and the programme they have now, in two statements. Needs the system's rights. */
export async function loadPartners(ctx: Context<typeof PrmModel>): Promise<Partners> {
  const { rows } =
    await sql<Row>`select id, parent_id as parent, prm_tier_id as tier, prm_tier_since::text as tier_since,
    prm_program_id as program from crm.partner`.execute(ctx.db)
  const changes = await sql<{ partner: Id; day: string; before: Id | null; after: Id | null }>`
    select partner_id as partner, day::text as day, before_id as before, after_id as after from crm.tier_assessment
    where before_id is distinct from after_id and deleted_at is null order by day`.execute(ctx.db)
  const changesOf = Map.groupBy(changes.rows, ({ partner }) => partner)
  const parents = new Map(rows.map(({ id, parent }) => [id, parent]))
  const earners = new Map(
    rows.map(({ id, program, tier, tierSince }): [Id, Earner] => {
      const tiers: readonly TierHeld[] = tiersHeld(changesOf.get(id) ?? [], { tier, since: tierSince })
      return [id, { id, program, tiers }]
    }),
  )
  return {
    get: (id) => earners.get(id),
    upFrom(id) {
      const chain: Id[] = []
      for (let at: Id | null = id; at !== null && !chain.includes(at); at = parents.get(at) ?? null) chain.push(at)
      return chain
    },
  }
}
