import { expect } from 'vitest'
import { administrator, type Cast } from './people.ts'
import type { Eyes, Window } from './window.ts'

/** Partners are assessed, and this one has risen by what it ordered: its page says so, and the first page too. */
export async function rise({ example }: Eyes, cast: Cast, partner: Window): Promise<void> {
  const staff = await example.graphql(administrator)
  const standing = async () => {
    const { partners } = await staff<{
      partners: { nodes: { id: string; prmTier: { name: string; rank: number } }[] }
    }>(
      'query Standing($name: String!) { partners(where: { name: { eq: $name } }) { nodes { id prmTier { name rank } } } }',
      { name: cast.partner },
    )
    const [found] = partners.nodes
    if (!found) throw new Error(`There is no partner ${cast.partner}.`)
    return found
  }
  const heading = (name: string) => partner.page.getByRole('heading', { level: 1, name }).waitFor()
  const before = await standing()
  await partner.go('/tier')
  await heading(before.prmTier.name)
  await staff('mutation Assess($partners: [ID!]) { assessPartners(partners: $partners) }', { partners: [before.id] })
  const { prmTier: after } = await standing()
  expect(after.rank).toBeGreaterThan(before.prmTier.rank)
  await partner.go('/tier')
  await heading(after.name)
  await partner.go('/')
  expect(await partner.text()).toContain(after.name)
}
