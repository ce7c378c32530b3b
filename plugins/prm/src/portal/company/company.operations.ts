import { operation } from '@tessera/client'

export interface CompanyProfile {
  readonly id: string
  readonly version: number
  readonly name: string
  readonly prmWebsite: string | null
  readonly prmPhone: string | null
  readonly prmEmail: string | null
  readonly prmCity: string | null
  readonly prmAbout: string | null
  readonly prmLogo: string | null
  readonly prmSpecialities: readonly string[]
}

/** What a partner says of itself, whom it can turn to, and what still waits. */
export const Company = operation<
  {
    partner: CompanyProfile | null
    myChannelManager: { readonly name: string; readonly email: string } | null
    onboardingProgress: { readonly total: number; readonly done: number; readonly waitingForPartner: number } | null
    agreementsToAccept: readonly { readonly id: string }[]
  },
  { id: string }
>(`query Company($id: ID!) {
  partner(id: $id) { id version name prmWebsite prmPhone prmEmail prmCity prmAbout prmLogo prmSpecialities }
  myChannelManager { name email }
  onboardingProgress { total done waitingForPartner }
  agreementsToAccept { id }
}`)

export const ChangeCompany = operation<
  { updatePartner: { readonly id: string } | null },
  { id: string; patch: object; version: number }
>(`mutation ChangeCompany($id: ID!, $patch: PartnerPatch!, $version: Int) {
  updatePartner(id: $id, patch: $patch, ifVersion: $version) { id }
}`)
