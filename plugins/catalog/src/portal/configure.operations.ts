import { operation } from '@tessera/client'

export interface ShownFeature {
  readonly id: string
  readonly name: string
  readonly names: unknown
  readonly type: string
  readonly minChosen: number
  readonly maxChosen: number
  readonly minValue: string | null
  readonly maxValue: string | null
  readonly step: string | null
  readonly unit: string | null
  readonly options: {
    readonly nodes: readonly {
      readonly id: string
      readonly name: string
      readonly names: unknown
      readonly isDefault: boolean
    }[]
  }
}

/** What can be chosen of a product. */
export const ProductFeatures = operation<
  {
    product: {
      id: string
      sku: string
      name: string
      configurable: boolean
      unit: string
      translations: { nodes: readonly { name: string }[] }
      features: { nodes: readonly ShownFeature[] }
    } | null
  },
  { id: string; language: string }
>(`query ProductFeatures($id: ID!, $language: String!) {
  product(id: $id) {
    id sku name configurable unit
    translations(first: 1, where: { language: { startsWith: $language } }) { nodes { name } }
    features(first: 100, orderBy: [{ sort: asc }, { name: asc }]) {
      nodes {
        id name names type minChosen maxChosen minValue maxValue step unit
        options(first: 100, orderBy: [{ sort: asc }, { name: asc }]) { nodes { id name names isDefault } }
      }
    }
  }
}`)

export interface Choice {
  readonly feature: string
  readonly option: string | null
  readonly value: string | null
}

export interface Impossibility {
  readonly choices: readonly Choice[]
  readonly rules: readonly { readonly name: string }[]
  readonly change: readonly Choice[] | null
}

export interface Answer {
  readonly valid: boolean
  readonly complete: boolean
  readonly conflict: Impossibility | null
  readonly features: readonly {
    readonly feature: string
    readonly options: readonly {
      readonly option: string
      readonly state: string
      readonly impossible: Impossibility | null
    }[]
    readonly possible: readonly { readonly min: string; readonly max: string }[]
  }[]
}

export interface ChoiceAsked {
  readonly option?: string
  readonly feature?: string
  readonly value?: string
}

const impossibility = 'choices { feature option value } rules { name } change { feature option value }'

/** What choices come to, and what is possible besides. */
export const Configure = operation<{ configure: Answer }, { product: string; choices: readonly ChoiceAsked[] }>(
  `query Configure($product: ID!, $choices: [ChoiceInput!]!) {
  configure(product: $product, choices: $choices) {
    valid complete
    conflict { ${impossibility} }
    features { feature possible { min max } options { option state impossible { ${impossibility} } } }
  }
}`,
)
