import { takeTurn } from '@tessera/plugin-sfa'

/** A partner who could take a lead now. */
export interface Candidate {
  readonly partner: string
  /** A whole number above zero; twice the weight takes twice the leads. */
  readonly weight: number
}

/** Whose turn it is, what everybody is owed then, and which share of the leads that was his, in hundredths of a per cent. */
export interface Choice {
  readonly partner: string
  readonly share: number
}

/**
 * Chooses among those present by turns (see `takeTurn`), and keeps in `credits` what each is owed. Who is full, or had the lead already, is not
 * among them: he is owed nothing meanwhile, so neither catches up nor falls behind.
 */
export function choosePartner(present: readonly Candidate[], credits: Map<string, number>): Choice | null {
  const taken = takeTurn(
    present.map(({ partner, weight }) => ({ id: partner, weight, credit: credits.get(partner) ?? 0 })),
  )
  if (!taken) return null
  for (const [partner, credit] of taken.credits) credits.set(partner, credit)
  const total = present.reduce((sum, { weight }) => sum + weight, 0)
  const weight = present.find(({ partner }) => partner === taken.taker)?.weight ?? 0
  return { partner: taken.taker, share: Math.round((weight * 10_000) / total) }
}
