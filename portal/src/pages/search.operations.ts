import { operation } from '@tessera/client'

interface SearchHits {
  readonly search: readonly {
    readonly entity: string
    readonly title: string | null
    readonly node: { readonly id: string } | null
  }[]
}

/** Everything this person may see in which all the words are found, the best first. */
export const SearchAll = operation<SearchHits, { text: string; first: number }>(
  'query SearchAll($text: String!, $first: Int!) { search(text: $text, first: $first) { entity title node { id } } }',
)
