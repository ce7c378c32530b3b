/** What is left of an amount, and which limit cut it. */
export interface Cut {
  readonly amount: bigint
  readonly by: 'rule' | 'rulePeriod' | 'line' | 'period' | 'person' | null
}

type Limit = readonly [by: NonNullable<Cut['by']>, cap: bigint | null, used: bigint]

/** Cuts an amount to what its limits leave: each is a cap, and how much of it is used. Of several that cut as much the first is named. */
export function capped(amount: bigint, limits: readonly Limit[]): Cut {
  let cut: Cut = { amount, by: null }
  for (const [by, cap, used] of limits) {
    if (cap === null) continue
    const left = cap > used ? cap - used : 0n
    if (left < cut.amount) cut = { amount: left, by }
  }
  return cut
}
