import { operation } from '@tessera/client'

export interface Edition {
  readonly id: string
  readonly edition: number
  readonly validFrom: string
  readonly title: string
  readonly titleZh: string | null
  readonly note: string | null
  readonly agreement: { readonly name: string; readonly required: boolean } | null
}

/** What waits for the partner, and what it accepted, the newest first. */
export const Agreements = operation<
  {
    agreementsToAccept: readonly Edition[]
    agreementAcceptances: {
      readonly nodes: readonly {
        readonly id: string
        readonly name: string
        readonly at: string
        readonly edition: Pick<Edition, 'id' | 'edition' | 'title' | 'titleZh'> | null
      }[]
    }
  },
  { partner: string }
>(`query Agreements($partner: ID!) {
  agreementsToAccept { id edition validFrom title titleZh note agreement { name required } }
  agreementAcceptances(first: 100, where: { partner: { eq: $partner } }, orderBy: [{ at: desc }]) {
    nodes { id name at edition { id edition title titleZh } }
  }
}`)

export const OneEdition = operation<
  {
    agreementEdition: (Edition & { readonly body: string; readonly bodyZh: string | null }) | null
    agreementsToAccept: readonly { readonly id: string }[]
    agreementAcceptances: { readonly nodes: readonly { readonly name: string; readonly at: string }[] }
  },
  { id: string; partner: string }
>(`query OneEdition($id: ID!, $partner: ID!) {
  agreementEdition(id: $id) { id edition validFrom title titleZh body bodyZh note agreement { name required } }
  agreementsToAccept { id }
  agreementAcceptances(first: 1, where: { partner: { eq: $partner }, edition: { eq: $id } }) { nodes { name at } }
}`)

export const AcceptAgreement = operation<
  { acceptAgreement: { readonly id: string } | null },
  { edition: string; name: string; language: 'en' | 'zh' }
>(`mutation AcceptAgreement($edition: ID!, $name: String!, $language: AgreementLanguage!) {
  acceptAgreement(edition: $edition, name: $name, language: $language) { id }
}`)
