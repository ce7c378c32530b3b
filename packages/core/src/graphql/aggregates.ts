import type { EntityMeta } from '../model/registry.ts'
import { canGroup } from '../query/aggregate-groups.ts'
import { type AggregateFunction, aggregateFunctions, spans } from '../query/aggregate-selection.ts'
import { canAggregate } from '../query/aggregate-sql.ts'
import { type QueryField, queryFields } from '../query/query-field.ts'
import type { FigurePlan } from './field-plan.ts'
import { idFieldName, typeName } from './names.ts'
import { valueType } from './outputs.ts'
import type { OutputField, TypeWriter } from './type-writer.ts'

/** What the aggregates of all entities share. */
export function addSharedAggregates(writer: TypeWriter): void {
  writer.enumeration('TimeSpan', 'the core', 'Spans of time rows are grouped by. Weeks begin on Monday.', spans)
  writer.enumeration(
    'AggregateFigure',
    'the core',
    'What groups are ordered by: how many rows they have, what they are grouped by, or a figure.',
    ['count', 'group', ...aggregateFunctions],
  )
}

/** `AccountAggregate`: figures over groups of rows, and the inputs that say which groups in which order. */
export function addAggregates(writer: TypeWriter, entity: EntityMeta): void {
  const name = typeName(entity)
  const { plugin } = entity
  // Nobody asks for the sum of versions, or groups by what no two rows share.
  const fields = [...queryFields(entity).values()].filter((field) => field.name !== 'version' && field.name !== 'id')
  const grouped = fields.filter(canGroup)
  const figures = aggregateFunctions.filter((figure) => fields.some((field) => canAggregate(field, figure)))
  writer.enumeration(
    `${name}GroupField`,
    plugin,
    undefined,
    grouped.map((field) => field.name),
  )
  writer.input(`${name}GroupBy`, plugin, undefined, () => ({
    field: { type: `${name}GroupField!` },
    by: { type: 'TimeSpan', description: 'For days and instants: one group for each span of time.' },
    timeZone: {
      type: 'String',
      description: 'Where spans of an instant begin, as an IANA name; UTC unless said otherwise.',
    },
  }))
  const aggregated = fields.filter((field) => canAggregate(field, 'max'))
  writer.enumeration(`${name}AggregateField`, plugin, undefined, [
    ...new Set([...aggregated, ...grouped].map((field) => field.name)),
  ])
  writer.input(`${name}AggregateOrder`, plugin, undefined, () => ({
    figure: { type: 'AggregateFigure!' },
    field: { type: `${name}AggregateField`, description: 'Which field, except for `count`.' },
    currency: { type: 'String', description: 'For money: order by the figure in this currency.' },
    direction: { type: 'SortDirection' },
  }))
  writer.object(
    `${name}Group`,
    plugin,
    { description: 'What the rows of a group have in common; null for what they were not grouped by.' },
    () => Object.fromEntries(grouped.flatMap((field) => groupFields(writer, entity, field))),
  )
  for (const figure of figures.filter((each) => each === 'sum' || each === 'max')) {
    writer.object(figureType(entity, figure), plugin, {}, () =>
      Object.fromEntries(
        fields
          .filter((field) => canAggregate(field, figure))
          .map((field) => [field.name, figureField(writer, entity, field, figure)]),
      ),
    )
  }
  writer.object(`${name}Aggregate`, plugin, { description: 'Figures over a group of rows, or over all.' }, () => ({
    group: { type: `${name}Group!` },
    count: { type: 'Int!' },
    ...Object.fromEntries(figures.map((figure) => [figure, { type: `${figureType(entity, figure)}!` }])),
  }))
}

/** Sums and averages are made of the same fields, and so are least and greatest values. */
const figureType = (entity: EntityMeta, figure: AggregateFunction): string =>
  `${typeName(entity)}${figure === 'sum' || figure === 'avg' ? 'Totals' : 'Extremes'}`

function groupFields(writer: TypeWriter, entity: EntityMeta, field: QueryField): [string, OutputField][] {
  const { meta } = field
  const plan = (value: FigurePlan): FigurePlan => value
  if (meta?.target) {
    return [
      [meta.name, { type: typeName(meta.target), plan: plan({ read: 'ref', field: meta.name, entity: meta.target }) }],
      [idFieldName(meta), { type: 'ID', plan: plan({ read: 'value', field: meta.name }) }],
    ]
  }
  return [[field.name, { type: valueType(writer, entity, field), plan: plan({ read: 'value', field: field.name }) }]]
}

function figureField(
  writer: TypeWriter,
  entity: EntityMeta,
  field: QueryField,
  figure: AggregateFunction,
): OutputField {
  if (field.kind === 'money') {
    return {
      type: '[Money!]!',
      description: 'One figure for each currency; they are never added up.',
      plan: { read: 'money', field: field.name } satisfies FigurePlan,
    }
  }
  const exact = figure === 'sum' || figure === 'avg' ? 'Decimal' : valueType(writer, entity, field)
  return { type: exact, plan: { read: 'figure', field: field.name } satisfies FigurePlan }
}
