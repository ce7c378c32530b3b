import { createHash } from 'node:crypto'
import { type Context, type Hook, type Id, type On, Reject } from '@tessera/core'
import { type CatalogModel, Configuration } from '../model.ts'
import { catalogSettings } from '../settings.ts'
import { judge } from './answer.ts'
import type { Choice, RuleRef } from './configuration-model.ts'
import { whyOf } from './configure.ts'
import { lockModels } from './keep-satisfiable.ts'
import { readChoices } from './read-choices.ts'
import { type ReadModel, readModels } from './read-models.ts'

/** A configuration is complete and keeps all rules when it is written, and is never changed: what was quoted stays what it was. */
export const checkConfiguration = (on: On<typeof CatalogModel>): readonly Hook[] => [
  on(Configuration).before(['create', 'restore'], { batch: true, name: 'complete' }, async (events) => {
    const ctx = events[0]?.ctx.asSystem('holds configurations against the rules')
    if (!ctx) return
    const products = [...new Set(events.map(({ row }) => row.product))].sort()
    await lockModels(ctx, products, true)
    const models = await readModels(ctx, products)
    return events.map(({ operation, row }) => {
      const accepted = accept(ctx, models.get(row.product), row.choices)
      return operation === 'create' ? accepted : undefined
    })
  }),
  on(Configuration).before('update', { name: 'fixed' }, ({ changed }) => {
    if ((['product', 'choices', 'hash', 'rules'] as const).some((field) => changed.has(field)))
      throw new Reject(
        'catalog.configurationFixed',
        'A configuration does not change once it is written. Make another one.',
      )
  }),
]

function accept(ctx: Context<typeof CatalogModel>, model: ReadModel | undefined, asked: unknown) {
  const refuse = (why: string): never => {
    throw new Reject('catalog.configurationInvalid', why)
  }
  if (!model?.configurable)
    return refuse('This product can not be configured. Choose another one, or let it be made configurable.')
  if (!Array.isArray(asked)) return refuse('The choices of a configuration are a list of options and numbers.')
  const { choices, issues } = readChoices(model, asked)
  if (issues[0]) return refuse(`Choice ${Number(issues[0].path[0]) + 1} of ${model.sku}: ${issues[0].message}`)
  const { complete, conflict } = judge(model, choices, ctx.settings(catalogSettings).configuratorSteps)
  if (conflict) return refuse(`These choices for ${model.sku} do not go together: ${whyOf(model, conflict)}.`)
  if (!complete)
    return refuse(
      `The choices for ${model.sku} are not complete. Ask \`configure\` which options are still to be chosen.`,
    )
  return { choices, hash: fingerprint(model.product, choices), rules: rulesOf(model) }
}

const fingerprint = (product: Id, choices: readonly Choice[]): string =>
  createHash('sha256')
    .update(JSON.stringify([product, choices]))
    .digest('hex')

/** All rules it was held against, with their versions; those that allowed something count as much as those that forbade something else. */
const rulesOf = ({ features, constraints }: ReadModel): RuleRef[] => [
  ...features.flatMap(({ options, ...feature }) => [
    ref('productFeature', feature),
    ...options.map((option) => ref('productOption', option)),
  ]),
  ...constraints.map((constraint) => ref('productConstraint', constraint)),
]

const ref = (entity: RuleRef['entity'], { id, version, name }: Omit<RuleRef, 'entity'>): RuleRef => ({
  entity,
  id,
  version,
  name,
})
