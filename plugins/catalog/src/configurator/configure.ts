import { type Context, type Id, issue, TesseraError } from '@tessera/core'
import { isId } from '../is-id.ts'
import type { CatalogModel } from '../model.ts'
import { catalogSettings } from '../settings.ts'
import { answer } from './answer.ts'
import type { ConfigurationAnswer, Impossibility } from './configuration-model.ts'
import { type ChoiceInput, readChoices } from './read-choices.ts'
import { type ReadModel, readModels } from './read-models.ts'

type Ctx = Context<typeof CatalogModel>

/**
 * What can be said of choices for a configurable product: whether they can be completed, whether they are complete, and of each option whether it is selected,
 * available or impossible, with the rules that forbid it and the fewest choices to change for it. The same question has the same answer, whatever the order of
 * the choices.
 * @throws NOT_FOUND, NOT_CONFIGURABLE, VALIDATION for choices that are none of the product's, CONFIGURATION_TOO_COMPLEX
 * @example
 * const { valid, complete, features } = await configure(ctx, product, [{ option: motor55 }, { feature: flange, value: '200' }])
 */
export async function configure(ctx: Ctx, product: Id, asked: readonly ChoiceInput[]): Promise<ConfigurationAnswer> {
  if (!isId(product)) throw new TesseraError('VALIDATION', {}, { issues: [issue(['product'], 'ID', { got: product })] })
  const model = (await readModels(ctx, [product])).get(product.toLowerCase())
  if (!model) throw new TesseraError('NOT_FOUND', { entity: 'product', id: product })
  if (!model.configurable) throw new TesseraError('NOT_CONFIGURABLE', { sku: model.sku })
  const { choices, issues } = readChoices(model, asked)
  if (issues.length > 0)
    throw new TesseraError(
      'VALIDATION',
      {},
      { issues: issues.map((one) => ({ ...one, path: ['choices', ...one.path] })) },
    )
  return answer(model, choices, ctx.settings(catalogSettings).configuratorSteps)
}

/** An impossibility as a sentence's part: its rules by name, and what would help. */
export function whyOf(model: ReadModel, { rules, change }: Impossibility): string {
  const names = rules.map(({ name }) => `«${name}»`).join(', ')
  const nameOf = (choice: NonNullable<Impossibility['change']>[number]): string => {
    const feature = model.features.find(({ id }) => id === choice.feature)
    const option = feature?.options.find(({ id }) => 'option' in choice && id === choice.option)
    return `«${option?.name ?? feature?.name ?? ''}»`
  }
  return change?.length ? `${names}; giving up ${change.map(nameOf).join(' and ')} would do` : names
}
