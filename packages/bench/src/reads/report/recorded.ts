import type { ScenarioFigures } from './figures.ts'

/** Ratios as they were recorded: `{ "list/staff": { "hand": 0.8 } }`. */
export type Recorded = Readonly<Record<string, Readonly<Record<string, number>>>>

export interface Fall {
  readonly scenario: string
  readonly against: string
  readonly recorded: number
  readonly measured: number
}

/** How far a ratio may fall below what was recorded. */
export const tolerance = 0.15

export const ratiosByName = (figures: readonly ScenarioFigures[]): Recorded =>
  Object.fromEntries(
    figures.map(({ name, ratios }) => [
      name,
      Object.fromEntries(Object.entries(ratios).map(([other, ratio]) => [other, Math.round(ratio * 100) / 100])),
    ]),
  )

/** The lowest that was seen of each ratio in several runs: what is below it by the tolerance did not come of scatter. */
export function lowest(runs: readonly Recorded[]): Recorded {
  const least: Record<string, Record<string, number>> = {}
  for (const [scenario, ratios] of runs.flatMap((run) => Object.entries(run))) {
    least[scenario] ??= {}
    const known = least[scenario]
    for (const [against, ratio] of Object.entries(ratios)) known[against] = Math.min(known[against] ?? ratio, ratio)
  }
  return least
}

/** Ratios that fell too far. What was never recorded, or was not measured, can not. */
export function falls(recorded: Recorded, measured: Recorded): Fall[] {
  return Object.entries(measured).flatMap(([scenario, ratios]) =>
    Object.entries(ratios).flatMap(([against, ratio]): Fall[] => {
      const before = recorded[scenario]?.[against]
      return before !== undefined && ratio < before * (1 - tolerance)
        ? [{ scenario, against, recorded: before, measured: ratio }]
        : []
    }),
  )
}

/** Falls that were seen in both of two runs: a ratio falls once by what else a machine does. */
export const inBoth = (first: readonly Fall[], second: readonly Fall[]): Fall[] =>
  second.filter(({ scenario, against }) => first.some((fall) => fall.scenario === scenario && fall.against === against))
