import type { Portal } from '@tessera/portal/runtime'
import type { Choice, ChoiceAsked, Impossibility, ShownFeature } from './configure.operations.ts'
import { nameIn } from './named.ts'

/** The choices of an address; what stands there to begin with, where nothing was chosen yet. Values that can be no number are left out. */
export function readChoices(features: readonly ShownFeature[], query: URLSearchParams): readonly ChoiceAsked[] {
  if (!query.has('set'))
    return features.flatMap(({ options }) =>
      options.nodes.filter(({ isDefault }) => isDefault).map(({ id }) => ({ option: id })),
    )
  return features.flatMap((feature): readonly ChoiceAsked[] => {
    const given = query.getAll(feature.id).filter((value) => value !== '')
    if (feature.type === 'number')
      return given.filter((value) => onGrid(feature, value)).map((value) => ({ feature: feature.id, value }))
    return given.filter((value) => feature.options.nodes.some(({ id }) => id === value)).map((option) => ({ option }))
  })
}

/** Whether a number is one of a feature's: of the smallest value, that and a step, and so on. */
export function onGrid({ minValue, maxValue, step }: ShownFeature, value: string): boolean {
  if (!/^-?\d{1,9}(?:\.\d{1,4})?$/.test(value)) return false
  const [at, min, max, by] = [value, minValue, maxValue, step].map((one) => Math.round(Number(one) * 10_000)) as [
    number,
    number,
    number,
    number,
  ]
  return at >= min && at <= max && (at - min) % by === 0
}

/** Says choices: «Motor: 55 kW and Flange: 200 mm». */
export function choicesText(
  features: readonly ShownFeature[],
  choices: readonly Choice[],
  { locale, t }: Pick<Portal, 'locale' | 't'>,
): string {
  return choices
    .flatMap((choice) => {
      const feature = features.find(({ id }) => id === choice.feature)
      if (!feature) return []
      const option = feature.options.nodes.find(({ id }) => id === choice.option)
      const what = option ? nameIn(option, locale) : `${choice.value ?? ''} ${feature.unit ?? ''}`.trim()
      return [t('catalog.configure.choice', { feature: nameIn(feature, locale), option: what })]
    })
    .join(t('catalog.configure.and'))
}

/** Why something is impossible, and what would make it possible. */
export function whyNot(
  features: readonly ShownFeature[],
  { choices, rules, change }: Impossibility,
  portal: Pick<Portal, 'locale' | 't' | 'format'>,
): string {
  const named = portal.format.list([...new Set(rules.map(({ name }) => name))])
  const why = choices.length
    ? portal.t('catalog.configure.notWith', { choices: choicesText(features, choices, portal), rules: named })
    : portal.t('catalog.configure.never', { rules: named })
  if (!change?.length) return why
  return `${why} ${portal.t('catalog.configure.change', { choices: choicesText(features, change, portal) })}`
}
