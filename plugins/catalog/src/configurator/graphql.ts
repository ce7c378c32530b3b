import type { GraphqlKit, Id, InputRef } from '@tessera/core'
import type { CatalogModel } from '../model.ts'
import type {
  Choice,
  ConfigurationAnswer,
  FeatureAnswer,
  Impossibility,
  OptionAnswer,
  RuleRef,
} from './configuration-model.ts'
import { configure } from './configure.ts'
import type { ChoiceInput } from './read-choices.ts'

/** A choice as GraphQL gives it. What is missing or too much is told as a finding at its place. */
export interface AskedChoice {
  option?: Id | null | undefined
  feature?: Id | null | undefined
  value?: string | null | undefined
}

/** `configure(product, choices) { valid complete features { options { state impossible { rules { name } } } } }`; gives the input type of a choice. */
export function configuratorFields(kit: GraphqlKit<typeof CatalogModel>): InputRef<AskedChoice> {
  const { builder } = kit
  const choice = builder.inputType('ChoiceInput', {
    description: 'An option, or the number of a feature.',
    fields: (t) => ({ option: t.id(), feature: t.id(), value: t.field({ type: 'Decimal' }) }),
  })
  kit.query('configure', {
    type: answerType(kit),
    description: 'What choices for a configurable product come to, and what is possible besides.',
    args: (arg) => ({ product: arg.id({ required: true }), choices: arg({ type: [choice], required: true }) }),
    resolve: ({ product, choices }, ctx) => configure(ctx, product, choices as ChoiceInput[]),
  })
  return choice
}

function answerType({ builder }: GraphqlKit<typeof CatalogModel>) {
  const chosen = builder.objectRef<Choice>('Choice').implement({
    fields: (t) => ({
      feature: t.exposeID('feature', { nullable: false }),
      option: t.id({ nullable: true, resolve: (choice) => ('option' in choice ? choice.option : null) }),
      value: t.field({
        type: 'Decimal',
        nullable: true,
        resolve: (choice) => ('value' in choice ? choice.value : null),
      }),
    }),
  })
  const rule = builder.objectRef<RuleRef>('ConfigurationRule').implement({
    description: 'A constraint, or a feature with how many of its options may be chosen, as it was when it was asked.',
    fields: (t) => ({
      entity: t.exposeString('entity', { nullable: false }),
      id: t.exposeID('id', { nullable: false }),
      version: t.exposeInt('version', { nullable: false }),
      name: t.exposeString('name', { nullable: false }),
    }),
  })
  const impossibility = builder.objectRef<Impossibility>('Impossibility').implement({
    description: 'Why something is impossible, and what would make it possible.',
    fields: (t) => ({
      choices: t.field({
        type: [chosen],
        nullable: false,
        description: 'What it does not go with.',
        resolve: (one) => [...one.choices],
      }),
      rules: t.field({ type: [rule], nullable: false, resolve: (one) => [...one.rules] }),
      change: t.field({
        type: [chosen],
        nullable: true,
        description: 'The fewest choices to give up or change; null where it is never possible.',
        resolve: ({ change }) => change && [...change],
      }),
    }),
  })
  const option = builder.objectRef<OptionAnswer>('OptionAnswer').implement({
    fields: (t) => ({
      option: t.exposeID('option', { nullable: false }),
      state: t.exposeString('state', { nullable: false, description: '`selected`, `available` or `impossible`.' }),
      impossible: t.field({ type: impossibility, nullable: true, resolve: (one) => one.impossible }),
    }),
  })
  const values = builder.objectRef<FeatureAnswer['possible'][number]>('PossibleValues').implement({
    fields: (t) => ({
      min: t.expose('min', { type: 'Decimal', nullable: false }),
      max: t.expose('max', { type: 'Decimal', nullable: false }),
    }),
  })
  const feature = builder.objectRef<FeatureAnswer>('FeatureAnswer').implement({
    fields: (t) => ({
      feature: t.exposeID('feature', { nullable: false }),
      options: t.field({ type: [option], nullable: false, resolve: (one) => [...one.options] }),
      possible: t.field({
        type: [values],
        nullable: false,
        description: 'Which numbers go with the other choices.',
        resolve: (one) => [...one.possible],
      }),
    }),
  })
  return builder.objectRef<ConfigurationAnswer>('ConfigurationAnswer').implement({
    fields: (t) => ({
      valid: t.exposeBoolean('valid', { nullable: false, description: 'Whether the choices can be completed.' }),
      complete: t.exposeBoolean('complete', { nullable: false, description: 'Whether they are, and keep every rule.' }),
      conflict: t.field({ type: impossibility, nullable: true, resolve: (one) => one.conflict }),
      features: t.field({ type: [feature], nullable: false, resolve: (one) => [...one.features] }),
    }),
  })
}
