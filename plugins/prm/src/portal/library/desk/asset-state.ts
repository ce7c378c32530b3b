import type { Portal } from '@tessera/portal/runtime'
import { countryName } from '../../deals/countries.ts'
import type { Audience, Tier } from './desk.operations.ts'

export const statusTone = { draft: 'neutral', published: 'success', withdrawn: 'danger' } as const

export const partnerTypes = ['distributor', 'reseller', 'servicePartner', 'referral', 'supplier'] as const

/** What tiers of a rank are called: of several programmes there may be several. */
export const tierNames = ({ format }: Pick<Portal, 'format'>, tiers: readonly Tier[], rank: number): string =>
  format.list([...new Set(tiers.filter((tier) => tier.rank === rank).map(({ name }) => name))]) || String(rank)

/** Each rank there is, once. */
export const ranksOf = (tiers: readonly Tier[]): readonly number[] => [...new Set(tiers.map(({ rank }) => rank))]

/** For whom an asset is, in one line. */
export function audienceText(portal: Portal, audience: Audience, tiers: readonly Tier[]): string {
  const { t, language } = portal
  const parts = [
    audience.program?.name,
    audience.minimumRank === null
      ? null
      : t('prm.library.audience.from', { tier: tierNames(portal, tiers, audience.minimumRank) }),
    audience.partnerType && t(`prm.library.type.${audience.partnerType}`),
    audience.countryCode && countryName(audience.countryCode, language),
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(' · ') : t('prm.library.audience.all')
}
