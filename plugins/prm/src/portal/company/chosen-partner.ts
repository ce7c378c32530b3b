import { operation } from '@tessera/client'
import { notFound, type Portal } from '@tessera/portal/runtime'

interface TreePartner {
  readonly id: string
  readonly name: string
  readonly parent: { readonly id: string } | null
}

const PartnerTree = operation<{ partners: { nodes: readonly TreePartner[] } }, {}>(
  'query PartnerTree { partners(first: 200, orderBy: [{ name: asc }]) { nodes { id name parent { id } } } }',
)

/** The partner that a page is about, and those it may be about: one's own, and all below it. */
export interface ChosenPartner {
  readonly id: string
  readonly name: string
  readonly own: boolean
  readonly tree: readonly { readonly id: string; readonly name: string }[]
  /** For links that stay with it: empty for one's own. */
  readonly query: string
}

/** `?of=` of the address where it names one below, else one's own. Any other is not found, whether there is one or not. */
export async function chosenPartner({ api, url, visitor }: Portal): Promise<ChosenPartner> {
  const { partners } = await api.run(PartnerTree, {})
  const own = partners.nodes.find(({ id }) => id === visitor?.partner?.id)
  if (!own) throw notFound()
  const tree = [own, ...below(own.id, partners.nodes)]
  const asked = url.searchParams.get('of') ?? own.id
  const chosen = tree.find(({ id }) => id === asked)
  if (!chosen) throw notFound()
  const { id, name } = chosen
  return { id, name, own: chosen === own, tree, query: chosen === own ? '' : `?of=${id}` }
}

function below(parent: string, all: readonly TreePartner[]): TreePartner[] {
  return all
    .filter((one) => one.parent?.id === parent && one.id !== parent)
    .flatMap((one) => [one, ...below(one.id, all)])
}
