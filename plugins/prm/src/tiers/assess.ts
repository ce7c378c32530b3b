/** A tier of a programme and whether what it asks is met. */
export interface AssessedTier {
  readonly id: string
  readonly rank: number
  readonly met: boolean
}

/** How a partner stands before it is assessed. Days are `YYYY-MM-DD`. */
export interface Standing {
  readonly tier: string | null
  readonly graceUntil: string | null
  /** A tier given for a reason, if one is valid today. */
  readonly exception: string | null
}

export interface Verdict {
  /** What the figures alone say; null where not even the lowest tier is reached. */
  readonly reached: string | null
  readonly tier: string | null
  readonly graceUntil: string | null
  readonly outcome: 'kept' | 'promoted' | 'grace' | 'demoted' | 'exception'
}

/**
 * A partner's tier from what was measured. Up goes at once, to the highest tier that is met, whatever lies between. Down goes only after a
 * whole grace period in which the tier held was never met again; then to what is reached on that day. An exception holds a tier, but never
 * keeps a better one away.
 */
export function assess(tiers: readonly AssessedTier[], standing: Standing, today: string, graceEnds: string): Verdict {
  const rankOf = (id: string | null): number => tiers.find((tier) => tier.id === id)?.rank ?? -1
  const best = tiers
    .filter(({ met }) => met)
    .reduce<AssessedTier | null>((a, b) => (a && a.rank >= b.rank ? a : b), null)
  const reached = best?.id ?? null
  const [heldRank, reachedRank, givenRank] = [rankOf(standing.tier), rankOf(reached), rankOf(standing.exception)]
  const settled = (tier: string | null, outcome: Verdict['outcome']): Verdict => ({
    reached,
    tier,
    graceUntil: null,
    outcome,
  })

  if (givenRank > reachedRank && givenRank >= heldRank) return settled(standing.exception, 'exception')
  if (reachedRank > heldRank) return settled(reached, 'promoted')
  if (reachedRank === heldRank) return settled(standing.tier, 'kept')
  const graceUntil = standing.graceUntil ?? graceEnds
  if (today <= graceUntil) return { reached, tier: standing.tier, graceUntil, outcome: 'grace' }
  return givenRank > reachedRank ? settled(standing.exception, 'exception') : settled(reached, 'demoted')
}
