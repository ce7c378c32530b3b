import { formatAmount, type GraphqlKit, type Money } from '@tessera/core'
import type { PrmModel } from '../../model.ts'
import { type RewardsStanding, rewardsHome } from './rewards-home.ts'

/** `rewardsHome { currency earnedThisQuarter earnedThisYear pending paid nextPayoutOn }`. */
export function homeField(kit: GraphqlKit<typeof PrmModel>): void {
  const standing = kit.builder.objectRef<RewardsStanding>('RewardsStanding').implement({
    description: 'What the own partner earned, or for staff those they look after, in one currency.',
    fields: (t) => {
      const amount = (of: (row: RewardsStanding) => Money, description: string) =>
        t.field({ type: 'Decimal', nullable: false, description, resolve: (row) => formatAmount(of(row)) })
      return {
        currency: t.exposeString('currency', { nullable: false }),
        earnedThisQuarter: amount((row) => row.earnedThisQuarter, 'In periods that begin in this quarter.'),
        earnedThisYear: amount((row) => row.earnedThisYear, 'In periods that begin in this year.'),
        open: amount((row) => row.open, 'Of open periods: it may still change.'),
        pending: amount((row) => row.pending, 'Issued, and not paid yet.'),
        paid: amount((row) => row.paid, 'Paid so far.'),
        nextPayoutOn: t.expose('nextPayoutOn', {
          type: 'Date',
          nullable: true,
          description: 'The first day on which something more is to be paid.',
        }),
        openDisputes: t.exposeInt('openDisputes', { nullable: false }),
      }
    },
  })
  kit.query('rewardsHome', {
    type: [standing],
    nullable: false,
    description: 'Rewards by currency, of the own partner; for staff, of all they look after.',
    resolve: (_args, ctx) => rewardsHome(ctx),
  })
}
