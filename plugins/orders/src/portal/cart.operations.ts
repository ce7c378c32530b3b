import { operation } from '@tessera/client'
import type { ShownAddress } from './addresses.ts'

export interface CartLine {
  readonly id: string
  readonly quantity: string
  readonly account: { readonly id: string; readonly name: string | null; readonly currency: string | null } | null
  readonly product: {
    readonly id: string
    readonly sku: string
    readonly name: string
    readonly unit: string
    readonly translations: { readonly nodes: readonly { readonly name: string }[] }
  } | null
  readonly configuration: { readonly id: string; readonly choices: unknown } | null
}

/** What is in the cart of whoever asks. */
export const Cart = operation<{ cartLines: { nodes: readonly CartLine[] } }, { language: string }>(
  `query Cart($language: String!) {
  cartLines(first: 200, orderBy: [{ createdAt: asc }]) {
    nodes {
      id quantity
      account { id name currency }
      product { id sku name unit translations(first: 1, where: { language: { startsWith: $language } }) { nodes { name } } }
      configuration { id choices }
    }
  }
}`,
)

/** Where things may be sent, and the texts of what was chosen are not asked for: a cart says that a line is configured. */
export const ShipTo = operation<
  { addresses: { nodes: readonly (ShownAddress & { readonly id: string })[] } },
  { account: string }
>(`query ShipTo($account: ID!) {
  addresses(first: 100, where: { account: { eq: $account } }, orderBy: [{ createdAt: asc }]) {
    nodes { id addressee line1 line2 postalCode city countryCode }
  }
}`)

export interface CartPrice {
  readonly price: { readonly amount: string; readonly currency: string } | null
  readonly refusal: { readonly code: string } | null
}

export const CartPrices = operation<{ prices: readonly CartPrice[] }, { lines: readonly object[] }>(
  'query CartPrices($lines: [PriceLineInput!]!) { prices(lines: $lines) { price { amount currency } refusal { code } } }',
)

/** The line of a product that is not configured, if it is in the cart already. */
/** Onto the line that it has in the cart, or onto a new one. */
export const AddToCart = operation<
  { addToCart: { id: string } },
  { account: string; product: string; quantity: string }
>(`mutation AddToCart($account: ID!, $product: ID!, $quantity: Decimal!) {
  addToCart(account: $account, product: $product, quantity: $quantity) { id }
}`)

export const AddLine = operation<{ createCartLine: { id: string } }, { input: object }>(
  'mutation AddLine($input: CartLineInput!) { createCartLine(input: $input) { id } }',
)

export const SetQuantity = operation<{ updateCartLine: { id: string } }, { id: string; quantity: string }>(
  'mutation SetQuantity($id: ID!, $quantity: Decimal!) { updateCartLine(id: $id, patch: { quantity: $quantity }) { id } }',
)

export const TakeOut = operation<{ deleteCartLines: readonly ({ id: string } | null)[] }, { ids: readonly string[] }>(
  'mutation TakeOut($ids: [ID!]!) { deleteCartLines(ids: $ids) { id } }',
)

export const KeepConfiguration = operation<{ createConfiguration: { id: string } }, { input: object }>(
  'mutation KeepConfiguration($input: ConfigurationInput!) { createConfiguration(input: $input) { id } }',
)

export const PlaceCart = operation<{ placeCart: { id: string; number: string; status: string } }, { input: object }>(
  'mutation PlaceCart($input: PlaceCartInput!) { placeCart(input: $input) { id number status } }',
)
