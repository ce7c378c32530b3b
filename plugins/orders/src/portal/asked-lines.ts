import type { Portal } from '@tessera/portal/runtime'
import { AskedProduct } from './ask-quote.operations.ts'
import { Cart, CartPrices } from './cart.operations.ts'
import { today } from './today.ts'

/** A line of what a quote is asked for: out of the cart, or just configured. */
export interface AskedLine {
  readonly product: string
  readonly name: string
  readonly sku: string
  readonly quantity: string
  /** What is kept already; `choices` are kept when the quote is asked for. */
  readonly configuration: string | null
  readonly choices: readonly object[] | null
}

/** Choices as they stand in an address or a form; null where they are none, undefined where they can not be read. */
export function readChoices(given: string): readonly object[] | null | undefined {
  if (given === '') return null
  try {
    const choices: unknown = JSON.parse(given)
    return Array.isArray(choices) ? choices : undefined
  } catch {
    return undefined
  }
}

/** What a configuration keeps, as the API takes it. */
export const asChoices = (choices: unknown): readonly object[] =>
  Array.isArray(choices)
    ? choices.map(({ feature, option, value }) => (option ? { option } : { feature, value: String(value) }))
    : []

/** The lines of the cart for an account. */
export async function linesOfCart({ api, locale }: Portal, account: string): Promise<AskedLine[]> {
  const { cartLines } = await api.run(Cart, { language: locale })
  return cartLines.nodes.flatMap((line) =>
    line.product && line.account?.id === account
      ? [
          {
            product: line.product.id,
            name: line.product.translations.nodes[0]?.name ?? line.product.name,
            sku: line.product.sku,
            quantity: line.quantity,
            configuration: line.configuration?.id ?? null,
            choices: line.configuration ? asChoices(line.configuration.choices) : null,
          },
        ]
      : [],
  )
}

/** The one line of a product that was looked at or configured. */
export async function lineOfProduct(
  { api, locale }: Portal,
  given: { readonly product: string; readonly quantity: string; readonly choices: readonly object[] | null },
): Promise<AskedLine[]> {
  const { product } = await api.run(AskedProduct, { id: given.product, language: locale })
  if (!product) return []
  const name = product.translations.nodes[0]?.name ?? product.name
  return [{ ...given, name, sku: product.sku, configuration: null }]
}

/** What each line costs today; null where there is no price. */
export async function pricesOf(
  portal: Portal,
  account: string,
  currency: string,
  lines: readonly AskedLine[],
): Promise<({ amount: string; currency: string } | null)[]> {
  if (lines.length === 0) return []
  const { prices } = await portal.api.run(CartPrices, {
    lines: lines.map(({ product, quantity, choices }) => ({
      account,
      product,
      quantity,
      date: today(portal),
      currency,
      ...(choices ? { choices } : {}),
    })),
  })
  return prices.map(({ price }) => price)
}
