import { formatAmount, type GraphqlKit } from '@tessera/core'
import type { SfaModel } from '../model.ts'
import type { MeasureValue } from './measure.ts'
import { type NamedMeasure, type PersonPerformance, performanceOf } from './performance-of.ts'

interface Figure {
  readonly measure: NamedMeasure
  readonly found: MeasureValue | null
}

type Person = Omit<PersonPerformance, 'values'> & { readonly figures: readonly Figure[] }

/** `performance(from, to) { name figures { measure value currency } }`. */
export function performanceFields(kit: GraphqlKit<typeof SfaModel>): void {
  const { builder } = kit
  const figure = builder.objectRef<Figure>('PerformanceFigure').implement({
    description: 'One figure of a person.',
    fields: (t) => ({
      measure: t.string({ nullable: false, resolve: ({ measure }) => measure.name }),
      label: t.string({
        nullable: false,
        args: { language: t.arg.string({ defaultValue: 'en' }) },
        resolve: ({ measure: { label } }, { language }) =>
          typeof label === 'string' ? label : (label[language ?? 'en'] ?? label.en ?? ''),
      }),
      unit: t.string({
        nullable: false,
        description: '`money`, `percent`, `days`, `count` or `score`.',
        resolve: ({ measure }) => measure.unit,
      }),
      value: t.field({
        type: 'Decimal',
        nullable: true,
        description: 'Null where there is none, which is not 0.',
        resolve: ({ found }) => {
          const value = found?.value ?? null
          return value === null || typeof value === 'string' ? value : formatAmount(value)
        },
      }),
      currency: t.string({
        nullable: true,
        resolve: ({ found }) => (found?.value && typeof found.value !== 'string' ? found.value.currency : null),
      }),
      note: t.string({
        nullable: true,
        description: 'What is not in it.',
        resolve: ({ found }) => found?.note ?? null,
      }),
    }),
  })
  const person = builder.objectRef<Person>('PersonPerformance').implement({
    description: 'What somebody did in a time.',
    fields: (t) => ({
      person: t.exposeID('person', { nullable: false }),
      name: t.exposeString('name', { nullable: false }),
      figures: t.field({ type: [figure], nullable: false, resolve: ({ figures }) => [...figures] }),
    }),
  })
  kit.query('performance', {
    type: [person],
    description: 'What people sold, collected and earned from one day to another; those whom the actor may see.',
    args: (arg) => ({
      from: arg({ type: 'Date', required: true }),
      to: arg({ type: 'Date', required: true }),
      persons: arg.idList(),
      currency: arg.string(),
    }),
    resolve: async ({ from, to, persons, currency }, ctx) => {
      const { measures, people } = await performanceOf(ctx, {
        from,
        to,
        persons: persons ?? null,
        currency: currency ?? null,
      })
      return people.map(({ values, ...rest }) => ({
        ...rest,
        figures: measures.map((measure, index) => ({ measure, found: values[index] ?? null })),
      }))
    },
  })
}
