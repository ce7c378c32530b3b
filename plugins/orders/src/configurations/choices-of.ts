import type { Context, Id } from '@tessera/core'
import type { ChoiceInput } from '@tessera/plugin-catalog'
import { Configuration } from '@tessera/plugin-catalog/model'
import type { OrdersModel } from '../model.ts'

/** A line of a quote or an order, which may be of a product made to order. */
export interface ConfiguredLine {
  readonly configuration: Id | null
}

/**
 * What is chosen in each line, as the catalog's prices ask for it: nothing where a line has no configuration. `ctx` has every right.
 * @example
 * const chosen = await choicesOf(ctx, lines)
 * await pricesOf(ctx, lines.map((line) => ({ ...line, ...chosen(line) })))
 */
export async function choicesOf(
  ctx: Context<typeof OrdersModel>,
  lines: readonly ConfiguredLine[],
): Promise<(line: ConfiguredLine) => { readonly choices?: readonly ChoiceInput[] }> {
  const ids = [...new Set(lines.flatMap(({ configuration }) => configuration ?? []))]
  if (ids.length === 0) return () => ({})
  const rows = await ctx.list(Configuration, { where: { id: { in: ids } }, limit: ids.length, deleted: 'any' })
  const choices = new Map<Id, readonly ChoiceInput[]>(
    rows.map((row) => [row.id, row.choices as readonly ChoiceInput[]]),
  )
  return ({ configuration }) => {
    const chosen = configuration === null ? undefined : choices.get(configuration)
    return chosen ? { choices: chosen } : {}
  }
}
