import { formatAmount, type GraphqlKit } from '@tessera/core'
import type { PrmModel } from '../../model.ts'
import { type FundsStanding, fundsHome } from './funds-home.ts'

/** `fundsHome { currency available requested claimsWaiting nextClaimDeadline }`. */
export function homeField(kit: GraphqlKit<typeof PrmModel>): void {
  const standing = kit.builder.objectRef<FundsStanding>('FundsStanding').implement({
    description: 'Where the partners that the reader sees stand with their funds, in one currency.',
    fields: (t) => {
      const amount = (of: (row: FundsStanding) => FundsStanding['paid'], description: string) =>
        t.field({ type: 'Decimal', nullable: false, description, resolve: (row) => formatAmount(of(row)) })
      return {
        currency: t.exposeString('currency', { nullable: false }),
        available: amount((row) => row.available, 'Left to ask for, of allocations that hold today.'),
        requested: amount((row) => row.requested, 'Asked for, and not decided yet.'),
        committed: amount((row) => row.committed, 'Approved, and not claimed yet.'),
        claimed: amount((row) => row.claimed, 'Claimed, and not decided yet.'),
        payable: amount((row) => row.payable, 'Approved, and not paid yet.'),
        paid: amount((row) => row.paid, 'Paid so far.'),
        requestsWaiting: t.exposeInt('requestsWaiting', { nullable: false }),
        claimsWaiting: t.exposeInt('claimsWaiting', { nullable: false }),
        nextClaimDeadline: t.expose('nextClaimDeadline', {
          type: 'Date',
          nullable: true,
          description: 'The next day by which something approved has to be claimed.',
        }),
      }
    },
  })
  kit.query('fundsHome', {
    type: [standing],
    nullable: false,
    description: 'Funds by currency, of all partners the reader sees.',
    resolve: (_args, ctx) => fundsHome(ctx),
  })
}
