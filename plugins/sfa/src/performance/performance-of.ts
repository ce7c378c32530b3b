import { type Context, currencyDigits, type Id, type Label } from '@tessera/core'
import { checkPeriod } from '../forecast/period.ts'
import type { SfaModel } from '../model.ts'
import { type MeasureValue, type PerformanceMeasure, performanceMeasures } from './measure.ts'
import { peopleWithin } from './people-within.ts'

export interface PerformanceQuestion {
  readonly from: string
  readonly to: string
  /** All whom the actor may see unless said otherwise. */
  readonly persons?: readonly Id[] | null
  /** Of sums; the company's unless said otherwise. */
  readonly currency?: string | null
}

export interface NamedMeasure {
  /** As it was contributed: `revenue`, `satisfaction`. */
  readonly name: string
  readonly label: Label
  readonly unit: PerformanceMeasure['unit']
}

/** A person's figures, in the order of the measures; null where there is none. */
export interface PersonPerformance {
  readonly person: Id
  readonly name: string
  readonly values: readonly (MeasureValue | null)[]
}

export interface Performance {
  readonly measures: readonly NamedMeasure[]
  readonly people: readonly PersonPerformance[]
}

/**
 * What people did from one day to another: own measures and those of other plugins, for those whom the actor may see (`sfa:performance`).
 * A statement or a few for each measure, however many people.
 * @throws VALIDATION, UNKNOWN_CURRENCY
 */
export async function performanceOf(
  ctx: Context<typeof SfaModel>,
  question: PerformanceQuestion,
): Promise<Performance> {
  const { from, to } = checkPeriod(question)
  const currency = question.currency ?? ctx.company.currency
  currencyDigits(currency)
  const people = await peopleWithin(ctx, question.persons ?? null)
  const persons = people.map(({ id }) => id)
  const system = ctx.asSystem('measures the performance of people')
  const measures = performanceMeasures.of(ctx)
  const answers: ReadonlyMap<Id, MeasureValue>[] = []
  for (const { value } of measures)
    answers.push(persons.length > 0 ? await value.measure(system, { persons, from, to, currency }) : new Map())
  return {
    measures: measures.map(({ id, value: { label, unit } }) => ({
      name: id.slice(id.lastIndexOf('.') + 1),
      label,
      unit,
    })),
    people: people.map(({ id, name }) => ({
      person: id,
      name,
      values: answers.map((answer) => answer.get(id) ?? null),
    })),
  }
}
