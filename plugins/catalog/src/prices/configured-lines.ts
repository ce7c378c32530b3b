import { type Context, type Id, TesseraError } from '@tessera/core'
import { judge } from '../configurator/answer.ts'
import { whyOf } from '../configurator/configure.ts'
import { readChoices } from '../configurator/read-choices.ts'
import { readModels } from '../configurator/read-models.ts'
import type { CatalogModel } from '../model.ts'
import { catalogSettings } from '../settings.ts'
import type { ReadLine } from './read-lines.ts'

/**
 * The options that are chosen in each line, or why its choices have no price. Lines without choices ask nothing of the database.
 * @throws VALIDATION for choices that are none of the product's, at their places such as `lines.3.choices.0.option`
 */
export async function readConfigured(
  ctx: Context<typeof CatalogModel>,
  lines: readonly ReadLine[],
): Promise<(readonly Id[] | TesseraError)[]> {
  const products = lines.flatMap(({ product, choices }) => (choices?.length ? [product] : []))
  const models = products.length > 0 ? await readModels(ctx, [...new Set(products)]) : new Map()
  const limit = ctx.settings(catalogSettings).configuratorSteps
  const issues: TesseraError['issues'][number][] = []
  const read = lines.map(({ product, choices: asked }, index): readonly Id[] | TesseraError => {
    const model = asked?.length ? models.get(product) : undefined
    // That the product is not there for the actor is told of the line as a whole.
    if (!model || !asked) return []
    if (!model.configurable) return new TesseraError('NOT_CONFIGURABLE', { sku: model.sku })
    const { choices, issues: found } = readChoices(model, asked)
    issues.push(...found.map((one) => ({ ...one, path: ['lines', index, 'choices', ...one.path] })))
    if (found.length > 0) return []
    const { conflict } = judge(model, choices, limit)
    if (conflict) return new TesseraError('CONFIGURATION_INVALID', { sku: model.sku, why: whyOf(model, conflict) })
    return choices.flatMap((choice) => ('option' in choice ? [choice.option] : []))
  })
  if (issues.length > 0) throw new TesseraError('VALIDATION', {}, { issues })
  return read
}
