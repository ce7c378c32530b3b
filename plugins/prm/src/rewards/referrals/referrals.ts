import { type Context, contributionPoint, type Id, type Money } from '@tessera/core'

/** That a partner brought the company business: a registered deal that was won, a lead that became an opportunity. */
export interface Referral {
  /** The record behind it; with the name of its source it makes the event. */
  readonly id: Id
  readonly source: 'deal' | 'lead'
  readonly partner: Id
  readonly on: string
  readonly title: string
  /** What the deal is worth, for rules with a rate. */
  readonly worth: Money | null
  /** Since when the record says so: what a closed period did not know yet lands in the next one. */
  readonly knownAt: Date
}

/** Where referrals come from. Asked with the system's rights; what it no longer answers is taken back. */
export interface ReferralSource {
  /** The referrals of days from `from` to `until`, both included. */
  read(ctx: Context, asked: { readonly from: string; readonly until: string }): Promise<readonly Referral[]>
}

/**
 * Where plugins say what earns referral rewards.
 * @example contributes: [referralSources.add('deals', { read: (ctx, { from, until }) => wonDeals(ctx, from, until) })]
 */
export const referralSources = contributionPoint<ReferralSource>('prm.referrals')
