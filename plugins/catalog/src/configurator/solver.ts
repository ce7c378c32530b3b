import { TesseraError } from '@tessera/core'
import type { Cardinality, Clause, NumberPart, Problem, Range } from './problem.ts'

/** What is taken for granted: an option is chosen, or a number (by its place among `numbers`) has a value (by its place on the grid). */
export type Assumption = { readonly option: number } | { readonly number: number; readonly place: number }

/** Rules and assumptions (by number) that can not hold together. */
export interface Core {
  readonly rules: ReadonlySet<number>
  readonly assumptions: ReadonlySet<number>
}

/** A way to choose, option by option; or what does not go together. */
export type Solution = { readonly chosen: readonly boolean[] } | { readonly core: Core }

/** Why something follows: from rules, from assumptions, and from options that are chosen or are not. */
interface Reason {
  readonly rules: readonly number[]
  readonly assumptions: readonly number[]
  readonly options: readonly number[]
}

interface Failure {
  readonly rules: Set<number>
  readonly assumptions: Set<number>
  /** Options that were tried out. */
  readonly tried: Set<number>
}

/** A number that ranges have a say in: one that must have a value, or was given one. */
type BoundNumber = NumberPart & { readonly value: { readonly place: number; readonly assumption: number } | null }

/** How many rules may be looked at before a search gives up. Shared by all searches for one answer. */
export class Budget {
  #left: number
  readonly #limit: number

  constructor(limit: number) {
    this.#left = limit
    this.#limit = limit
  }

  spend(): void {
    if (--this.#left < 0) throw new TesseraError('CONFIGURATION_TOO_COMPLEX', { limit: this.#limit })
  }
}

/**
 * Looks for a way to choose that keeps all rules (or those of `only`): what follows is followed, what is open is tried in the model's order, and a
 * failure goes back to the last trial that had to do with it. So it ends, and the same question has the same answer.
 * @throws CONFIGURATION_TOO_COMPLEX
 */
export function solve(
  problem: Problem,
  assumptions: readonly Assumption[],
  budget: Budget,
  only?: ReadonlySet<number>,
): Solution {
  const search = new Search(problem, assumptions, budget, only)
  const failure = search.run()
  return failure
    ? { core: { rules: failure.rules, assumptions: failure.assumptions } }
    : { chosen: search.chosen.map((value) => value === true) }
}

class Search {
  readonly chosen: (boolean | undefined)[]
  readonly #reasons: (Reason | null)[]
  readonly #trail: number[] = []
  readonly #clauses: readonly Clause[]
  readonly #cardinalities: readonly Cardinality[]
  readonly #numbers: readonly BoundNumber[]
  readonly #options: readonly { readonly number: number; readonly assumption: number }[]
  readonly #budget: Budget

  constructor(problem: Problem, assumptions: readonly Assumption[], budget: Budget, only?: ReadonlySet<number>) {
    const counts = ({ rule }: { readonly rule: number }): boolean => only?.has(rule) ?? true
    this.chosen = new Array(problem.options.length).fill(undefined)
    this.#reasons = new Array(problem.options.length).fill(null)
    this.#clauses = problem.clauses.filter(counts)
    this.#cardinalities = problem.cardinalities.filter(counts)
    this.#options = assumptions.flatMap((one, assumption) =>
      'option' in one ? [{ number: one.option, assumption }] : [],
    )
    this.#numbers = problem.numbers.flatMap((part, number) => {
      const assumption = assumptions.findIndex((one) => 'number' in one && one.number === number)
      const assumed = assumptions[assumption]
      const value = assumed && 'place' in assumed ? { place: assumed.place, assumption } : null
      return part.required || value ? [{ ...part, ranges: part.ranges.filter(counts), value }] : []
    })
    this.#budget = budget
  }

  run(): Failure | null {
    for (const { number, assumption } of this.#options) {
      if (this.chosen[number] === undefined)
        this.#set(number, true, { rules: [], assumptions: [assumption], options: [] })
    }
    return this.#search()
  }

  #search(): Failure | null {
    const conflict = this.#propagate()
    if (conflict) return this.#trace(conflict)
    const next = this.#next()
    if (!next) return null
    const failed: Failure = { rules: new Set(), assumptions: new Set(), tried: new Set() }
    for (const value of next.values) {
      const mark = this.#trail.length
      this.#set(next.option, value, null)
      const failure = this.#search()
      if (!failure) return null
      this.#undo(mark)
      if (!failure.tried.has(next.option)) return failure
      for (const rule of failure.rules) failed.rules.add(rule)
      for (const assumption of failure.assumptions) failed.assumptions.add(assumption)
      for (const option of failure.tried) if (option !== next.option) failed.tried.add(option)
    }
    return failed
  }

  /** An open option of a feature that needs one more; then any, which is rather left out. */
  #next(): { readonly option: number; readonly values: readonly [boolean, boolean] } | null {
    for (const { options, min } of this.#cardinalities) {
      if (options.filter((option) => this.chosen[option] === true).length >= min) continue
      const option = options.find((one) => this.chosen[one] === undefined)
      if (option !== undefined) return { option, values: [true, false] }
    }
    const option = this.chosen.indexOf(undefined)
    return option === -1 ? null : { option, values: [false, true] }
  }

  #set(option: number, value: boolean, reason: Reason | null): void {
    this.chosen[option] = value
    this.#reasons[option] = reason
    this.#trail.push(option)
  }

  #undo(mark: number): void {
    for (const option of this.#trail.splice(mark)) this.chosen[option] = undefined
  }

  /** Everything that follows; or why that is impossible. */
  #propagate(): Reason | null {
    for (let before = -1; before < this.#trail.length; ) {
      before = this.#trail.length
      for (const clause of this.#clauses) {
        const conflict = this.#checkClause(clause)
        if (conflict) return conflict
      }
      for (const cardinality of this.#cardinalities) {
        const conflict = this.#checkCardinality(cardinality)
        if (conflict) return conflict
      }
      for (const number of this.#numbers) {
        const conflict = this.#checkNumber(number)
        if (conflict) return conflict
      }
    }
    return null
  }

  #checkClause({ rule, literals }: Clause): Reason | null {
    this.#budget.spend()
    let open = 0
    for (const literal of literals) {
      const value = this.chosen[Math.abs(literal) - 1]
      if (value === literal > 0) return null
      if (value !== undefined) continue
      if (open !== 0) return null
      open = literal
    }
    const options = literals.filter((literal) => literal !== open).map((literal) => Math.abs(literal) - 1)
    if (open === 0) return { rules: [rule], assumptions: [], options }
    this.#set(Math.abs(open) - 1, open > 0, { rules: [rule], assumptions: [], options })
    return null
  }

  #checkCardinality({ rule, options, min, max }: Cardinality): Reason | null {
    this.#budget.spend()
    const having = (value: boolean | undefined): number[] => options.filter((option) => this.chosen[option] === value)
    const [taken, refused, open] = [having(true), having(false), having(undefined)]
    const because = (of: readonly number[]): Reason => ({ rules: [rule], assumptions: [], options: of })
    if (taken.length > max) return because(taken)
    if (options.length - refused.length < min) return because(refused)
    if (taken.length === max) for (const option of open) this.#set(option, false, because(taken))
    else if (options.length - refused.length === min)
      for (const option of open) this.#set(option, true, because(refused))
    return null
  }

  #checkNumber({ grid, required, ranges, value }: BoundNumber): Reason | null {
    // Ranges bind a number that may stay open only because it was given.
    const given = value && !required ? [value.assumption] : []
    const own: Reason = { rules: [], assumptions: value ? [value.assumption] : [], options: [] }
    let low = { place: value?.place ?? 0, reason: own }
    let high = { place: value?.place ?? grid.last, reason: own }
    const open: { readonly range: Range; readonly option: number }[] = []
    for (const range of ranges) {
      this.#budget.spend()
      if (range.when.some((option) => this.chosen[option] === false)) continue
      const undecided = range.when.filter((option) => this.chosen[option] === undefined)
      if (undecided.length > 1) continue
      if (undecided[0] !== undefined) {
        open.push({ range, option: undecided[0] })
        continue
      }
      const reason: Reason = { rules: [range.rule], assumptions: given, options: range.when }
      if (range.first > low.place) low = { place: range.first, reason }
      if (range.last < high.place) high = { place: range.last, reason }
    }
    if (low.place > high.place) return joined(low.reason, high.reason)
    for (const { range, option } of open) {
      const { rule, when, first, last } = range
      if (this.chosen[option] !== undefined) continue
      const reason: Reason = { rules: [rule], assumptions: given, options: when.filter((one) => one !== option) }
      if (first > last) this.#set(option, false, reason)
      else if (first > high.place) this.#set(option, false, joined(reason, high.reason))
      else if (last < low.place) this.#set(option, false, joined(reason, low.reason))
    }
    return null
  }

  /** What a conflict goes back to. */
  #trace(conflict: Reason): Failure {
    const failure: Failure = { rules: new Set(), assumptions: new Set(), tried: new Set() }
    const seen = new Set<number>()
    const follow = ({ rules, assumptions, options }: Reason): void => {
      for (const rule of rules) failure.rules.add(rule)
      for (const assumption of assumptions) failure.assumptions.add(assumption)
      for (const option of options) {
        if (seen.size === seen.add(option).size) continue
        const reason = this.#reasons[option]
        if (reason) follow(reason)
        else failure.tried.add(option)
      }
    }
    follow(conflict)
    return failure
  }
}

const joined = (a: Reason, b: Reason): Reason => ({
  rules: [...a.rules, ...b.rules],
  assumptions: [...a.assumptions, ...b.assumptions],
  options: [...a.options, ...b.options],
})
