import { notFound, type Portal } from '@tessera/portal/runtime'
import { type Buyer, Buyers, OneBuyer, OwnBuyer } from './buyer.operations.ts'

/** For whom prices are shown. */
export interface ChosenBuyer extends Buyer {
  /** Whether it is who one buys for unless one says otherwise. */
  readonly usual: boolean
}

/** The account of `?account=`, if this person sees it; else the partner's own, or the first there is. */
export async function buyerOf({ api, url, visitor }: Portal): Promise<ChosenBuyer | null> {
  const asked = url.searchParams.get('account')
  const usual = await usualBuyer(api, visitor?.partner?.id)
  if (!asked || asked === usual?.id) return usual && { ...usual, usual: true }
  const { account } = await api.run(OneBuyer, { id: asked })
  if (!account) throw notFound()
  return { ...account, usual: false }
}

async function usualBuyer(api: Portal['api'], partner: string | undefined): Promise<Buyer | null> {
  const own = partner === undefined ? undefined : (await api.run(OwnBuyer, { partner })).accounts.nodes[0]
  return own ?? (await api.run(Buyers, {})).accounts.nodes[0] ?? null
}
