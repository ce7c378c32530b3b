import type { Problem } from './problem.ts'
import type { Assumption } from './solver.ts'

/** Whether choices keep every rule as they are, nothing else being chosen. */
export function isComplete(problem: Problem, given: readonly Assumption[]): boolean {
  const chosen = new Set(given.flatMap((one) => ('option' in one ? [one.option] : [])))
  const places = new Map(given.flatMap((one) => ('number' in one ? [[one.number, one.place] as const] : [])))
  const count = (options: readonly number[]): number => options.filter((option) => chosen.has(option)).length
  return (
    problem.clauses.every(({ literals }) =>
      literals.some((literal) => chosen.has(Math.abs(literal) - 1) === literal > 0),
    ) &&
    problem.cardinalities.every(({ options, min, max }) => count(options) >= min && count(options) <= max) &&
    problem.numbers.every(({ required, ranges }, number) => {
      const place = places.get(number)
      if (place === undefined) return !required
      const holding = ranges.filter(({ when }) => when.every((option) => chosen.has(option)))
      return holding.every(({ first, last }) => place >= first && place <= last)
    })
  )
}
