import { operation } from '@tessera/client'

/** A product by its name in a language. */
export const AskedProduct = operation<
  {
    product: {
      id: string
      sku: string
      name: string
      translations: { nodes: readonly { name: string }[] }
    } | null
  },
  { id: string; language: string }
>(`query AskedProduct($id: ID!, $language: String!) {
  product(id: $id) { id sku name translations(first: 1, where: { language: { startsWith: $language } }) { nodes { name } } }
}`)

/** Whose prices a quote would be at. */
export const AskingAccount = operation<
  { account: { id: string; name: string | null; currency: string | null } | null },
  { id: string }
>('query AskingAccount($id: ID!) { account(id: $id) { id name currency } }')

export const AskForQuote = operation<
  { askForQuote: { id: string; status: string; quote: { id: string; number: string } | null } },
  { input: object }
>('mutation AskForQuote($input: AskForQuoteInput!) { askForQuote(input: $input) { id status quote { id number } } }')
