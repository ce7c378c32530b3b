import type { Context, Id } from '@tessera/core'
import { Opportunity, type SfaModel } from '../model.ts'

interface Part {
  readonly row: { readonly opportunity: Id }
  readonly old: { readonly opportunity: Id } | null
}

/** The opportunities that written rows belong to, and belonged to. */
export const opportunitiesOf = (events: readonly Part[]): Id[] => [
  ...new Set(events.flatMap(({ row, old }) => [row.opportunity, ...(old ? [old.opportunity] : [])])),
]

/**
 * Holds opportunities until the transaction ends, so that what has to add up over their rows is looked at by one writer at a time. Whoever
 * may not change an opportunity may not change its parts either: the lock asks.
 */
export async function lockOpportunities(ctx: Context<typeof SfaModel>, ids: readonly Id[]): Promise<void> {
  await ctx.mutate(Opportunity).updateMany(ids.map((id) => ({ id, patch: {} })))
}
