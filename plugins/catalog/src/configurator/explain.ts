import type { Problem } from './problem.ts'
import { type Assumption, type Budget, type Core, solve } from './solver.ts'

/**
 * Of assumptions that do not go together, as few as possible, and as few rules: without any one of them the others go together. Those in `pinned` stay.
 * Null where they do go together.
 */
export function minimalConflict(
  problem: Problem,
  assumptions: readonly Assumption[],
  pinned: readonly Assumption[],
  budget: Budget,
): { readonly assumptions: readonly Assumption[]; readonly rules: readonly number[] } | null {
  const all = [...pinned, ...assumptions]
  const found = solve(problem, all, budget)
  if (!('core' in found)) return null
  let taken = all.filter((_one, place) => place < pinned.length || found.core.assumptions.has(place))
  let core: Core = found.core
  // The last ones first, so that of equal conflicts that of the first choices and rules is told.
  for (const one of taken.slice(pinned.length).reverse()) {
    if (!taken.includes(one)) continue
    const less = taken.filter((other) => other !== one)
    const without = solve(problem, less, budget)
    if (!('core' in without)) continue
    taken = less.filter((_other, place) => place < pinned.length || without.core.assumptions.has(place))
    core = without.core
  }
  let rules = new Set(core.rules)
  for (const rule of [...rules].sort((a, b) => b - a)) {
    if (!rules.has(rule)) continue
    const less = new Set(rules)
    less.delete(rule)
    const without = solve(problem, taken, budget, less)
    if ('core' in without) rules = new Set(without.core.rules)
  }
  return { assumptions: taken.slice(pinned.length), rules: chain(problem, taken, rules) }
}

/** Rules in the order in which one leads to the next: each, where possible, speaks of something that was spoken of before. */
function chain(problem: Problem, assumptions: readonly Assumption[], rules: ReadonlySet<number>): number[] {
  const known = new Set<string>()
  for (const one of assumptions) known.add('option' in one ? `option ${one.option}` : `number ${one.number}`)
  const open = [...rules].sort((a, b) => a - b)
  const ordered: number[] = []
  while (open.length > 0) {
    const next =
      open.find((rule) => subjects(problem, rule).some((subject) => known.has(subject))) ?? (open[0] as number)
    open.splice(open.indexOf(next), 1)
    ordered.push(next)
    for (const subject of subjects(problem, next)) known.add(subject)
  }
  return ordered
}

function subjects(problem: Problem, rule: number): string[] {
  const about = ({ rule: of }: { readonly rule: number }): boolean => of === rule
  const options = [
    ...problem.clauses.filter(about).flatMap(({ literals }) => literals.map((literal) => Math.abs(literal) - 1)),
    ...problem.cardinalities.filter(about).flatMap((cardinality) => cardinality.options),
    ...problem.numbers.flatMap(({ ranges }) => ranges.filter(about).flatMap(({ when }) => when)),
  ]
  const numbers = problem.numbers.flatMap(({ ranges }, number) => (ranges.some(about) ? [`number ${number}`] : []))
  return [...options.map((option) => `option ${option}`), ...numbers]
}

/**
 * The fewest assumptions to give up so that the rest, and those in `pinned`, go together; of equally few those that stand first. Null where even `pinned`
 * alone is impossible. Each round gives up one more: of every conflict at least one has to go (Reiter's hitting sets, breadth first).
 */
export function fewestChanges(
  problem: Problem,
  assumptions: readonly Assumption[],
  pinned: readonly Assumption[],
  budget: Budget,
): readonly Assumption[] | null {
  if ('core' in solve(problem, pinned, budget)) return null
  let round = new Map<string, readonly number[]>([['', []]])
  while (round.size > 0) {
    const next = new Map<string, readonly number[]>()
    const enough: (readonly number[])[] = []
    for (const dropped of round.values()) {
      const rest = assumptions.filter((_one, place) => !dropped.includes(place))
      const found = solve(problem, [...pinned, ...rest], budget)
      if (!('core' in found)) {
        enough.push(dropped)
        continue
      }
      for (const place of found.core.assumptions) {
        const one = rest[place - pinned.length]
        if (place < pinned.length || !one) continue
        const more = [...dropped, assumptions.indexOf(one)].sort((a, b) => a - b)
        next.set(more.join(), more)
      }
    }
    const first = enough.sort(byPlaces)[0]
    if (first) return first.map((place) => assumptions[place] as Assumption)
    round = next
  }
  return null
}

function byPlaces(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((place, index) => place !== b[index])
  return at === -1 ? 0 : (a[at] as number) - (b[at] as number)
}
