import type { Choice, ConfigurationModel, RuleRef } from '../configuration-model.ts'

/** One way to configure everything: the options that are chosen, and the numbers by feature. */
interface Whole {
  readonly options: ReadonlySet<string>
  readonly values: ReadonlyMap<string, number>
}

/** Every whole configuration there is, tried one by one, which small models allow. `ignoring`: rules that are not asked. */
export function wholes(
  model: ConfigurationModel,
  ignoring: (rule: { readonly id: string }) => boolean = () => false,
): Whole[] {
  const options = model.features.flatMap((feature) => feature.options.map(({ id }) => id))
  const numbers = model.features.filter(({ number }) => number !== null)
  let all: Whole[] = [{ options: new Set(), values: new Map() }]
  for (const option of options)
    all = all.flatMap((whole) => [whole, { ...whole, options: new Set([...whole.options, option]) }])
  for (const { id, min, number } of numbers) {
    const values: number[] = []
    for (let at = Number(number?.min); at <= Number(number?.max); at += Number(number?.step)) values.push(at)
    all = all.flatMap((whole) => [
      ...(min === 0 ? [whole] : []),
      ...values.map((value) => ({ ...whole, values: new Map([...whole.values, [id, value]]) })),
    ])
  }
  return all.filter(
    (whole) =>
      model.features.every((feature) => {
        if (feature.number || ignoring(feature)) return true
        const count = feature.options.filter(({ id }) => whole.options.has(id)).length
        return count >= feature.min && count <= feature.max
      }) && model.constraints.every((constraint) => ignoring(constraint) || keeps(whole, constraint)),
  )
}

function keeps({ options, values }: Whole, constraint: ConfigurationModel['constraints'][number]): boolean {
  if (!constraint.when.every((id) => options.has(id))) return true
  if (constraint.type === 'requires') return constraint.options.some((id) => options.has(id))
  if (constraint.type === 'excludes') return !constraint.options.some((id) => options.has(id))
  const value = values.get(constraint.feature as string)
  if (value === undefined) return true
  return (
    (constraint.min === null || value >= Number(constraint.min)) &&
    (constraint.max === null || value <= Number(constraint.max))
  )
}

/** The wholes that have all these choices. */
export const having = (all: readonly Whole[], choices: readonly Choice[]): readonly Whole[] =>
  all.filter(({ options, values }) =>
    choices.every((choice) =>
      'option' in choice ? options.has(choice.option) : values.get(choice.feature) === Number(choice.value),
    ),
  )

/** Whether nothing but the choices is in a whole. */
export const isJust = ({ options, values }: Whole, choices: readonly Choice[]): boolean =>
  options.size + values.size === choices.length && having([{ options, values }], choices).length === 1

/** The sizes-first, first-places-first subset of choices without which there is a way; null where there is none even without all. */
export function fewest(
  all: readonly Whole[],
  choices: readonly Choice[],
  wanted: readonly Choice[],
): readonly Choice[] | null {
  const subsets = Array.from({ length: 2 ** choices.length }, (_, bits) =>
    choices.flatMap((_choice, place) => ((bits >> place) & 1 ? [place] : [])),
  ).sort((a, b) => a.length - b.length || comparePlaces(a, b))
  const found = subsets.find(
    (dropped) => having(all, [...wanted, ...choices.filter((_choice, place) => !dropped.includes(place))]).length > 0,
  )
  return found ? found.map((place) => choices[place] as Choice) : null
}

function comparePlaces(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((place, index) => place !== b[index])
  return at === -1 ? 0 : (a[at] as number) - (b[at] as number)
}

/** Whether these rules and choices are what forbids `wanted`: together they do, and without any one of them they do not. */
export function isMinimalReason(
  model: ConfigurationModel,
  wanted: readonly Choice[],
  choices: readonly Choice[],
  rules: readonly RuleRef[],
): boolean {
  const possible = (some: readonly Choice[], kept: readonly RuleRef[]): boolean =>
    having(
      wholes(model, ({ id }) => !kept.some((rule) => rule.id === id)),
      [...wanted, ...some],
    ).length > 0
  return (
    !possible(choices, rules) &&
    choices.every((one) =>
      possible(
        choices.filter((other) => other !== one),
        rules,
      ),
    ) &&
    rules.every((one) =>
      possible(
        choices,
        rules.filter((other) => other !== one),
      ),
    )
  )
}
