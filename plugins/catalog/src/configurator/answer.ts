import type { Id } from '@tessera/core'
import type {
  Choice,
  ConfigurationAnswer,
  ConfigurationModel,
  FeatureAnswer,
  Impossibility,
  ModelFeature,
  OptionAnswer,
} from './configuration-model.ts'
import { fewestChanges, minimalConflict } from './explain.ts'
import { isComplete } from './is-complete.ts'
import { type Problem, problemOf } from './problem.ts'
import { type Assumption, Budget, solve } from './solver.ts'

/**
 * What can be said of choices. They are of the model: options of its features, numbers on their grids, one for a feature.
 * @param limit how many rules may be looked at
 * @throws CONFIGURATION_TOO_COMPLEX
 */
export function answer(model: ConfigurationModel, choices: readonly Choice[], limit: number): ConfigurationAnswer {
  const { asking, ...judged } = begin(model, choices, limit)
  return { ...judged, features: model.features.map((feature) => asking.feature(feature)) }
}

/** As `answer`, without looking at what else could be chosen: what a write or a price asks. @throws CONFIGURATION_TOO_COMPLEX */
export function judge(
  model: ConfigurationModel,
  choices: readonly Choice[],
  limit: number,
): Omit<ConfigurationAnswer, 'features'> {
  const { valid, complete, conflict } = begin(model, choices, limit)
  return { valid, complete, conflict }
}

function begin(model: ConfigurationModel, choices: readonly Choice[], limit: number) {
  const problem = problemOf(model)
  const given = inOrder(problem, choices)
  const asking = new Asking(problem, given, new Budget(limit))
  const conflict = asking.impossibility([])
  return { asking, valid: conflict === null, complete: conflict === null && isComplete(problem, given), conflict }
}

/** Each once, in the model's order: the order in which they came decides nothing. */
function inOrder(problem: Problem, choices: readonly Choice[]): Assumption[] {
  const taken = new Map<string, Assumption>()
  for (const choice of choices) {
    const one = assumptionOf(problem, choice)
    taken.set('option' in one ? `a${one.option}` : `b${one.number}`, one)
  }
  const rank = (one: Assumption): number => ('option' in one ? one.option : problem.options.length + one.number)
  return [...taken.values()].sort((a, b) => rank(a) - rank(b))
}

function assumptionOf({ numbers, optionNumbers }: Problem, choice: Choice): Assumption {
  if ('option' in choice) return { option: optionNumbers.get(choice.option) as number }
  const number = numbers.findIndex(({ feature }) => feature === choice.feature)
  return { number, place: numbers[number]?.grid.placeOf(choice.value) as number }
}

class Asking {
  readonly #problem: Problem
  readonly #given: readonly Assumption[]
  readonly #budget: Budget
  /** Options that stood in a way to complete the choices. */
  readonly #seen = new Set<number>()

  constructor(problem: Problem, given: readonly Assumption[], budget: Budget) {
    this.#problem = problem
    this.#given = given
    this.#budget = budget
  }

  feature(feature: ModelFeature): FeatureAnswer {
    const options = feature.options.map(({ id }) => this.#option(id))
    return { feature: feature.id, options, possible: feature.number ? this.#possible(feature.id) : [] }
  }

  #option(id: Id): OptionAnswer {
    const option = this.#problem.optionNumbers.get(id) as number
    if (this.#given.some((one) => 'option' in one && one.option === option))
      return { option: id, state: 'selected', impossible: null }
    const impossible = this.#seen.has(option) ? null : this.impossibility([{ option }])
    return { option: id, state: impossible ? 'impossible' : 'available', impossible }
  }

  /** Why `pinned` does not go with the choices; null where it does. */
  impossibility(pinned: readonly Assumption[]): Impossibility | null {
    const found = solve(this.#problem, [...pinned, ...this.#given], this.#budget)
    if (!('core' in found)) {
      for (const [option, value] of found.chosen.entries()) if (value) this.#seen.add(option)
      return null
    }
    const conflict = minimalConflict(this.#problem, this.#given, pinned, this.#budget)
    const change = fewestChanges(this.#problem, this.#given, pinned, this.#budget)
    return {
      choices: (conflict?.assumptions ?? []).map((one) => this.#choice(one)),
      rules: (conflict?.rules ?? []).map((rule) => this.#problem.rules[rule] as Impossibility['rules'][number]),
      change: change?.map((one) => this.#choice(one)) ?? null,
    }
  }

  /** Values between two neighbouring bounds of ranges are alike, so one of them stands for all. */
  #possible(feature: Id): FeatureAnswer['possible'] {
    const number = this.#problem.numbers.findIndex((part) => part.feature === feature)
    const part = this.#problem.numbers[number] as Problem['numbers'][number]
    const others = this.#given.filter((one) => !('number' in one && one.number === number))
    const edges = new Set([0, ...part.ranges.flatMap(({ first, last }) => [first, last + 1])])
    const starts = [...edges].filter((place) => place >= 0 && place <= part.grid.last).sort((a, b) => a - b)
    const possible: { first: number; last: number }[] = []
    for (const [index, first] of starts.entries()) {
      const last = (starts[index + 1] ?? part.grid.last + 1) - 1
      if ('core' in solve(this.#problem, [...others, { number, place: first }], this.#budget)) continue
      const before = possible.at(-1)
      if (before?.last === first - 1) before.last = last
      else possible.push({ first, last })
    }
    return possible.map(({ first, last }) => ({ min: part.grid.valueAt(first), max: part.grid.valueAt(last) }))
  }

  #choice(one: Assumption): Choice {
    if ('option' in one) {
      const { id, feature } = this.#problem.options[one.option] as Problem['options'][number]
      return { feature, option: id }
    }
    const { feature, grid } = this.#problem.numbers[one.number] as Problem['numbers'][number]
    return { feature, value: grid.valueAt(one.place) }
  }
}
