/** One who takes leads of a pool: how many for how many of the others', and how far ahead or behind that is. */
export interface Turn {
  readonly id: string
  /** A whole number above zero. */
  readonly weight: number
  /** Parts of a lead still owed, in billionths; negative where more was given. */
  readonly credit: number
}

/** Billionths, so that shares of changing groups add up in whole numbers. */
const one = 1_000_000_000

/**
 * Whose turn it is, and the credits after it: smooth weighted round robin, as nginx does it, on shares instead of weights. With each
 * lead everyone present is owed his share of it and who is owed most takes it. Who is absent or full is owed nothing meanwhile, and so
 * neither catches up afterwards nor falls behind. Equal credits are decided by id, so the same state gives the same turn.
 */
export function takeTurn(
  present: readonly Turn[],
): { readonly taker: string; readonly credits: ReadonlyMap<string, number> } | null {
  const [first] = present
  if (!first) return null
  const total = present.reduce((sum, { weight }) => sum + weight, 0)
  let rest = one
  const credits = new Map<string, number>()
  for (const { id, weight, credit } of present) {
    const share = Math.floor((weight * one) / total)
    rest -= share
    credits.set(id, credit + share)
  }
  let taker = first.id
  for (const { id } of present) {
    const ahead = (credits.get(id) as number) - (credits.get(taker) as number)
    if (ahead > 0 || (ahead === 0 && id < taker)) taker = id
  }
  // What rounding left over is the taker's, so that credits always add up to what they did before.
  credits.set(taker, (credits.get(taker) as number) - one + rest)
  return { taker, credits }
}
