import { notify } from '../../news/notify.ts'
import type { Ctx, DealRow } from '../deal-lock.ts'

export type DealNews =
  | 'deals.approved'
  | 'deals.rejected'
  | 'deals.extended'
  | 'deals.released'
  | 'deals.expired'
  | 'deals.ending'
  | 'deals.converted'
  | 'deals.won'
  | 'deals.lost'

/** Tells those who sell for the partner what became of a registration. */
export const tellPartner = (
  ctx: Ctx,
  deal: DealRow,
  kind: DealNews,
  params: Readonly<Record<string, string>> = {},
): Promise<void> =>
  notify(ctx, {
    partner: deal.partner,
    roles: ['admin', 'sales'],
    kind,
    params: { number: deal.number, customer: deal.customerName, ...params },
    link: `/deals/${deal.id}`,
  })
