import { administrator, type Cast } from './people.ts'
import type { Eyes } from './window.ts'

type Named = Record<'users' | 'territories' | 'partners', { readonly nodes: readonly { readonly id: string }[] }>

/** A new partner below a distributor, in a programme of its own with two tiers: nobody has assessed it yet, nor asked it for anything. */
export async function found({ example }: Eyes, cast: Cast): Promise<void> {
  const staff = await example.graphql(administrator)
  const make = async (type: string, input: object): Promise<string> => {
    const made = await staff<Record<string, { id: string }>>(
      `mutation Make($input: ${type}Input!) { create${type}(input: $input) { id } }`,
      { input },
    )
    return made[`create${type}`]?.id ?? ''
  }
  const known = await staff<Named>(
    `query Known($seller: String!, $territory: String!, $above: String!) {
      users(where: { email: { eq: $seller } }) { nodes { id } }
      territories(where: { name: { eq: $territory } }) { nodes { id } }
      partners(where: { name: { eq: $above } }) { nodes { id } }
    }`,
    { seller: cast.seller, territory: cast.territory, above: cast.above },
  )
  const [owner, territory, parent] = [known.users, known.territories, known.partners].map(({ nodes }) => nodes[0]?.id)
  const program = await make('PartnerProgram', { name: `Walk ${cast.partner}`, type: 'reseller' })
  const registered = await make('ProgramTier', { program, name: 'Registered', rank: 1 })
  const silver = await make('ProgramTier', { program, name: 'Silver', rank: 2 })
  const year = new Date().getFullYear()
  const ruleSet = await make('TierRuleSet', { program, validFrom: `${year}-01-01`, note: 'The walk' })
  await make('TierRequirement', { ruleSet, tier: silver, metric: 'revenue', atLeast: '100000' })
  const partner = await make('Partner', {
    name: cast.partner,
    parent,
    prmProgram: program,
    prmTier: registered,
    prmTerritory: territory,
    prmCountryCode: cast.country,
  })
  const account = await make('Account', {
    name: cast.partner,
    type: 'partner',
    partner,
    owner,
    territory,
    currency: 'EUR',
  })
  await staff(
    'mutation Own($id: ID!, $account: ID!) { updatePartner(id: $id, patch: { prmAccount: $account }) { id } }',
    {
      id: partner,
      account,
    },
  )
}
